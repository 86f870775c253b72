//! Entries without names.

macro_rules! types {
    ($($(#[$attr:meta])* $name:ident { $($(#[$field:meta])* $of:ident: $type:ty),* })*) => {$(
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        $(#[$attr])*
        struct $name { $($(#[$field])* $of: $type),* }
    )*};
}

mod bytes;
mod types;

use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{comes_back, is_lean, stored_verified};

types! {
    User { id: u64, name: String }
    Renamed { id: u64, title: String }
    Reordered { name: String, id: u64 }
    Longer { id: u64, name: String, more: Option<u8> }
    Shorter { id: u64 }
    X { x: u8 }
    Y { y: u8 }
    XY { x: u8, y: u8 }
    YX { y: u8, x: u8 }
    Inside { x: X }
    Maybe { a: Option<u8>, b: Option<X> }
    Empty {}
}

fn john() -> User {
    let name = "John Doe".to_owned();
    User { id: 123, name }
}

fn users(count: u64) -> Vec<User> {
    (0..count).map(|id| User { id, ..john() }).collect()
}

#[track_caller]
fn lean<T: Serialize + DeserializeOwned>(value: &T) -> Vec<u8> {
    let entry = stored_verified(value);
    assert!(is_lean(entry[0]), "{entry:x?}");
    entry
}

#[track_caller]
fn comes_back_lean<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    lean(&value);
    comes_back(value);
}
