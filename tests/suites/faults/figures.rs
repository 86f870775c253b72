//! What was measured, in figures.

use std::fmt;
use std::time::Duration;

/// Durations of one kind.
pub(crate) struct Figures {
    sorted: Vec<Duration>,
}

impl Figures {
    pub(crate) fn of(durations: impl IntoIterator<Item = Duration>) -> Self {
        let mut sorted: Vec<_> = durations.into_iter().collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    /// What this many of a hundred stayed at or below.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.sorted.len() * percent).div_ceil(100).max(1);
        self.sorted.get(rank - 1).copied().unwrap_or_default()
    }

    pub(crate) fn mean(&self) -> Duration {
        let count = u32::try_from(self.sorted.len()).expect("few");
        self.sum().checked_div(count).unwrap_or_default()
    }

    pub(crate) fn sum(&self) -> Duration {
        self.sorted.iter().sum()
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = |duration: Duration| duration.as_secs_f64() * 1000.0;
        write!(
            f,
            "p50 {:.2}, p99 {:.2}, max {:.2}, sum {:.0} ms",
            millis(self.percentile(50)),
            millis(self.percentile(99)),
            millis(self.percentile(100)),
            millis(self.sum()),
        )
    }
}
