//! What comes back, what a type may change into, and what is refused.
#![expect(clippy::option_option, reason = "they come back too")]

mod bounds;
mod bytes;
mod changes;
mod generated;
mod values;
mod written;

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::{Codec, DecodeError, EncodeError, Encoded, Limits, decode, encode};

const LIMITS: Limits = Limits {
    max_value_size: 1 << 20,
    max_decoded_size: 1 << 20,
};

fn stored<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    match encode(value, Codec::Compact, &LIMITS) {
        Ok(Encoded::Entry(entry)) => entry,
        other => panic!("not stored: {other:?}"),
    }
}

fn refused<T: Serialize + ?Sized>(value: &T) -> &'static str {
    match encode(value, Codec::Compact, &LIMITS) {
        Err(EncodeError::Unencodable(reason)) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

fn read<T: DeserializeOwned>(entry: &[u8]) -> Result<T, DecodeError> {
    decode(entry, &LIMITS)
}

#[track_caller]
fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    assert_eq!(read::<T>(&stored(&value)), Ok(value));
}

/// What a value of one type is to another.
fn as_other<T: DeserializeOwned>(value: &impl Serialize) -> Result<T, DecodeError> {
    read(&stored(value))
}
