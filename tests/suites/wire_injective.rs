//! Arguments for which serde shows different data never share a key; the order in which a hash map
//! or a hash set gives its elements is no data.
#![allow(clippy::option_option, reason = "how options nest is what is tested")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Debug;
use std::hash::Hash;

use dtcache::{RedisConfig, RedisInstance, cache_function, cache_wrapper};
use proptest::collection::{btree_map, hash_map, hash_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde::{Deserialize, Serialize, Serializer};

/// Few values, so that among so many each comes with all its neighbours.
const SAMPLES: usize = 10_000;

fn key(argument: &impl Serialize) -> String {
    let key = cache_function("f").arg("x", argument).key();
    key.expect("an argument that serializes")
}

/// Among generated values, one key stands for one value and one value has one key.
fn told_apart<T: Serialize + Eq + Hash + Clone + Debug>(values: impl Strategy<Value = T>) {
    let mut runner = TestRunner::default();
    let mut by_key = HashMap::new();
    let mut by_value = HashMap::new();
    for _ in 0..SAMPLES {
        let value = values.new_tree(&mut runner).expect("a value").current();
        let key = key(&value);
        let known = by_key.entry(key.clone()).or_insert_with(|| value.clone());
        assert_eq!(*known, value, "two values share {key}");
        let known = by_value.entry(value).or_insert_with(|| key.clone());
        assert_eq!(*known, key, "one value has two keys");
    }
    assert!(by_key.len() > 1, "nothing was told apart");
}

/// A float as its bits, which can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Real(u64);

impl Serialize for Real {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(f64::from_bits(self.0))
    }
}

fn real() -> impl Strategy<Value = Real> {
    let corners = vec![0.0, -0.0, 1.0, 1e16, f64::NAN, f64::INFINITY, 5e-324, 0.1];
    let next_to_one = (-3_i64..3).prop_map(|steps| 1_f64.to_bits().wrapping_add_signed(steps));
    let corner = prop::sample::select(corners).prop_map(f64::to_bits);
    prop_oneof![corner, next_to_one].prop_map(Real)
}

/// Text that looks like what is printed around it.
fn text() -> impl Strategy<Value = String> {
    let words = [
        "",
        "null",
        "some(null)",
        "NaN",
        "0",
        "1",
        "0.0",
        "true",
        "[]",
        "{}",
        "a",
        "a, b",
        "\"",
        "\\",
        "\", \"",
        "\": \"",
        "é",
        "\\u00e9",
        "e\u{301}",
        "\0",
        "\\u0000",
        "😀",
        "\u{d7ff}",
    ];
    let pieces = prop::sample::select(words.to_vec());
    vec(pieces, 0..3).prop_map(|pieces| pieces.concat())
}

#[test]
fn options_are_told_apart_at_every_depth() {
    told_apart(option::of(option::of(option::of(option::of(Just(()))))));
    told_apart(option::of(option::of(option::of(0_u8..2))));
    told_apart(vec(option::of(option::of(option::of(any::<bool>()))), 0..3));
    told_apart((
        option::of(option::of(Just(()))),
        option::of(option::of(text())),
    ));
    told_apart(btree_map(
        option::of(option::of(text())),
        option::of(option::of(Just(()))),
        0..3,
    ));
}

#[test]
fn floats_are_told_apart_and_from_null() {
    told_apart(real());
    told_apart(vec(option::of(option::of(real())), 0..3));
}

#[test]
fn text_is_told_apart_from_all_that_it_looks_like() {
    told_apart(text());
    told_apart(vec(text(), 0..4));
    told_apart((text(), option::of(text())));
    told_apart(btree_map(text(), text(), 0..3));
    told_apart(btree_map(vec(text(), 0..3), text(), 0..3));
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
enum Tagged {
    Unit,
    Null(()),
    Option(Option<Option<()>>),
    Text(String),
    Pair(u8, Option<Box<Tagged>>),
    Named { x: Vec<Tagged>, y: Option<bool> },
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
enum Untagged {
    Null,
    Flag(bool),
    Whole(i128),
    Real(Real),
    Text(String),
    List(Vec<Untagged>),
    Map(BTreeMap<String, Untagged>),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
struct Sparse {
    #[serde(skip_serializing_if = "Option::is_none")]
    a: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    b: Option<Option<String>>,
}

fn tagged() -> impl Strategy<Value = Tagged> {
    let leaf = prop_oneof![
        Just(Tagged::Unit),
        Just(Tagged::Null(())),
        option::of(option::of(Just(()))).prop_map(Tagged::Option),
        text().prop_map(Tagged::Text),
        prop::sample::select(vec!["Unit", "Null"]).prop_map(|name| Tagged::Text(name.into())),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let pair = (0_u8..2, option::of(inner.clone().prop_map(Box::new)));
        let named = (vec(inner, 0..3), option::of(any::<bool>()));
        prop_oneof![
            pair.prop_map(|(number, next)| Tagged::Pair(number, next)),
            named.prop_map(|(x, y)| Tagged::Named { x, y }),
        ]
    })
}

fn untagged() -> impl Strategy<Value = Untagged> {
    let leaf = prop_oneof![
        Just(Untagged::Null),
        any::<bool>().prop_map(Untagged::Flag),
        (-1_i128..2).prop_map(Untagged::Whole),
        prop::sample::select(vec![i128::MIN, i128::MAX, 1 << 53]).prop_map(Untagged::Whole),
        real().prop_map(Untagged::Real),
        text().prop_map(Untagged::Text),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Untagged::List),
            btree_map(text(), inner, 0..3).prop_map(Untagged::Map),
        ]
    })
}

#[test]
fn variants_are_told_apart() {
    told_apart(tagged());
    told_apart(untagged());
}

#[test]
fn what_is_left_out_is_told_apart_from_what_is_empty() {
    let sparse = (option::of(text()), option::of(option::of(text())));
    told_apart(sparse.prop_map(|(a, b)| Sparse { a, b }));

    let absent = cache_function("f").arg("a", &1).key();
    let empty = cache_function("f").arg("a", &1).arg("b", "").key();
    assert_ne!(absent.ok(), empty.ok());
}

#[test]
fn one_argument_is_not_taken_for_another() {
    let lists = (vec(text(), 0..3), option::of(text()), text());
    let mut runner = TestRunner::default();
    let mut by_key = HashMap::new();
    for _ in 0..SAMPLES {
        let list = lists.new_tree(&mut runner).expect("a list").current();
        let call = cache_function("f").positional(&list.0);
        let call = call.positional(&list.1).arg("x", &list.2).arg("y", &list.1);
        let key = call.key().expect("every part of it can be serialized");
        let known = by_key.entry(key).or_insert_with(|| list.clone());
        assert_eq!(*known, list, "two argument lists share a key");
    }
}

#[test]
fn every_pair_that_is_easily_confused_is_told_apart() {
    assert_ne!(key(&0.0), key(&-0.0));
    assert_ne!(key(&Some(f64::NAN)), key(&None::<f64>));
    assert_ne!(key(&Some("")), key(&None::<&str>));
    assert_ne!(key(&Some(None::<u8>)), key(&None::<Option<u8>>));
    assert_ne!(key(&Some(Some(None::<u8>))), key(&Some(None::<Option<u8>>)));
    assert_ne!(key(&f64::INFINITY), key(&f64::NEG_INFINITY));
    assert_eq!(key(&f64::NAN), key(&f64::from_bits(f64::NAN.to_bits() | 1)));
}

type Nested = HashMap<String, (HashSet<u16>, Option<HashMap<i8, Vec<HashSet<String>>>>)>;

/// The same content in new collections, each with a hasher and so an order of its own.
fn reordered(nested: &Nested) -> Nested {
    let set = |set: &HashSet<String>| set.iter().cloned().collect();
    let sets = |sets: &Vec<HashSet<String>>| sets.iter().map(set).collect();
    let inner = |map: &HashMap<i8, Vec<HashSet<String>>>| {
        map.iter().map(|(key, value)| (*key, sets(value))).collect()
    };
    nested
        .iter()
        .map(|(key, (numbers, map))| {
            let numbers = numbers.iter().copied().collect();
            (key.clone(), (numbers, map.as_ref().map(inner)))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hash_maps_and_hash_sets_have_one_key_in_any_order(
        nested in hash_map(
            text(),
            (
                hash_set(any::<u16>(), 0..9),
                option::of(hash_map(any::<i8>(), vec(hash_set(text(), 0..5), 0..3), 0..5)),
            ),
            0..6,
        )
    ) {
        prop_assert_eq!(key(&nested), key(&reordered(&nested)));
    }

    #[test]
    fn hash_sets_of_other_kinds_have_one_key_too(set in hash_set(any::<u16>(), 0..50)) {
        let other: hashbrown::HashSet<u16> = set.iter().copied().collect();
        let again: hashbrown::HashSet<u16> = set.iter().copied().collect();
        prop_assert_eq!(key(&[Some(&other)]), key(&[Some(&again)]));
        prop_assert_eq!(key(&other), key(&set));
    }
}

#[derive(Serialize)]
struct Marked {
    #[serde(serialize_with = "dtcache::unordered")]
    tags: Vec<u8>,
    order: Vec<u8>,
}

#[test]
fn only_the_marked_field_loses_its_order() {
    let marked = |tags: [u8; 3], order: [u8; 3]| {
        key(&Marked {
            tags: tags.into(),
            order: order.into(),
        })
    };
    assert_eq!(marked([1, 2, 3], [1, 2, 3]), marked([3, 1, 2], [1, 2, 3]));
    assert_ne!(marked([1, 2, 3], [1, 2, 3]), marked([1, 2, 3], [3, 1, 2]));
    assert_ne!(marked([1, 2, 3], [1, 2, 3]), marked([1, 2, 2], [1, 2, 3]));
}

/// A type with a name to put into keys.
trait Unit: Serialize + for<'de> Deserialize<'de> {
    const NAME: &str;
    fn made_of(number: u32) -> Self;
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Metres(u32);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Feet(u32);

impl Unit for Metres {
    const NAME: &str = "m";
    fn made_of(number: u32) -> Self {
        Self(number)
    }
}

impl Unit for Feet {
    const NAME: &str = "ft";
    fn made_of(number: u32) -> Self {
        Self(number * 3)
    }
}

#[cache_wrapper(namespace = "measure", key(T = T::NAME), redis = redis, skip = [redis])]
fn measure<T: Unit>(redis: &RedisInstance, number: u32) -> T {
    T::made_of(number)
}

#[test]
fn two_instantiations_of_one_generic_function_share_nothing() {
    let redis = RedisInstance::new(RedisConfig::new().url("memory://")).expect("a good url");
    assert_eq!(measure::<Metres>(&redis, 1), Metres(1));
    assert_eq!(measure::<Feet>(&redis, 1), Feet(3));
    assert_eq!(measure::<Metres>(&redis, 1), Metres(1));
}
