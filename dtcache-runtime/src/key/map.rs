//! Maps, sorted, so that the iteration order of a `HashMap` does not show.

use std::ops::Range;

use serde::ser::{Error as _, Serialize, SerializeMap};

use super::map_key::{self, Shape};
use super::pyjson::PyJson;
use super::refusal::Refusal;
use super::sink::{Sink, joined};
use super::text;

/// Collects the entries and prints them in order at the end.
pub(super) struct Map<'s> {
    out: &'s mut dyn Sink,
    depth: usize,
    /// For each entry the text of its key, then the entry as it is printed.
    buffer: String,
    entries: Vec<Entry>,
    /// Reused from key to key.
    key: String,
}

struct Entry {
    key: Range<usize>,
    printed: Range<usize>,
}

impl<'s> Map<'s> {
    pub(super) fn new(out: &'s mut dyn Sink, depth: usize) -> Self {
        Self {
            out,
            depth,
            buffer: String::new(),
            entries: Vec::new(),
            key: String::new(),
        }
    }
}

impl SerializeMap for Map<'_> {
    type Ok = ();
    type Error = Refusal;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refusal> {
        self.key.clear();
        let shape = map_key::write(&mut self.key, self.depth, key)?;

        let start = self.buffer.len();
        self.buffer.push_str(&self.key);
        let end = self.buffer.len();
        match shape {
            Shape::Text => text::quoted(&mut self.buffer, &self.key),
            Shape::Bare => self.buffer.push_str(&self.key),
        }
        self.buffer.push_str(": ");
        self.entries.push(Entry {
            key: start..end,
            printed: end..self.buffer.len(),
        });
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refusal> {
        value.serialize(PyJson::new(&mut self.buffer, self.depth))?;
        let Some(entry) = self.entries.last_mut() else {
            return Err(Refusal::custom("a value came before its key"));
        };
        entry.printed.end = self.buffer.len();
        Ok(())
    }

    fn end(mut self) -> Result<(), Refusal> {
        let buffer = self.buffer.as_str();
        let text = |range: &Range<usize>| buffer.get(range.clone()).unwrap_or_default();
        // The bytes of UTF-8 are ordered as the code points are. Where two keys
        // have one text, the whole entry decides, so that the order is the
        // entries' own and not the map's.
        self.entries.sort_unstable_by(|a, b| {
            let by_key = text(&a.key).cmp(text(&b.key));
            by_key.then_with(|| text(&a.printed).cmp(text(&b.printed)))
        });

        let printed = self.entries.iter().map(|entry| text(&entry.printed));
        joined(self.out, "{", "}", printed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use serde::Serialize;
    use serde::ser::{SerializeMap, Serializer};

    use crate::key::pyjson::to_string;

    fn prints<T: Serialize>(value: T, text: &str) {
        assert_eq!(to_string(&value).as_deref(), Ok(text));
    }

    fn map<K: Ord, const N: usize>(keys: [K; N]) -> BTreeMap<K, u8> {
        keys.into_iter().zip(0..).collect()
    }

    /// A map that gives its entries in the order written.
    struct Entries<K, V, const N: usize>([(K, V); N]);

    impl<K: Serialize, V: Serialize, const N: usize> Serialize for Entries<K, V, N> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
        }
    }

    #[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
    enum Key {
        Unit,
        Data(u8),
    }

    #[test]
    fn keys_are_sorted_as_text() {
        prints(map([1, 2, 10]), r#"{"1": 0, "10": 2, "2": 1}"#);
        prints(map([-1, -2]), r#"{"-1": 0, "-2": 1}"#);
        prints(Entries([("b", 1), ("a", 2)]), r#"{"a": 2, "b": 1}"#);
        prints(HashMap::<u8, u8>::new(), "{}");
    }

    #[test]
    fn the_text_is_sorted_before_escaping() {
        // In UTF-16 the surrogates of an emoji come before U+FFFF.
        prints(
            Entries([("😀", 1), ("\u{ffff}", 2), ("z", 3), ("\"", 4)]),
            r#"{"\"": 4, "z": 3, "\uffff": 2, "\ud83d\ude00": 1}"#,
        );
    }

    #[test]
    fn scalars_become_text_as_in_python() {
        prints(map([true, false]), r#"{"false": 1, "true": 0}"#);
        prints(map(['é']), r#"{"\u00e9": 0}"#);
        prints(
            map([u128::MAX]),
            r#"{"340282366920938463463374607431768211455": 0}"#,
        );
        prints(
            Entries([(1.0, 1), (1e16, 2), (f64::NAN, 3)]),
            r#"{"1.0": 1, "1e+16": 2, "NaN": 3}"#,
        );
        prints(map([Key::Unit]), r#"{"Unit": 0}"#);
        prints(map([Some("x")]), r#"{"x": 0}"#);
    }

    #[test]
    fn other_keys_are_no_text() {
        prints(map([None, Some("null")]), r#"{"null": 1, null: 0}"#);
        prints(map([Some(None::<u8>)]), "{some(null): 0}");
        prints(map([(2, "b"), (10, "a")]), r#"{[10, "a"]: 1, [2, "b"]: 0}"#);
        prints(map([()]), "{null: 0}");
        prints(map([Key::Data(1)]), r#"{{"Data": 1}: 0}"#);
        prints(map([map([1])]), r#"{{"1": 0}: 0}"#);
    }

    #[test]
    fn keys_with_one_text_are_all_kept() {
        prints(Entries([("a", 2), ("a", 1)]), r#"{"a": 1, "a": 2}"#);
    }

    #[test]
    fn a_hash_map_has_one_text_at_any_depth() {
        let forward: HashMap<u32, HashMap<u32, u32>> = (0..50)
            .map(|i| (i, (0..50).map(|j| (j, i)).collect()))
            .collect();
        let backward: HashMap<u32, HashMap<u32, u32>> = (0..50)
            .rev()
            .map(|i| (i, (0..50).rev().map(|j| (j, i)).collect()))
            .collect();
        assert_eq!(to_string(&[forward]), to_string(&[backward]));
    }

    struct ValueFirst;

    impl Serialize for ValueFirst {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut map = to.serialize_map(None)?;
            map.serialize_value(&1)?;
            map.end()
        }
    }

    #[test]
    fn a_map_out_of_order_is_refused() {
        assert!(to_string(&ValueFirst).is_err());
    }
}
