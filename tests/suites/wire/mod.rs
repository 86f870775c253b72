//! What the wire suites share: generated scalars that try every corner.

use proptest::prelude::*;

/// Text of every plane of Unicode, control characters and what JSON escapes.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(character(), 0..12).prop_map(String::from_iter)
}

/// One character, each plane as likely as another.
pub(crate) fn character() -> impl Strategy<Value = char> {
    let plane = (0_u32..=16, 0_u32..=0xffff);
    let of_a_plane = plane.prop_filter_map("a surrogate", |(plane, offset)| {
        char::from_u32(plane << 16 | offset)
    });
    prop_oneof![
        of_a_plane,
        prop::char::range('\0', '\u{a0}'),
        prop::sample::select(vec![
            '"',
            '\\',
            '/',
            '\u{7f}',
            '\u{2028}',
            '\u{ffff}',
            '\u{10ffff}'
        ]),
    ]
}

/// Floats of random bits, numbers people write, and both ends of every range.
pub(crate) fn double() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<u64>().prop_map(f64::from_bits),
        (any::<i32>(), -30..30).prop_map(|(digits, power)| f64::from(digits) * 10_f64.powi(power)),
        (-1074..1024).prop_map(|power| 2_f64.powi(power)),
        any::<i64>().prop_map(|whole| {
            #[allow(clippy::cast_precision_loss, reason = "any float will do")]
            let float = whole as f64;
            float
        }),
        prop::sample::select(vec![
            0.0,
            -0.0,
            1e15,
            1e16,
            1e-4,
            1e-5,
            f64::MIN_POSITIVE,
            f64::MAX
        ]),
    ]
}

/// The same for `f32`.
pub(crate) fn single() -> impl Strategy<Value = f32> {
    prop_oneof![
        any::<u32>().prop_map(f32::from_bits),
        (any::<i16>(), -30..30).prop_map(|(digits, power)| f32::from(digits) * 10_f32.powi(power)),
        (-149..128).prop_map(|power| 2_f32.powi(power)),
        prop::sample::select(vec![
            0.0,
            -0.0,
            1e15,
            1e16,
            1e-4,
            1e-5,
            f32::MIN_POSITIVE,
            f32::MAX
        ]),
    ]
}
