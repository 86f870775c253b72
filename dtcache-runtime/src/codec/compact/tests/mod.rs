//! What comes back, what a type may change into, and what is refused.
#![expect(clippy::option_option, reason = "they come back too")]

mod bounds;
mod bytes;
mod changes;
mod generated;
mod lean;
mod sizes;
mod values;
mod written;

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::lean::{encode_unread, is_lean};
use crate::codec::{
    Codec, DecodeError, EncodeError, Encoded, Limits, decode, encode, encode_verified,
};

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

/// As calls store it: in the lean form, where the type can read it so.
fn stored_verified<T: Serialize + DeserializeOwned>(value: &T) -> Vec<u8> {
    match encode_verified(value, Codec::Compact, &LIMITS) {
        Ok(Encoded::Entry(entry)) => entry,
        other => panic!("not stored: {other:?}"),
    }
}

/// In the lean form, whether or not its type can read it so.
fn stored_lean<T: Serialize + ?Sized>(value: &T) -> Option<Vec<u8>> {
    match encode_unread(value, &LIMITS) {
        Ok(Some(Encoded::Entry(entry))) => {
            assert!(is_lean(entry[0]));
            Some(entry)
        }
        _ => None,
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
    assert_eq!(read::<T>(&stored_verified(&value)).as_ref(), Ok(&value));
    if let Some(lean) = stored_lean(&value) {
        let read = read::<T>(&lean);
        assert!(read.is_err() || read.as_ref() == Ok(&value), "{read:?}");
    }
    assert_eq!(read::<T>(&stored(&value)), Ok(value));
}

/// What a value of one type is to another.
fn as_other<T: DeserializeOwned>(value: &impl Serialize) -> Result<T, DecodeError> {
    read(&stored(value))
}
