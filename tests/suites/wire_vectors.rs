//! The vectors that both sides agreed on: keys to the byte, entries by what they decode to.

use dtcache::{RedisConfig, RedisInstance, cache_function};
use serde::Deserialize;
use serde_json::Value;
use support::RedisServer;
use support::oracle::{Described, Oracle, PythonCall, unhex};

#[derive(Deserialize)]
struct Vectors {
    keys: Vec<KeyVector>,
    entries: Vec<EntryVector>,
}

#[derive(Deserialize)]
struct KeyVector {
    namespace: String,
    args_json: String,
    kwargs_json: String,
    skip: Vec<String>,
    key: String,
}

#[derive(Deserialize)]
struct EntryVector {
    /// What it holds; absent where it is a miss.
    json: Option<String>,
    hex: String,
    /// Python reads something where we do not.
    #[serde(default)]
    python_only: bool,
}

fn vectors() -> Vectors {
    let text = include_str!("../vectors.json");
    serde_json::from_str(text).expect("vectors.json as it was written")
}

impl KeyVector {
    /// The vector's arguments, which hold integers and floats that only Python's parser takes.
    fn call(&self, oracle: &mut Oracle) -> PythonCall {
        let texts = [self.args_json.clone(), self.kwargs_json.clone()];
        let [Described::List(positional), Described::Dict(named)] = &oracle.parse(&texts)[..]
        else {
            panic!("{} is no argument list", self.args_json);
        };
        let named = named.iter().map(|(name, value)| match name {
            Described::Text(name) => (name.clone(), value.clone()),
            other => panic!("{other:?} is no name"),
        });
        PythonCall {
            namespace: self.namespace.clone(),
            positional: positional.clone(),
            named: named
                .filter(|(name, _)| !self.skip.contains(name))
                .collect(),
        }
    }
}

#[test]
fn every_key_is_the_same_to_the_byte() {
    let mut oracle = Oracle::start();
    for vector in vectors().keys {
        let PythonCall {
            namespace,
            positional,
            named,
        } = vector.call(&mut oracle);
        let mut call = cache_function(&namespace);
        for value in &positional {
            call = call.positional(&value.as_argument());
        }
        for (name, value) in &named {
            call = call.arg(name, &value.as_argument());
        }
        assert_eq!(call.key().ok(), Some(vector.key));
    }
}

/// Or every other suite would compare with a Python of our own making.
#[test]
fn the_oracle_agrees_with_every_vector() {
    let mut oracle = Oracle::start();
    let Vectors { keys, entries } = vectors();
    for vector in keys {
        let call = vector.call(&mut oracle);
        assert_eq!(oracle.keys(&[call]), [vector.key]);
    }
    for vector in entries {
        let found = oracle.read(&[unhex(&vector.hex)]).remove(0);
        match vector.json {
            Some(json) => assert_eq!(found, Some(oracle.parse(&[json]).remove(0))),
            None => assert_eq!(found.is_some(), vector.python_only, "{}", vector.hex),
        }
    }
}

#[test]
fn every_entry_is_read_or_is_a_miss() {
    let server = RedisServer::start();
    let config = RedisConfig::new().url(server.unix_url());
    let redis = RedisInstance::new(config).expect("a good configuration");
    for vector in vectors().entries {
        server.set("vector", &unhex(&vector.hex));
        let mut computed = false;
        let found = cache_function("vector").redis(&redis).call(|| {
            computed = true;
            Value::from("computed")
        });
        match vector.json {
            Some(json) => {
                let expected: Value = serde_json::from_str(&json).expect("JSON");
                assert_eq!((found, computed), (expected, false));
            }
            None => assert!(computed, "{} is a miss", vector.hex),
        }
    }
}
