//! Numbers as they stand in tables: three digits that say something.

use crate::figures::Spread;
use crate::measure::Unit;

/// A figure with its unit's digits.
pub(super) fn figure(number: f64, unit: Unit) -> String {
    match unit {
        Unit::PerSecond | Unit::Kibibytes | Unit::Nanoseconds => thousands(number),
        Unit::Microseconds | Unit::Milliseconds => format!("{number:.1}"),
    }
}

/// A ratio.
pub(super) fn ratio(ratio: f64) -> String {
    if ratio < 9.95 {
        format!("{ratio:.2}")
    } else {
        format!("{ratio:.1}")
    }
}

/// A ratio and where the middle half of the rounds was.
pub(super) fn spread(spread: &Spread) -> String {
    format!(
        "{:.2} ({:.2} to {:.2})",
        spread.median, spread.low, spread.high
    )
}

/// A whole number with its thousands apart.
pub(crate) fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        let left = digits.len() - place;
        if place > 0 && left.is_multiple_of(3) && !text.ends_with('-') {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn thousands_are_apart() {
        let texts = [0.0, 999.4, 1000.0, 1_234_567.0, -123.0].map(thousands);
        assert_eq!(texts, ["0", "999", "1,000", "1,234,567", "-123"]);
    }
}
