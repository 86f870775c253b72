//! A key with its hash, which is computed once a load.

use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;

/// A key to look for. Equal where the keys are.
#[derive(Clone)]
pub(super) struct Hashed {
    pub(super) hash: u64,
    pub(super) key: Arc<str>,
}

/// Takes the hash as it is.
pub(super) type ByHash = BuildHasherDefault<AsItIs>;

#[derive(Default)]
pub(super) struct AsItIs(u64);

impl PartialEq for Hashed {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && self.key == other.key
    }
}

impl Eq for Hashed {}

impl Hash for Hashed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
