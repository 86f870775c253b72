//! Which bad operations say something new: not all of those that one hiccup held up together.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What was under way together when something went wrong, and who was answered meanwhile.
pub(super) struct Bursts {
    /// What begins so long after a burst has nothing to do with it: calls with the instance's budget have
    /// ended by then.
    lasts: u64,
    /// When the first one of the last burst ended; 0 before there was any.
    first_ended: AtomicU64,
    /// When somebody was answered last, as far as that was written down: answers that come in time
    /// while all is well leave no trace.
    answered: AtomicU64,
}

/// From the begin of an operation to its end, in nanoseconds after the breaker's epoch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) began: u64,
    pub(super) ended: u64,
}

impl Bursts {
    /// Of operations that may take so long.
    pub(super) fn new(budget: Duration) -> Self {
        Self {
            lasts: u64::try_from(budget.as_nanos()).unwrap_or(u64::MAX),
            first_ended: AtomicU64::new(0),
            answered: AtomicU64::new(0),
        }
    }

    pub(super) fn answered(&self, span: Span) {
        self.answered.fetch_max(span.ended, Ordering::Relaxed);
    }

    /// Whether a bad operation is to be counted: the first of a burst that ends, and what began after
    /// that end. What was under way at that moment is not, however many there are.
    pub(super) fn is_news(&self, span: Span) -> bool {
        let mut first_ended = self.first_ended.load(Ordering::Relaxed);
        while first_ended == 0 || span.began > first_ended.saturating_add(self.lasts) {
            // Of all that end now, one finds the burst of before.
            let exchanged = self.first_ended.compare_exchange_weak(
                first_ended,
                span.ended,
                Ordering::Relaxed,
                Ordering::Relaxed,
            );
            match exchanged {
                Ok(_) => return true,
                Err(other) => first_ended = other,
            }
        }
        span.began > first_ended
    }

    /// Whether nobody was answered in the second half of its time. Not in all of it: when a server
    /// falls silent, what is under way began before its last answers.
    pub(super) fn is_silence(&self, span: Span) -> bool {
        let half = span.began.midpoint(span.ended);
        self.answered.load(Ordering::Relaxed) <= half
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    const BUDGET: u64 = 100;

    fn bursts() -> Bursts {
        Bursts::new(Duration::from_nanos(BUDGET))
    }

    fn span(began: u64, ended: u64) -> Span {
        Span { began, ended }
    }

    #[test]
    fn what_is_under_way_together_is_news_once() {
        let bursts = bursts();
        assert!(bursts.is_news(span(10, 70)));
        assert!(!bursts.is_news(span(9, 71)));
        assert!(!bursts.is_news(span(70, 130)));
        // Later ones are each, and the same goes for the next burst.
        assert!(bursts.is_news(span(71, 131)));
        assert!(bursts.is_news(span(71, 132)));
        assert!(bursts.is_news(span(171, 240)));
        assert!(!bursts.is_news(span(172, 241)));
    }

    #[test]
    fn what_one_caller_does_after_another_is_news_each_time() {
        let bursts = bursts();
        for round in 0..100 {
            assert!(bursts.is_news(span(61 * round, 61 * round + 60)));
        }
    }

    #[test]
    fn of_those_that_end_in_the_same_moment_one_is_news() {
        const THREADS: u8 = 8;
        for round in 0..200 {
            let (bursts, barrier) = (bursts(), Barrier::new(usize::from(THREADS)));
            if round % 2 == 0 {
                assert!(bursts.is_news(span(1, 2)));
            }
            let began = 1000;
            let news: u32 = std::thread::scope(|scope| {
                let threads = (0..THREADS).map(|thread| {
                    let (bursts, barrier) = (&bursts, &barrier);
                    scope.spawn(move || {
                        barrier.wait();
                        bursts.is_news(span(began, began + 60 + u64::from(thread)))
                    })
                });
                let threads: Vec<_> = threads.collect();
                let news = threads.into_iter().map(|thread| thread.join().unwrap());
                news.map(u32::from).sum()
            });
            assert_eq!(news, 1);
        }
    }

    #[test]
    fn an_answer_in_the_second_half_ends_a_silence() {
        let bursts = bursts();
        assert!(bursts.is_silence(span(0, 100)));
        bursts.answered(span(0, 50));
        assert!(bursts.is_silence(span(0, 100)));
        bursts.answered(span(0, 51));
        bursts.answered(span(0, 20));
        assert!(!bursts.is_silence(span(0, 100)));
        assert!(bursts.is_silence(span(2, 102)));
    }
}
