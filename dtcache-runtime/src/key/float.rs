//! Floats as Python's `repr` prints them.
//!
//! Both languages print the fewest digits that read back as the same bits. They
//! differ in where the point goes, in how an exponent looks and in ties.

use std::fmt::{LowerExp, Write as _};
use std::str::FromStr;

use super::sink::{Plain, Sink};

pub(super) fn double(out: &mut dyn Sink, value: f64) {
    match not_finite(value) {
        Some(name) => out.put(name),
        None => finite(out, value),
    }
}

/// An `f32` prints its own shortest digits: `0.1`, not `0.10000000149011612`.
pub(super) fn single(out: &mut dyn Sink, value: f32) {
    match not_finite(f64::from(value)) {
        Some(name) => out.put(name),
        None => finite(out, value),
    }
}

fn not_finite(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value == f64::INFINITY {
        Some("Infinity")
    } else if value == f64::NEG_INFINITY {
        Some("-Infinity")
    } else {
        None
    }
}

fn finite(out: &mut dyn Sink, value: impl LowerExp + FromStr + PartialEq + Copy) {
    // "-1.25e-7": a sign, the digits, a power of ten.
    let shortest = nearest_even(value);
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent = exponent.parse::<i32>().unwrap_or_default();
    let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (first, others) = unsigned.split_once('.').unwrap_or((unsigned, ""));

    if mantissa.starts_with('-') {
        out.put("-");
    }
    match usize::try_from(exponent) {
        Ok(places @ 0..16) => at_least_one(out, first, others, places),
        Err(_) if exponent >= -4 => below_one(out, first, others, exponent),
        _ => scientific(out, first, others, exponent),
    }
}

/// The shortest digits, and where two are equally near the even one.
///
/// Rust's own choice between two is the greater one: 2⁻²⁵ would end in 3 and
/// not in Python's 2.
fn nearest_even(value: impl LowerExp + FromStr + PartialEq + Copy) -> String {
    let shortest = format!("{value:e}");
    let mantissa = shortest.split('e').next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    // With a precision given, Rust rounds to even.
    let rounded = format!("{value:.*e}", digits.saturating_sub(1));
    // Just below a power of two floats stand closer together, and the nearest
    // digits may belong to another one.
    match rounded.parse() {
        Ok(same) if value == same => rounded,
        _ => shortest,
    }
}

/// `places` digits after the first one still belong to the whole number.
fn at_least_one(out: &mut dyn Sink, first: &str, others: &str, places: usize) {
    let (whole, fraction) = others.split_at_checked(places).unwrap_or((others, ""));
    out.put(first);
    out.put(whole);
    zeros(out, places - whole.len());
    out.put(".");
    out.put(if fraction.is_empty() { "0" } else { fraction });
}

fn below_one(out: &mut dyn Sink, first: &str, others: &str, exponent: i32) {
    out.put("0.");
    zeros(out, exponent.unsigned_abs() as usize - 1);
    out.put(first);
    out.put(others);
}

fn scientific(out: &mut dyn Sink, first: &str, others: &str, exponent: i32) {
    out.put(first);
    if !others.is_empty() {
        out.put(".");
        out.put(others);
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    // A sink cannot fail.
    let _ = write!(Plain(out), "e{sign}{:02}", exponent.unsigned_abs());
}

fn zeros(out: &mut dyn Sink, count: usize) {
    for _ in 0..count {
        out.put("0");
    }
}

#[cfg(test)]
mod tests {
    use super::{double, single};

    fn f64(value: f64) -> String {
        let mut out = String::new();
        double(&mut out, value);
        out
    }

    fn f32(value: f32) -> String {
        let mut out = String::new();
        single(&mut out, value);
        out
    }

    #[test]
    fn the_point_moves_between_1e_minus_4_and_1e16() {
        assert_eq!(f64(1.0), "1.0");
        assert_eq!(f64(-123.456), "-123.456");
        assert_eq!(f64(100.0), "100.0");
        assert_eq!(f64(1e15), "1000000000000000.0");
        assert_eq!(f64(9_999_999_999_999_998.0), "9999999999999998.0");
        assert_eq!(f64(1e16), "1e+16");
        assert_eq!(f64(123_456_789_012_345_680.0), "1.2345678901234568e+17");
        assert_eq!(f64(0.001), "0.001");
        assert_eq!(f64(1e-4), "0.0001");
        assert_eq!(f64(0.000_123_4), "0.0001234");
        assert_eq!(f64(1e-5), "1e-05");
        assert_eq!(f64(1.5e-7), "1.5e-07");
    }

    #[test]
    fn the_ends_of_the_range() {
        assert_eq!(f64(5e-324), "5e-324");
        assert_eq!(f64(f64::MAX), "1.7976931348623157e+308");
        assert_eq!(f64(f64::MIN_POSITIVE), "2.2250738585072014e-308");
        assert_eq!(f32(f32::MAX), "3.4028235e+38");
    }

    #[test]
    fn ties_go_to_the_even_digit_that_reads_back() {
        assert_eq!(f64(2.0_f64.powi(-25)), "2.9802322387695312e-08");
        assert_eq!(f64(2.0_f64.powi(49) + 0.25), "562949953421312.2");
        assert_eq!(f64(f64::from_bits(6 << 52)), "7.120236347223045e-307");
        assert_eq!(f32(2.0_f32.powi(-12)), "0.00024414062");
    }

    #[test]
    fn zero_keeps_its_sign() {
        assert_eq!(f64(0.0), "0.0");
        assert_eq!(f64(-0.0), "-0.0");
    }

    #[test]
    fn what_is_not_finite_has_a_name() {
        assert_eq!(f64(f64::NAN), "NaN");
        assert_eq!(f64(-f64::NAN), "NaN");
        assert_eq!(f64(f64::INFINITY), "Infinity");
        assert_eq!(f32(f32::NEG_INFINITY), "-Infinity");
    }

    #[test]
    fn a_single_has_digits_of_its_own() {
        assert_eq!(f32(0.1), "0.1");
        assert_eq!(f64(f64::from(0.1_f32)), "0.10000000149011612");
        assert_eq!(f32(16_777_216.0), "16777216.0");
    }
}
