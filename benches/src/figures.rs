//! The arithmetic: medians, percentiles, and the spread of ratios.

use serde::{Deserialize, Serialize};

/// The middle of some numbers, and the quarter of them on either side of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Half of the numbers are below.
    pub median: f64,
    /// A quarter of them is below.
    pub low: f64,
    /// A quarter of them is above.
    pub high: f64,
}

impl Spread {
    /// Of numbers in any order; all NaN when there are none.
    pub fn of(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        Self {
            median: percentile(&numbers, 50),
            low: percentile(&numbers, 25),
            high: percentile(&numbers, 75),
        }
    }
}

/// The number that so many per cent of the `sorted` ones are below or equal to (nearest rank, and
/// the mean of the middle two for the median of an even count).
pub fn percentile(sorted: &[f64], per_cent: usize) -> f64 {
    if sorted.is_empty() {
        return f64::NAN;
    }
    let half = sorted.len() / 2;
    if per_cent == 50 && sorted.len().is_multiple_of(2) {
        return f64::midpoint(sorted[half - 1], sorted[half]);
    }
    let rank = (sorted.len() * per_cent).div_ceil(100);
    sorted[rank.saturating_sub(1)]
}

/// What each round of the other is to the same round of the floor.
pub fn ratios(rounds: &[f64], floor: &[f64]) -> Spread {
    let ratios = rounds.iter().zip(floor).map(|(one, floor)| one / floor);
    Spread::of(ratios.collect())
}

/// Nanoseconds as sorted microseconds.
#[expect(clippy::cast_precision_loss, reason = "no call takes 2^52 ns")]
pub fn microseconds(times: &[u64]) -> Vec<f64> {
    let mut times: Vec<f64> = times.iter().map(|time| *time as f64 / 1000.0).collect();
    times.sort_by(f64::total_cmp);
    times
}

#[cfg(test)]
mod tests {
    use super::{Spread, microseconds, percentile, ratios};

    fn assert_near(one: f64, other: f64) {
        assert!((one - other).abs() < 1e-9, "{one} is not {other}");
    }

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let numbers: Vec<f64> = (1..=200).map(f64::from).collect();
        assert_near(percentile(&numbers, 99), 198.0);
        assert_near(percentile(&numbers, 50), 100.5);
        assert_near(percentile(&numbers[..3], 50), 2.0);
        assert_near(percentile(&numbers[..1], 99), 1.0);
        assert!(percentile(&[], 50).is_nan());
    }

    #[test]
    fn a_spread_takes_numbers_in_any_order() {
        let spread = Spread::of(vec![4.0, 1.0, 3.0, 2.0]);
        assert_eq!((spread.low, spread.median, spread.high), (1.0, 2.5, 3.0));
    }

    #[test]
    fn a_slow_round_slows_both_and_leaves_the_ratio() {
        let spread = ratios(&[20.0, 200.0, 20.0], &[10.0, 100.0, 10.0]);
        assert_eq!((spread.low, spread.median, spread.high), (2.0, 2.0, 2.0));
    }

    #[test]
    fn times_come_out_sorted() {
        assert_eq!(microseconds(&[2500, 500]), [0.5, 2.5]);
    }
}
