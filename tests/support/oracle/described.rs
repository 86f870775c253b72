//! Values as they travel to Python and back, exact in every bit.

use std::fmt::Display;

use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

/// A value as Python has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Described {
    /// `None`.
    Null,
    /// A `bool`.
    Bool(bool),
    /// An `int`, in decimal.
    Int(String),
    /// A `float`, as the 16 hex digits of its bits.
    Float(String),
    /// A `str`.
    Text(String),
    /// A `list`.
    List(Vec<Described>),
    /// A `dict` in this order.
    Dict(Vec<(Described, Described)>),
    /// A `dict` in the order of its keys' text.
    Sorted(Vec<(Described, Described)>),
    /// A `set`.
    Set(Vec<Described>),
    /// `bytes`, as hex digits.
    Bytes(String),
    /// A `datetime`, in ISO 8601.
    Datetime(String),
}

impl Described {
    /// An integer of any width.
    pub fn int(value: impl Display) -> Self {
        Self::Int(format!("{value}"))
    }

    /// A float, told by its bits.
    pub fn float(value: f64) -> Self {
        Self::Float(format!("{:016x}", value.to_bits()))
    }

    /// An `f32`: to Python it is the number that its shortest digits say.
    pub fn single(value: f32) -> Self {
        let digits = if value.is_finite() {
            // The standard library's `Display` breaks ties another way.
            serde_json::to_string(&value).expect("a number")
        } else {
            value.to_string()
        };
        Self::float(digits.parse().expect("the text of a float"))
    }

    /// Text.
    pub fn text(value: impl Into<String>) -> Self {
        Self::Text(value.into())
    }

    /// A list.
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::List(items.into_iter().collect())
    }

    /// A dict in the order given, its keys text.
    pub fn dict<K: Into<String>>(pairs: impl IntoIterator<Item = (K, Self)>) -> Self {
        let pair = |(key, value): (K, Self)| (Self::text(key), value);
        Self::Dict(pairs.into_iter().map(pair).collect())
    }

    /// The same value with each dict in the order of its keys, to compare what has no order.
    #[must_use]
    pub fn sorted(self) -> Self {
        match self {
            Self::List(items) => Self::list(items.into_iter().map(Self::sorted)),
            Self::Dict(pairs) | Self::Sorted(pairs) => {
                let mut pairs: Vec<_> = pairs
                    .into_iter()
                    .map(|(key, value)| (key, value.sorted()))
                    .collect();
                pairs.sort_by_key(|(key, _)| format!("{key:?}"));
                Self::Dict(pairs)
            }
            other => other,
        }
    }

    /// The value as a Rust caller would pass it.
    pub fn as_argument(&self) -> Argument<'_> {
        Argument(self)
    }
}

/// A described value that serializes as the value it describes.
pub struct Argument<'d>(&'d Described);

impl Serialize for Argument<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Described::Null => to.serialize_none(),
            Described::Bool(value) => to.serialize_bool(*value),
            Described::Int(digits) => match digits.parse() {
                Ok(value) => to.serialize_i128(value),
                Err(_) => to.serialize_u128(digits.parse().expect("an integer of 128 bits")),
            },
            Described::Float(bits) => {
                let bits = u64::from_str_radix(bits, 16).expect("hex digits");
                to.serialize_f64(f64::from_bits(bits))
            }
            Described::Text(text) => to.serialize_str(text),
            Described::List(items) => {
                let mut list = to.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&item.as_argument())?;
                }
                list.end()
            }
            Described::Dict(pairs) | Described::Sorted(pairs) => {
                let mut map = to.serialize_map(Some(pairs.len()))?;
                for (key, value) in pairs {
                    map.serialize_entry(&key.as_argument(), &value.as_argument())?;
                }
                map.end()
            }
            other => panic!("Rust has no {other:?} of its own"),
        }
    }
}
