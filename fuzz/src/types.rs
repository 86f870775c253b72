//! The types that entries are read as: each way in which serde's types ask for what they get.

use std::collections::BTreeMap;
use std::ffi::CString;
use std::fmt::Debug;
use std::net::IpAddr;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What can be done with any of the types.
pub(crate) trait WithType {
    fn with<T: Serialize + DeserializeOwned + PartialEq + Debug>(&self);
}

/// Does it with one type after another.
pub(crate) fn each(what: &impl WithType) {
    what.with::<Record>();
    what.with::<Tree>();
    what.with::<Untagged>();
    what.with::<Tagged>();
    what.with::<Adjacent>();
    what.with::<Flat>();
    what.with::<Nested>();
    what.with::<Linked>();
    what.with::<Defaulted>();
    what.with::<Value>();
    what.with::<String>();
    what.with::<Vec<u8>>();
    what.with::<Vec<String>>();
    what.with::<Option<Option<Vec<()>>>>();
    what.with::<(u8, i64, u128, i128)>();
    what.with::<(Bits, char, bool)>();
    what.with::<Single>();
    what.with::<[u8; 3]>();
    what.with::<()>();
    what.with::<BTreeMap<i64, Tree>>();
    what.with::<BTreeMap<(i8, bool), Option<char>>>();
    what.with::<Result<Duration, IpAddr>>();
    what.with::<CString>();
}

/// A float that is equal to itself, bit by bit.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Bits(f64);

impl PartialEq for Bits {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

/// The same of less precision; JSON has values that are infinite here.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Single(f32);

impl PartialEq for Single {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

#[expect(clippy::option_option, reason = "it comes back from a compact entry")]
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    id: u64,
    name: String,
    float: Bits,
    maybe: Option<Option<i32>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default)]
    by_number: BTreeMap<u16, Option<bool>>,
    #[serde(default, rename = "a name of more than fifteen bytes")]
    inner: Option<Box<Record>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Tree {
    Leaf,
    Number(i64),
    Pair(u128, String),
    Branch {
        label: char,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        left: Option<Box<Tree>>,
        right: Vec<Tree>,
    },
    Record(Box<Record>),
    Tagged(Tagged),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Untagged {
    Nothing,
    Flag(bool),
    Number(i64),
    Float(Bits),
    Text(String),
    Pair(u8, Option<i8>),
    List(Vec<Untagged>),
    Map(BTreeMap<String, Untagged>),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub(crate) enum Tagged {
    A { x: u8, y: Option<Bits> },
    B { y: Vec<String>, x: bool },
    C,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub(crate) enum Adjacent {
    Unit,
    One(Option<i16>),
    Two(u8, char),
    Named { x: i8 },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Flat {
    id: u8,
    #[serde(flatten)]
    pair: Pair,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pair {
    x: i32,
    #[serde(default)]
    y: Option<u8>,
}

/// Sequences in sequences, as deep as they go.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Nested(Vec<Nested>);

/// Structs and options in turn.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Linked {
    next: Option<Box<Linked>>,
}

/// What is not there is filled in.
#[derive(Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Defaulted {
    a: u8,
    b: Option<String>,
    c: [Option<u8>; 2],
}
