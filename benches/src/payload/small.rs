//! The small payload.

use std::sync::LazyLock;

use hitbox_fn::CacheableResponse;
use serde::{Deserialize, Serialize};

use super::{Payload, Size, json_of};
use crate::entrant::HIT;

/// A user, as short as can be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, CacheableResponse)]
pub struct Small {
    id: u64,
    name: String,
}

impl Payload for Small {
    const SIZE: Size = Size::Small;

    fn make(id: u64) -> Self {
        Self {
            id,
            name: "John Doe".to_owned(),
        }
    }

    fn json() -> &'static [u8] {
        static JSON: LazyLock<Vec<u8>> = LazyLock::new(|| json_of(&Small::make(HIT)));
        &JSON
    }
}
