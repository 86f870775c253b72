//! One budget for what comes before the body and what comes after it.

use std::time::{Duration, Instant};

use dtcache::{
    Counts, ErrorKind, RedisConfig, RedisInstance, Scope, acache_function, cache_function,
};
use support::fake::{Answer, FakeServer};

use crate::way::{SLACK, runtime};

/// Long, so that what goes wrong is more than a busy machine adds.
const BUDGET: Duration = Duration::from_millis(400);

/// A server that takes its time for look-ups, which it has nothing for, and for writes; for ever where
/// there is no time.
fn server(look_up: Duration, write: Option<Duration>) -> FakeServer {
    FakeServer::start_each(move |_, words| {
        let (time, reply): (_, &[u8]) = match words[0].as_slice() {
            b"GETRANGE" => (Some(look_up), b"$0\r\n\r\n"),
            b"SET" => (write, b"+OK\r\n"),
            _ => (Some(Duration::ZERO), b"+PONG\r\n"),
        };
        let Some(time) = time else {
            return Answer::Silence;
        };
        std::thread::sleep(time);
        Answer::Bytes(reply.to_vec())
    })
}

/// What came of a call.
struct Call {
    /// Beside its body.
    taken: Duration,
    counts: Counts,
    failures: Vec<(ErrorKind, u64)>,
}

/// Calls with bodies of this length: one on a thread, one in a task.
fn calls(server: &FakeServer, body: Duration) -> [Call; 2] {
    [false, true].map(|is_async| {
        let config = RedisConfig::new().url(server.url()).budget(BUDGET);
        let redis = RedisInstance::new(config).expect("settings");
        let runtime = runtime();
        // A connection, so that opening it is not in the times.
        let ping = if is_async {
            runtime.block_on(redis.ping_async())
        } else {
            redis.ping()
        };
        ping.expect("it answers");
        let mut slept = Duration::ZERO;
        let run = || {
            let begun = Instant::now();
            std::thread::sleep(body);
            slept = begun.elapsed();
            7
        };
        let begun = Instant::now();
        let got = if is_async {
            runtime.block_on(acache_function("body").redis(&redis).call_sync(run))
        } else {
            cache_function("body").redis(&redis).call(run)
        };
        let taken = (begun + slept).elapsed();
        assert_eq!(got, 7);
        println!("async: {is_async}, {taken:?}");
        let stats = redis.stats();
        Call {
            taken,
            counts: stats.total(),
            failures: stats.failures().collect(),
        }
    })
}

/// That a call took this part of the budget, in percent.
#[track_caller]
fn is_about(taken: Duration, percent: u32) {
    let expected = BUDGET * percent / 100;
    assert!((expected..expected + SLACK).contains(&taken), "{taken:?}");
}

#[test]
fn a_write_has_what_the_look_up_left() {
    // The body is none of the cache's business, however long it takes.
    for body in [Duration::ZERO, 2 * BUDGET] {
        let server = server(BUDGET * 60 / 100, None);
        for call in calls(&server, body) {
            is_about(call.taken, 100);
            assert_eq!((call.counts.misses, call.counts.stored), (1, 0));
            assert_eq!(call.failures, [(ErrorKind::Timeout, 1)]);
        }
    }
}

#[test]
fn a_write_that_is_done_in_what_the_look_up_left() {
    let server = server(BUDGET * 60 / 100, Some(BUDGET * 15 / 100));
    for call in calls(&server, 2 * BUDGET) {
        is_about(call.taken, 75);
        assert_eq!((call.counts.misses, call.counts.stored), (1, 1));
        assert_eq!(call.failures, []);
    }
}

#[test]
fn nothing_is_written_where_the_look_up_took_it_all() {
    let server = server(BUDGET * 2, Some(Duration::ZERO));
    for call in calls(&server, Duration::ZERO) {
        is_about(call.taken, 100);
        assert_eq!((call.counts.misses, call.counts.stored), (1, 0));
        assert_eq!(call.failures, [(ErrorKind::Timeout, 1)]);
    }
    assert!(!server.commands().contains(&"SET".to_owned()));
}

/// Without a look-up the write has all of it, and a body that takes longer changes nothing.
#[test]
fn a_write_without_a_look_up_has_the_whole() {
    let server = server(Duration::ZERO, None);
    let refresh = Scope::new().refresh();
    for call in refresh.run(|| calls(&server, 2 * BUDGET)) {
        is_about(call.taken, 100);
        assert_eq!((call.counts.bypassed, call.counts.stored), (1, 0));
        assert_eq!(call.failures, [(ErrorKind::Timeout, 1)]);
    }
    assert!(!server.commands().contains(&"GETRANGE".to_owned()));
}
