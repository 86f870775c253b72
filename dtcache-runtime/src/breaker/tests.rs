//! What opens the breaker, what does not, and how it closes again.

use super::pauses::SAME_OUTAGE;
use super::*;

const BUDGET: Duration = Duration::from_millis(100);
const QUICK: Duration = Duration::from_millis(1);
const SLOW: Duration = Duration::from_millis(60);

fn breaker() -> CircuitBreaker {
    CircuitBreaker::new(&Arc::from("redis://here"), BUDGET)
}

fn error(kind: ErrorKind) -> Error {
    Error::new(kind, "get", "")
}

/// One operation that begins now.
fn note(breaker: &CircuitBreaker, error: Option<&Error>, took: Duration) {
    let now = Instant::now();
    breaker.note(error, now, now + took);
}

/// One after the other.
fn in_turn(breaker: &CircuitBreaker, error: Option<&Error>, took: Duration, times: u32) {
    let first = Instant::now();
    for time in 0..times {
        let began = first + time * (took + QUICK);
        breaker.note(error, began, began + took);
    }
}

/// All begin within a millisecond, and end as long after.
fn together<'a>(
    breaker: &CircuitBreaker,
    began: Instant,
    ends: impl IntoIterator<Item = (Option<&'a Error>, Duration)>,
) {
    for (number, (error, took)) in (0..).zip(ends) {
        let began = began + QUICK * number / 1000;
        breaker.note(error, began, began + took);
    }
}

fn state(breaker: &CircuitBreaker) -> Breaker {
    breaker.status(Instant::now()).breaker()
}

#[test]
fn it_opens_at_once_where_there_is_nothing_to_wait_for() {
    for kind in [ErrorKind::Refused, ErrorKind::Loading, ErrorKind::Tls] {
        let breaker = breaker();
        note(&breaker, Some(&error(kind)), QUICK);
        assert_eq!(state(&breaker), Breaker::Open);
        assert_eq!(breaker.status(Instant::now()).cause(), Some(kind));
    }
}

#[test]
fn it_opens_after_some_time_outs_in_a_row_and_after_slow_answers() {
    let late = error(ErrorKind::Timeout);
    let failing = breaker();
    in_turn(&failing, Some(&late), BUDGET, 4);
    assert!(failing.is_closed());
    in_turn(&failing, Some(&late), BUDGET, 1);
    assert!(!failing.is_closed());

    let slow = breaker();
    in_turn(&slow, None, SLOW, 8);
    assert!(!slow.is_closed());
    let slow = breaker();
    in_turn(&slow, None, SLOW, 7);
    assert!(slow.is_closed());
}

#[test]
fn five_hundred_that_are_slow_together_are_one_hiccup() {
    let breaker = breaker();
    let now = Instant::now();
    together(&breaker, now, [(None, SLOW); 500]);
    assert!(breaker.is_closed());
    // The same again, as long after the first as an operation may last.
    together(&breaker, now + 2 * BUDGET, [(None, SLOW); 500]);
    assert!(breaker.is_closed());
}

#[test]
fn a_burst_of_which_some_are_answered_is_one_hiccup() {
    let (late, closed) = (error(ErrorKind::Timeout), error(ErrorKind::Closed));
    let answered = [(None, SLOW); 250];
    let too_late = [(Some(&late), BUDGET); 250];
    let lost = [(Some(&closed), SLOW + QUICK); 250];
    for failed in [too_late, lost] {
        let breaker = breaker();
        together(&breaker, Instant::now(), answered.into_iter().chain(failed));
        assert!(breaker.is_closed());
    }
}

#[test]
fn a_burst_that_nobody_answers_opens_it() {
    let late = error(ErrorKind::Timeout);
    let breaker = breaker();
    let now = Instant::now();
    // Of a server that falls silent while it answers, slowly.
    breaker.note(None, now, now + SLOW);
    let just_before = now + SLOW * 9 / 10;
    together(&breaker, just_before, [(Some(&late), BUDGET); 4]);
    assert!(breaker.is_closed());
    together(&breaker, just_before, [(Some(&late), BUDGET); 1]);
    assert!(!breaker.is_closed());
}

/// Sixteen callers of a server that is always slow wait for two answers each, and not for eight.
#[test]
fn many_who_find_it_slow_twice_open_it() {
    let breaker = breaker();
    let now = Instant::now();
    together(&breaker, now, [(None, SLOW); 16]);
    assert!(breaker.is_closed());
    together(&breaker, now + SLOW + QUICK, [(None, SLOW); 16]);
    assert!(!breaker.is_closed());
}

#[test]
fn it_stays_closed_over_bad_entries_and_full_queues() {
    let breaker = breaker();
    for kind in [ErrorKind::Corrupt, ErrorKind::Busy, ErrorKind::OutOfMemory] {
        in_turn(&breaker, Some(&error(kind)), QUICK, 100);
    }
    assert_eq!(state(&breaker), Breaker::Closed);
}

#[test]
fn one_probe_at_a_time_and_not_before_its_time() {
    let breaker = breaker();
    note(&breaker, Some(&error(ErrorKind::Refused)), QUICK);
    let now = Instant::now();
    assert!(!breaker.is_probe_due(now));
    let mut due = now + 2 * FIRST_PROBE;
    for _ in 0..20 {
        assert!(breaker.is_probe_due(due));
        assert!(!breaker.is_probe_due(due));
        assert_eq!(state(&breaker), Breaker::HalfOpen);
        breaker.probed(Err(error(ErrorKind::Refused)), due);
        assert_eq!(state(&breaker), Breaker::Open);
        assert!(!breaker.is_probe_due(due + FIRST_PROBE / 2));
        due += 2 * LATER_PROBES;
    }
    assert!(breaker.is_probe_due(due));
    breaker.probed(Ok(()), due);
    assert!(breaker.is_closed());
    assert_eq!(breaker.status(due).cause(), None);
}

#[test]
fn a_server_that_answers_probes_alone_is_probed_less_and_less() {
    let breaker = breaker();
    let mut now = Instant::now();
    let mut pauses = Vec::new();
    for _ in 0..8 {
        breaker.open(&error(ErrorKind::Closed), now);
        let due = (0..).map(|millis| now + millis * QUICK);
        let due = due.into_iter().find(|now| breaker.is_probe_due(*now));
        let due = due.expect("a probe");
        pauses.push(due - now);
        breaker.probed(Ok(()), due);
        now = due + QUICK;
    }
    assert!(pauses[0] <= 2 * FIRST_PROBE, "{pauses:?}");
    assert!(pauses[7] >= LATER_PROBES, "{pauses:?}");

    // Long after, it is another outage.
    now += 2 * SAME_OUTAGE;
    breaker.open(&error(ErrorKind::Closed), now);
    assert!(breaker.is_probe_due(now + 2 * FIRST_PROBE));
}

#[test]
fn a_probe_whose_thread_is_gone_is_not_waited_for_without_end() {
    let breaker = breaker();
    note(&breaker, Some(&error(ErrorKind::Refused)), QUICK);
    let due = Instant::now() + 2 * FIRST_PROBE;
    assert!(breaker.is_probe_due(due));
    assert!(!breaker.is_probe_due(due + PROBE_LOST / 2));
    assert!(breaker.is_probe_due(due + PROBE_LOST));
}

#[test]
fn calls_of_an_outage_are_counted_anew_for_each() {
    let breaker = breaker();
    for calls in [3, 2] {
        note(&breaker, Some(&error(ErrorKind::Refused)), QUICK);
        for _ in 0..calls {
            breaker.skip();
        }
        let due = Instant::now() + 2 * LATER_PROBES;
        assert_eq!(breaker.status(due).skipped(), calls);
        assert!(breaker.is_probe_due(due));
        breaker.probed(Ok(()), due);
        assert_eq!(breaker.status(due).skipped(), 0);
    }
}
