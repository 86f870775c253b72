//! Values of every kind, as they come.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::{is_lean, read, stored, stored_lean, stored_verified};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Tree {
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

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Record {
    id: u64,
    /// By its bits, for which NaN is equal to itself.
    float: Bits,
    maybe: Option<Option<i32>>,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    name: String,
    map: BTreeMap<(i8, bool), Option<()>>,
    #[serde(flatten)]
    flat: BTreeMap<String, u16>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Tagged {
    A { x: u8, y: Option<f32> },
    B { y: Vec<String>, x: bool },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Bits(f64);

impl PartialEq for Bits {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

/// All of it can be read without names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Plain {
    Leaf,
    Number(i64),
    Text(String),
    Decimal(f64),
    Empty {},
    Pair(Option<Box<Plain>>, String),
    Node(Node),
    List(Vec<Option<Plain>>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Node {
    first: Option<Box<Plain>>,
    second: Option<Option<Box<Node>>>,
    unit: (),
    name: String,
}

fn plain() -> impl Strategy<Value = Plain> {
    let short = "[a-zé]{0,10}";
    let leaf = prop_oneof![
        Just(Plain::Leaf),
        Just(Plain::Empty {}),
        any::<i64>().prop_map(Plain::Number),
        short.prop_map(Plain::Text),
        (any::<i32>(), 0..9).prop_map(|(digits, places)| {
            Plain::Decimal(f64::from(digits) / 10_f64.powi(places))
        }),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let boxed = || option::of(inner.clone().prop_map(Box::new));
        let end = Node {
            first: None,
            second: None,
            unit: (),
            name: String::new(),
        };
        let second = option::of(option::of(Just(Box::new(end))));
        prop_oneof![
            (boxed(), short).prop_map(|(first, name)| Plain::Pair(first, name)),
            vec(option::of(inner.clone()), 0..4).prop_map(Plain::List),
            (boxed(), second, short).prop_map(|(first, second, name)| {
                Plain::Node(Node {
                    first,
                    second,
                    unit: (),
                    name,
                })
            }),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..40).prop_map(|text| text.into_iter().collect())
}

fn record() -> impl Strategy<Value = Record> {
    (
        any::<u64>(),
        any::<u64>(),
        option::of(option::of(any::<i32>())),
        text(),
        btree_map(any::<(i8, bool)>(), option::of(Just(())), 0..5),
        btree_map("[f-z]{1,20}", any::<u16>(), 0..5),
    )
        .prop_map(|(id, float, maybe, name, map, mut flat)| {
            flat.retain(|key, _| key != "id" && key != "float" && key != "maybe");
            flat.retain(|key, _| key != "name" && key != "map");
            Record {
                id: id >> (id % 64),
                float: Bits(f64::from_bits(float)),
                maybe,
                name,
                map,
                flat,
            }
        })
}

fn tagged() -> impl Strategy<Value = Tagged> {
    prop_oneof![
        (any::<u8>(), option::of(-1e9_f32..1e9)).prop_map(|(x, y)| Tagged::A { x, y }),
        (vec(text(), 0..3), any::<bool>()).prop_map(|(y, x)| Tagged::B { y, x }),
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Leaf),
        any::<i64>().prop_map(Tree::Number),
        (any::<u128>(), text()).prop_map(|(number, text)| Tree::Pair(number, text)),
        record().prop_map(|record| Tree::Record(Box::new(record))),
        tagged().prop_map(Tree::Tagged),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        let left = option::of(inner.clone().prop_map(Box::new));
        (any::<char>(), left, vec(inner, 0..6)).prop_map(|(label, left, right)| Tree::Branch {
            label,
            left,
            right,
        })
    })
}

proptest! {
    #[test]
    fn every_tree_comes_back(tree in tree()) {
        for entry in [stored(&tree), stored_verified(&tree)] {
            prop_assert_eq!(read::<Tree>(&entry), Ok(tree.clone()));
        }
        if let Some(Ok(read)) = stored_lean(&tree).map(|entry| read::<Tree>(&entry)) {
            prop_assert_eq!(read, tree);
        }
    }

    #[test]
    fn every_plain_value_comes_back_without_names(plain in plain(), some in option::of(plain())) {
        let node = Node {
            first: some.map(Box::new),
            second: None,
            unit: (),
            name: String::new(),
        };
        let named = stored(&(&node, &plain)).len();
        let entry = stored_verified(&Some(node.clone()));
        prop_assert_eq!(read::<Option<Node>>(&entry), Ok(Some(node.clone())));
        let both = (Some(node), plain);
        let entry = stored_verified(&both);
        prop_assert!(is_lean(entry[0]) || named > 2048);
        prop_assert!(entry.len() < named);
        prop_assert_eq!(read::<(Option<Node>, Plain)>(&entry), Ok(both));
    }

    /// The values of untagged and flattened types are read by what is found.
    #[test]
    fn every_tree_is_what_it_is_in_json(tree in tree()) {
        use serde_json::Value;
        let entries = [Some(stored(&tree)), stored_lean(&tree)];
        for entry in entries.into_iter().flatten() {
            if let Ok(json) = serde_json::to_value(&tree)
                && let Ok(found) = read::<Value>(&entry)
            {
                let (json, found) = (json.to_string(), found.to_string());
                // Map keys that are no text, and floats that JSON has not, are not compared.
                prop_assert_eq!(json, found);
            }
        }
    }
}
