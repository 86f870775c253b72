//! What each kind of value prints.

use std::fmt;

use serde::Serialize;

use super::to_string;
use crate::key::refusal::{MAX_DEPTH, Refusal};

fn prints<T: Serialize>(value: T, text: &str) {
    assert_eq!(to_string(&value).as_deref(), Ok(text));
}

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Newtype<T>(T);

#[derive(Serialize)]
struct Point {
    y: u8,
    x: i8,
}

#[derive(Serialize)]
enum Shape {
    Empty,
    Circle(f32),
    Line(u8, u8),
    Dot { y: u8, x: u8 },
}

#[test]
fn integers_print_in_full() {
    prints((u8::MAX, i8::MIN), "[255, -128]");
    prints(u64::MAX, "18446744073709551615");
    prints(u128::MAX, "340282366920938463463374607431768211455");
    prints(i128::MIN, "-170141183460469231731687303715884105728");
}

#[test]
fn structs_keep_their_order() {
    prints(Point { y: 1, x: -1 }, r#"{"y": 1, "x": -1}"#);
    prints((true, 'é', [(); 2]), r#"[true, "\u00e9", [null, null]]"#);
    prints(Vec::<u8>::new(), "[]");
}

#[test]
fn variants_are_tagged_by_their_name() {
    prints(Shape::Empty, r#""Empty""#);
    prints(Shape::Circle(0.1), r#"{"Circle": 0.1}"#);
    prints(Shape::Line(1, 2), r#"{"Line": [1, 2]}"#);
    prints(Shape::Dot { y: 1, x: 2 }, r#"{"Dot": {"y": 1, "x": 2}}"#);
}

#[test]
fn some_shows_only_around_null() {
    prints(Some(1), "1");
    prints(None::<u8>, "null");
    prints(Some(None::<u8>), "some(null)");
    prints(Some(Some(None::<u8>)), "some(some(null))");
    prints(Some(Some(1)), "1");
    prints(Some(()), "some(null)");
    prints(Some(Unit), "some(null)");
    prints(Some(Newtype(Some(Newtype(())))), "some(some(null))");
    prints(
        Some([None, Some(Some(1)), Some(None)]),
        "[null, 1, some(null)]",
    );
    prints(Some(f64::NAN), "NaN");
}

#[test]
fn newtypes_print_as_what_they_hold() {
    prints(Newtype(Newtype("x")), r#""x""#);
    prints(Newtype(()), "null");
}

struct Bytes;

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&[0, 255])
    }
}

#[test]
fn bytes_print_as_integers() {
    prints(Bytes, "[0, 255]");
}

struct Shown(Option<&'static str>);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.ok_or(fmt::Error)?)
    }
}

impl Serialize for Shown {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[test]
fn displayed_text_is_escaped_and_may_fail() {
    prints(Shown(Some("a\"é")), r#""a\"\u00e9""#);
    assert_eq!(to_string(&Shown(None)), Err(Refusal::NotSerializable));
}

#[derive(Serialize)]
struct Chain(Option<Box<Chain>>);

#[test]
fn nesting_has_an_end() {
    let nested = |levels| (0..levels).fold(serde_json::json!(0), |inner, _| [inner].into());
    assert!(to_string(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(to_string(&nested(MAX_DEPTH + 1)), Err(Refusal::TooDeep));

    let chain = (0..MAX_DEPTH).fold(Chain(None), |inner, _| Chain(Some(Box::new(inner))));
    assert_eq!(to_string(&chain), Err(Refusal::TooDeep));
}

#[test]
fn the_deepest_nesting_fits_a_small_stack() {
    #[derive(Serialize)]
    struct Deep {
        map: std::collections::BTreeMap<u8, Option<Deep>>,
    }
    let deep = (0..MAX_DEPTH).fold(None, |inner, _| {
        Some(Deep {
            map: [(0, inner)].into(),
        })
    });
    let thread = std::thread::Builder::new().stack_size(512 * 1024);
    let written = thread
        .spawn(move || to_string(&deep))
        .map(std::thread::JoinHandle::join);
    assert!(matches!(written, Ok(Ok(Err(Refusal::TooDeep)))));
}
