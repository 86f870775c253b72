//! Floats that are short as decimals: an integer, and how many of its digits stand behind the point.

/// One for each tag.
const POWERS: [f64; 8] = [1., 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];
const MOST_PLACES: u8 = 7;

/// The first integer that takes as much room as the float.
const TOO_LONG: f64 = 281_474_976_710_656.;

/// The digits of a float and the places of them that are behind the point; `None` where it is no
/// shorter so, or not the same to the last bit.
pub(super) fn of(value: f64) -> Option<(i64, u8)> {
    [0, 2, MOST_PLACES].into_iter().find_map(|places| {
        let scaled = (value * POWERS.get(usize::from(places))?).round();
        // NaN is not either.
        if scaled.abs() < TOO_LONG {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it is whole, and below 2^48"
            )]
            let digits = scaled as i64;
            let is_same = self::value(digits, places)?.to_bits() == value.to_bits();
            return is_same.then(|| without_zeros(digits, places));
        }
        None
    })
}

/// The float of so many places. Both parts are exact, so the quotient is the float next to it, which
/// is the one that the decimal stands for.
#[inline]
pub(super) fn value(digits: i64, places: u8) -> Option<f64> {
    let power = POWERS.get(usize::from(places))?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "what is written has 48 bits at most"
    )]
    Some(digits as f64 / power)
}

fn without_zeros(mut digits: i64, mut places: u8) -> (i64, u8) {
    while places > 0 && digits % 10 == 0 {
        digits /= 10;
        places -= 1;
    }
    (digits, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_decimals_are_found() {
        assert_eq!(TOO_LONG.to_bits(), 2_f64.powi(48).to_bits());
        for (float, expected) in [
            (0.0, Some((0, 0))),
            (1.0, Some((1, 0))),
            (-1.0, Some((-1, 0))),
            (0.5, Some((5, 1))),
            (19.95, Some((1995, 2))),
            (-87.25, Some((-8725, 2))),
            (47.372_412, Some((47_372_412, 6))),
            (1e-7, Some((1, 7))),
            (1e9, Some((1_000_000_000, 0))),
            (2_f64.powi(48) - 1., Some(((1 << 48) - 1, 0))),
            (2_f64.powi(48), None),
            (-0.0, None),
            (1e-8, None),
            (0.1 + 0.2, None),
            (1.0 / 3.0, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
            (f64::MAX, None),
            (5e-324, None),
        ] {
            assert_eq!(of(float), expected, "{float}");
        }
    }

    #[test]
    fn they_come_back_bit_by_bit() {
        for digits in (-100_000..100_000).map(|digits| digits * 7919) {
            for (places, power) in POWERS.into_iter().enumerate() {
                let text = format!("{digits}e-{places}");
                let float: f64 = text.parse().expect("a float");
                assert_eq!(float.to_bits(), (f64::from(digits) / power).to_bits());
                if let Some((digits, places)) = of(float) {
                    let back = value(digits, places).map(f64::to_bits);
                    assert_eq!(back, Some(float.to_bits()), "{text}");
                }
            }
        }
    }
}
