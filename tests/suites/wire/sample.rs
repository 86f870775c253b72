//! A generated result with a field of every kind that a service may return.

use std::collections::{BTreeMap, HashMap};

use proptest::collection::{btree_map, hash_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use support::oracle::Described;

use super::wire;

type Small = (i8, u8, i16, u16, i32, u32);
type Large = (i64, u64, i128, u128);

/// What a cached function of the tests returns.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sample {
    small: Small,
    large: Large,
    double: Vec<f64>,
    single: Vec<f32>,
    text: String,
    letter: char,
    flag: Option<bool>,
    by_number: BTreeMap<i64, Option<f64>>,
    by_text: HashMap<String, Kind>,
    unit: (),
    json: Value,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Kind {
    Unit,
    Newtype(String),
    Tuple(u8, f64),
    Struct { inner: Option<Box<Kind>> },
}

impl Sample {
    /// What Python finds in it.
    pub(crate) fn described(&self) -> Described {
        let small = &self.small;
        let small = [
            Described::int(small.0),
            Described::int(small.1),
            Described::int(small.2),
            Described::int(small.3),
            Described::int(small.4),
            Described::int(small.5),
        ];
        let large = &self.large;
        let large = [
            Described::int(large.0),
            Described::int(large.1),
            Described::int(large.2),
            Described::int(large.3),
        ];
        let by_number = self.by_number.iter().map(|(key, value)| {
            (
                key.to_string(),
                value.map_or(Described::Null, Described::float),
            )
        });
        let by_text = self.by_text.iter();
        Described::dict([
            ("small", Described::list(small)),
            ("large", Described::list(large)),
            (
                "double",
                Described::list(self.double.iter().copied().map(Described::float)),
            ),
            (
                "single",
                Described::list(self.single.iter().copied().map(Described::single)),
            ),
            ("text", Described::text(&self.text)),
            ("letter", Described::text(self.letter)),
            ("flag", self.flag.map_or(Described::Null, Described::Bool)),
            ("by_number", Described::dict(by_number)),
            (
                "by_text",
                Described::dict(by_text.map(|(key, kind)| (key, kind.described()))),
            ),
            ("unit", Described::Null),
            ("json", json_described(&self.json)),
        ])
    }
}

impl Kind {
    fn described(&self) -> Described {
        match self {
            Self::Unit => Described::text("Unit"),
            Self::Newtype(text) => Described::dict([("Newtype", Described::text(text))]),
            Self::Tuple(number, float) => {
                let items = [Described::int(number), Described::float(*float)];
                Described::dict([("Tuple", Described::list(items))])
            }
            Self::Struct { inner } => {
                let inner = inner
                    .as_ref()
                    .map_or(Described::Null, |inner| inner.described());
                Described::dict([("Struct", Described::dict([("inner", inner)]))])
            }
        }
    }
}

fn json_described(json: &Value) -> Described {
    match json {
        Value::Null => Described::Null,
        Value::Bool(value) => Described::Bool(*value),
        Value::Number(number) if number.is_f64() => {
            Described::float(number.as_f64().expect("just asked"))
        }
        Value::Number(number) => Described::int(number),
        Value::String(text) => Described::text(text),
        Value::Array(items) => Described::list(items.iter().map(json_described)),
        Value::Object(fields) => Described::dict(
            fields
                .iter()
                .map(|(key, value)| (key, json_described(value))),
        ),
    }
}

/// Any result of which JSON can hold every part.
pub(crate) fn sample() -> impl Strategy<Value = Sample> {
    let text = (wire::text(), wire::character(), option::of(any::<bool>()));
    let lists = (vec(double(), 0..5), vec(single(), 0..5));
    let maps = (
        btree_map(any::<i64>(), option::of(double()), 0..4),
        hash_map(wire::text(), kind(), 0..4),
    );
    (any::<Small>(), any::<Large>(), text, lists, maps, json()).prop_map(
        |(small, large, (text, letter, flag), (double, single), (by_number, by_text), json)| {
            Sample {
                small,
                large,
                double,
                single,
                text,
                letter,
                flag,
                by_number,
                by_text,
                unit: (),
                json,
            }
        },
    )
}

fn kind() -> impl Strategy<Value = Kind> {
    let leaf = prop_oneof![
        Just(Kind::Unit),
        wire::text().prop_map(Kind::Newtype),
        (any::<u8>(), double()).prop_map(|(number, float)| Kind::Tuple(number, float)),
    ];
    leaf.prop_recursive(3, 4, 1, |inner| {
        option::of(inner.prop_map(Box::new)).prop_map(|inner| Kind::Struct { inner })
    })
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        double().prop_map(Value::from),
        wire::text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            hash_map(wire::text(), inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn double() -> impl Strategy<Value = f64> {
    wire::double().prop_filter("JSON has it", |value| value.is_finite())
}

fn single() -> impl Strategy<Value = f32> {
    wire::single().prop_filter("JSON has it", |value| value.is_finite())
}
