//! Keys: what a call's arguments are called in Redis.
//!
//! A key is the namespace, with a version if there is one, then the hash of the
//! positional arguments, then the hash of the named ones; a part without content
//! is left out. What is hashed is the text Python's `json.dumps` prints for the
//! same arguments, so that a Python service arrives at the same key.

mod compound;
mod digest;
mod float;
mod map;
mod map_key;
mod number;
mod part;
mod pyjson;
mod refusal;
mod set;
mod sink;
mod text;

use std::fmt;

use serde::Serialize;

use crate::caught::caught;

pub use part::{KeyPart, KeyReceiver};
pub use set::unordered;

use digest::{Brackets, Part};
use refusal::Refusal;
use sink::Sink;

/// Builds one key, hashing every argument as it comes.
pub(crate) struct KeyBuilder<'a> {
    namespace: &'a str,
    version: Option<u64>,
    /// Boxed, as few functions have one and a call moves its key about.
    positional: Option<Box<Part>>,
    named: Part,
    positions: usize,
    failed: Option<KeyError>,
}

impl<'a> KeyBuilder<'a> {
    /// A key that so far is the namespace alone.
    pub(crate) fn new(namespace: &'a str) -> Self {
        Self {
            namespace,
            version: None,
            positional: None,
            named: Part::new(Brackets::Object),
            positions: 0,
            failed: None,
        }
    }

    /// Tells the entries of this version of the function from those of any other.
    pub(crate) fn set_version(&mut self, version: u64) {
        self.version = Some(version);
    }

    pub(crate) fn version(&self) -> Option<u64> {
        self.version
    }

    /// Adds the next positional argument.
    pub(crate) fn positional<T: Serialize + ?Sized>(&mut self, value: &T) {
        if self.failed.is_some() {
            return;
        }
        let part = self
            .positional
            .get_or_insert_with(|| Box::new(Part::new(Brackets::Array)));
        if let Err(refusal) = write(part.next(), value) {
            self.failed = Some(KeyError {
                parameter: Parameter::Positional(self.positions),
                refusal,
            });
        }
        self.positions += 1;
    }

    /// Adds the next named argument.
    pub(crate) fn named<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if self.failed.is_some() {
            return;
        }
        let out = self.named.next();
        text::quoted(out, name);
        out.put(": ");
        if let Err(refusal) = write(out, value) {
            self.failed = Some(KeyError {
                parameter: Parameter::Named(name.to_owned()),
                refusal,
            });
        }
    }

    /// The key, or the first argument that could not be part of it.
    ///
    /// It is empty when there is neither a namespace nor a version nor an argument.
    pub(crate) fn finish(self) -> Result<String, KeyError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        // A version, and two parts of a colon and 64 digits each.
        let mut key = String::with_capacity(self.namespace.len() + 22 + 130);
        key.push_str(self.namespace);
        if let Some(version) = self.version {
            let colon = if key.is_empty() { "" } else { ":" };
            key.extend([colon, "v", &version.to_string()]);
        }
        if let Some(positional) = self.positional {
            positional.append_to(&mut key);
        }
        self.named.append_to(&mut key);
        Ok(key)
    }
}

/// An argument that cannot be part of a key.
///
/// It tells which argument and never what stood in it. Serde's own message may
/// quote the value, so it is dropped where it arises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyError {
    parameter: Parameter,
    refusal: Refusal,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Parameter {
    Positional(usize),
    Named(String),
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.parameter {
            Parameter::Positional(index) => write!(f, "positional argument {index}")?,
            Parameter::Named(name) => write!(f, "argument `{name}`")?,
        }
        write!(f, " {}", self.refusal)
    }
}

impl std::error::Error for KeyError {}

fn write<T: Serialize + ?Sized>(out: &mut dyn Sink, value: &T) -> Result<(), Refusal> {
    caught(|| pyjson::write(out, value)).unwrap_or(Err(Refusal::Panicked))
}

#[cfg(test)]
mod tests {
    use serde::ser::{Error, Serialize, Serializer};

    use std::fmt::Write as _;

    use sha2::{Digest, Sha256};

    use super::KeyBuilder;

    fn hash_of(text: &str) -> String {
        let mut hex = String::new();
        for byte in Sha256::digest(text) {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }

    struct Secret;

    impl Serialize for Secret {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(S::Error::custom("hunter2"))
        }
    }

    #[test]
    fn hashes_are_sha_256_in_lowercase_hex() {
        assert_eq!(
            hash_of("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn empty_parts_are_left_out() {
        assert_eq!(KeyBuilder::new("").finish().as_deref(), Ok(""));
        assert_eq!(KeyBuilder::new("a:b").finish().as_deref(), Ok("a:b"));

        let mut key = KeyBuilder::new("");
        key.positional(&1);
        assert_eq!(key.finish(), Ok(hash_of("[1]")));

        let mut key = KeyBuilder::new("n");
        key.named("x", &1);
        assert_eq!(key.finish(), Ok(format!("n:{}", hash_of(r#"{"x": 1}"#))));
    }

    #[test]
    fn a_version_is_part_of_the_namespace() {
        let key = |namespace, version| {
            let mut key = KeyBuilder::new(namespace);
            key.set_version(version);
            key
        };
        assert_eq!(key("n", 2).finish().as_deref(), Ok("n:v2"));
        assert_eq!(key("", 0).finish().as_deref(), Ok("v0"));

        let mut full = key("a:b", u64::MAX);
        full.positional(&1);
        full.named("x", &1);
        let (positional, named) = (hash_of("[1]"), hash_of(r#"{"x": 1}"#));
        let expected = format!("a:b:v18446744073709551615:{positional}:{named}");
        assert_eq!(full.finish(), Ok(expected));
    }

    #[test]
    fn positional_and_named_are_hashed_apart_in_the_order_given() {
        let mut key = KeyBuilder::new("n");
        key.named("b", "two");
        key.positional(&1);
        key.named("é", &[1.0]);
        key.positional(&None::<u8>);
        let positional = hash_of("[1, null]");
        let named = hash_of(r#"{"b": "two", "\u00e9": [1.0]}"#);
        assert_eq!(key.finish(), Ok(format!("n:{positional}:{named}")));
    }

    #[test]
    fn an_error_names_the_argument_and_not_the_value() {
        let mut key = KeyBuilder::new("n");
        key.named("fine", &1);
        key.named("token", &[Secret]);
        key.named("later", &Secret);
        let error = key.finish().map_err(|error| error.to_string());
        assert_eq!(error, Err("argument `token` cannot be serialized".into()));

        let mut key = KeyBuilder::new("n");
        key.positional(&1);
        key.positional(&Secret);
        let error = key.finish().map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("positional argument 1 cannot be serialized".into())
        );
    }
}
