//! Sets, sorted, so that the iteration order of a `HashSet` does not show.
//!
//! To serde a set is a sequence like any other. A `HashSet` is recognised by
//! the name of the iterated type, at any depth; a set of another kind says so
//! itself, with [`unordered`].

use std::any::type_name;

use serde::ser::{Serialize, Serializer};

use super::pyjson::PyJson;
use super::refusal::Refusal;
use super::sink::{Sink, joined};

/// The newtype's name by which [`unordered`] speaks to our serializer.
pub(super) const UNORDERED: &str = "$dtcache::unordered";

/// Serializes a collection whose order means nothing.
///
/// `HashSet`s are recognised without help. This is for the rest: a set from
/// another crate, a `Vec` whose order is an accident. A cache key made of the
/// field is then the same for every order of its elements. Other serializers
/// see the plain sequence. The field has to be the collection itself, not an
/// `Option` of one.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::cache_function;
/// use serde::Serialize;
///
/// #[derive(Serialize)]
/// struct Filter {
///     #[serde(serialize_with = "dtcache::unordered")]
///     tags: Vec<&'static str>,
/// }
///
/// let key = |tags: Vec<&'static str>| cache_function("search").arg("filter", &Filter { tags }).key();
/// assert_eq!(key(vec!["new", "red"])?, key(vec!["red", "new"])?);
/// # Ok::<(), dtcache::Error>(())
/// ```
///
/// # Errors
///
/// Only what the serializer reports.
pub fn unordered<'a, T, S>(value: &'a T, serializer: S) -> Result<S::Ok, S::Error>
where
    &'a T: IntoIterator<Item: Serialize>,
    S: Serializer,
{
    // Most formats print a newtype as what it holds.
    serializer.serialize_newtype_struct(UNORDERED, &Unordered(value))
}

struct Unordered<'a, T>(&'a T);

impl<'a, T> Serialize for Unordered<'a, T>
where
    &'a T: IntoIterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0)
    }
}

/// Whether `I` is a hash set, or a reference to one.
pub(super) fn is_set<I>() -> bool {
    let name = type_name::<I>().trim_start_matches('&');
    // Names of types are not promised to stay, so tests hold these two. Were
    // one to change, equal sets would miss; unequal ones would still differ.
    name.starts_with("std::collections::hash::set::HashSet<")
        || name.starts_with("hashbrown::set::HashSet<")
}

/// Prints the elements in the order of their texts.
pub(super) fn write<I: IntoIterator<Item: Serialize>>(
    out: &mut dyn Sink,
    depth: usize,
    items: I,
) -> Result<(), Refusal> {
    let mut buffer = String::new();
    let mut elements = Vec::new();
    for item in items {
        let start = buffer.len();
        item.serialize(PyJson::new(&mut buffer, depth))?;
        elements.push(start..buffer.len());
    }

    let mut elements: Vec<&str> = elements
        .into_iter()
        .map(|range| buffer.get(range).unwrap_or_default())
        .collect();
    elements.sort_unstable();
    joined(out, "[", "]", elements.into_iter());
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap, HashSet};

    use serde::Serialize;

    use crate::key::pyjson::to_string;

    fn prints<T: Serialize>(value: T, text: &str) {
        assert_eq!(to_string(&value).as_deref(), Ok(text));
    }

    fn hashed<const N: usize>(elements: [u8; N]) -> HashSet<u8> {
        elements.into()
    }

    #[derive(Serialize)]
    struct Holder {
        set: Option<HashSet<u8>>,
    }

    #[derive(Serialize)]
    struct Marked {
        #[serde(serialize_with = "super::unordered")]
        list: Vec<Vec<u8>>,
    }

    #[test]
    fn hash_sets_are_sorted_by_the_text_of_their_elements() {
        prints(hashed([3, 20, 1]), "[1, 20, 3]");
        prints(hashed([]), "[]");
    }

    #[test]
    fn hash_sets_are_recognised_wherever_they_are() {
        prints(vec![hashed([2, 1]), hashed([4, 3])], "[[1, 2], [3, 4]]");
        prints(Some(&&hashed([2, 1])), "[1, 2]");
        prints(Box::new(hashed([2, 1])), "[1, 2]");
        prints(HashMap::from([("a", hashed([2, 1]))]), r#"{"a": [1, 2]}"#);
        let set = Some(hashed([2, 1]));
        prints(Holder { set }, r#"{"set": [1, 2]}"#);
        prints((1, hashed([2, 1])), "[1, [1, 2]]");
    }

    #[test]
    fn equal_hash_sets_have_one_text() {
        let forward: HashSet<u32> = (0..1000).collect();
        let backward: HashSet<u32> = (0..1000).rev().collect();
        assert_eq!(to_string(&forward), to_string(&backward));
    }

    #[test]
    fn other_sequences_keep_their_order() {
        prints(BTreeSet::from([3, 20, 1]), "[1, 3, 20]");
        prints([3, 20, 1], "[3, 20, 1]");
    }

    #[test]
    fn unordered_sorts_one_level_and_is_plain_to_others() {
        let list = vec![vec![3, 1], vec![2, 5], vec![]];
        let marked = Marked { list };
        prints(&marked, r#"{"list": [[2, 5], [3, 1], []]}"#);
        let json = serde_json::to_string(&marked);
        assert_eq!(json.ok().as_deref(), Some(r#"{"list":[[3,1],[2,5],[]]}"#));
    }
}
