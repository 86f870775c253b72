//! A key with its hash, which is computed once a load.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

/// A key to look for.
#[derive(Clone, Copy)]
pub(super) struct Hashed<'k> {
    pub(super) hash: u64,
    pub(super) key: &'k str,
}

impl<'k> Hashed<'k> {
    /// Of the whole key: not all end in a SHA-256 that tells them apart, and those that do may differ in
    /// their namespace alone.
    pub(super) fn new(key: &'k str, hasher: &RandomState) -> Self {
        let mut hasher = hasher.build_hasher();
        hasher.write(key.as_bytes());
        let hash = hasher.finish();
        Self { hash, key }
    }
}
