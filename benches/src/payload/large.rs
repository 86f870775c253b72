//! The large payload.

use std::sync::LazyLock;

use hitbox_fn::CacheableResponse;
use serde::{Deserialize, Serialize};

use super::{Payload, Size, Small, json_of};
use crate::entrant::HIT;

/// A list of a thousand users.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, CacheableResponse)]
pub struct Large {
    users: Vec<Small>,
}

impl Payload for Large {
    const SIZE: Size = Size::Large;

    fn make(id: u64) -> Self {
        let first = id % 1000;
        Self {
            users: (first..first + 1000).map(Small::make).collect(),
        }
    }

    fn json() -> &'static [u8] {
        static JSON: LazyLock<Vec<u8>> = LazyLock::new(|| json_of(&Large::make(HIT)));
        &JSON
    }
}
