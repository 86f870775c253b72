//! Keys: whatever the arguments, the key is the hash of what Python prints, and the same for the
//! same arguments.

mod argument;
mod generated;
mod model;

use arbitrary::Unstructured;
use dtcache_runtime::cache_function;

use argument::Argument;

/// What a key is made of.
struct Call {
    version: Option<u64>,
    positional: Vec<Argument>,
    named: Vec<(String, Argument)>,
}

/// Any arguments as a key.
pub fn key(input: &[u8]) {
    let Ok(call) = Call::arbitrary(&mut Unstructured::new(input)) else {
        return;
    };
    let key = call.key();
    assert_eq!(key, model::key(&call), "what Python says");
    assert_eq!(key, call.mirrored().key(), "the same arguments");
}

impl Call {
    /// The key; `None` where the arguments are nested too deep for one.
    fn key(&self) -> Option<String> {
        let mut call = cache_function("namespace");
        if let Some(version) = self.version {
            call = call.version(version);
        }
        for value in &self.positional {
            call = call.positional(value);
        }
        for (name, value) in &self.named {
            call = call.arg(name, value);
        }
        call.key().ok()
    }

    /// The same, what has no order in another one.
    fn mirrored(&self) -> Self {
        let named = self.named.iter();
        Self {
            version: self.version,
            positional: self.positional.iter().map(Argument::mirrored).collect(),
            named: named
                .map(|(name, value)| (name.clone(), value.mirrored()))
                .collect(),
        }
    }
}
