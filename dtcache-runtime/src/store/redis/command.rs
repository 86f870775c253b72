//! The commands of the cache path and how their replies are read; no waiting here, so both worlds
//! share it.

use std::num::NonZeroU64;
use std::time::Duration;

use bytes::Bytes;
use redis::Cmd;

use crate::connection::{Replies, Reply, Words};
use crate::error::{Error, ErrorKind};
use crate::store::TimeToLive;

/// Costs what `GET` costs (measured) and cannot be made to swallow a 512 MB value. One byte over
/// the limit is asked for, to tell "too large" from "just fits".
///
/// The command of every hit: the digits of the limit are at hand.
pub(super) fn get<'a>(key: &'a str, max_value_size: &'a str) -> Words<'a> {
    let (key, limit) = (key.as_bytes(), max_value_size.as_bytes());
    Words::of([b"GETRANGE", key, b"0", limit])
}

/// One `SET … PX`: the value is never absent between a delete and a write.
pub(crate) fn set<'a>(key: &'a str, entry: &'a [u8], millis: &'a mut Millis) -> Words<'a> {
    let key = key.as_bytes();
    match millis.number {
        Some(number) => {
            let digits = millis.digits.format(number.get()).as_bytes();
            Words::of([b"SET", key, entry, b"PX", digits])
        }
        None => Words::of([b"SET", key, entry]),
    }
}

/// How long an entry is to live, with room for the digits that say so.
pub(crate) struct Millis {
    number: Option<NonZeroU64>,
    digits: itoa::Buffer,
}

impl Millis {
    pub(crate) fn of(number: Option<NonZeroU64>) -> Self {
        Self {
            number,
            digits: itoa::Buffer::new(),
        }
    }
}

pub(super) fn delete(key: &str) -> Cmd {
    let mut command = redis::cmd("DEL");
    command.arg(key);
    command
}

pub(super) fn ttl(key: &str) -> Cmd {
    let mut command = redis::cmd("PTTL");
    command.arg(key);
    command
}

pub(super) fn ping() -> Cmd {
    redis::cmd("PING")
}

/// The reply to [`get`]; an empty string is what `GETRANGE` says of a key that is not there.
pub(super) fn entry(reply: Reply, max_value_size: usize) -> Result<Option<Bytes>, Error> {
    match reply {
        Reply::Bytes(bytes) if bytes.is_empty() => Ok(None),
        Reply::Bytes(bytes) if bytes.len() > max_value_size => Err(Error::new(
            ErrorKind::TooLarge,
            "get",
            format!("the entry is over max_value_size, {max_value_size} bytes"),
        )),
        Reply::Bytes(bytes) => Ok(Some(bytes)),
        _ => Err(unexpected("get")),
    }
}

/// The reply to [`set`] and [`ping`].
pub(crate) fn done(operation: &'static str, reply: &Reply) -> Result<(), Error> {
    match reply {
        Reply::Status => Ok(()),
        _ => Err(unexpected(operation)),
    }
}

/// The reply to [`delete`].
pub(super) fn deleted(reply: &Reply) -> Result<bool, Error> {
    match reply {
        Reply::Number(count) => Ok(*count > 0),
        _ => Err(unexpected("delete")),
    }
}

/// What a delete of a lease, and of an entry after it, has found.
pub(super) struct Deleted {
    pub(super) lease: bool,
    pub(super) entry: bool,
}

/// The replies to a [`delete`] of either; this user may not be allowed to have leases.
pub(super) fn both_deleted((lease, entry): &Replies) -> Result<Deleted, Error> {
    Ok(Deleted {
        lease: lease.as_ref().map_or(Ok(false), deleted)?,
        entry: deleted(entry)?,
    })
}

/// The reply to [`ttl`]: milliseconds, or a negative number that stands for something else.
pub(super) fn left(reply: &Reply) -> Result<TimeToLive, Error> {
    match reply {
        Reply::Number(-2) => Ok(TimeToLive::Absent),
        Reply::Number(-1) => Ok(TimeToLive::Forever),
        Reply::Number(millis) => u64::try_from(*millis)
            .map(|millis| TimeToLive::Left(Duration::from_millis(millis)))
            .map_err(|_| unexpected("ttl")),
        _ => Err(unexpected("ttl")),
    }
}

pub(super) fn unexpected(operation: &'static str) -> Error {
    Error::new(
        ErrorKind::Protocol,
        operation,
        "the reply is of an unexpected type",
    )
}
