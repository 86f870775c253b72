//! The commands of the cache path and how their replies are read; no waiting here, so both worlds
//! share it.

use std::num::NonZeroU64;
use std::time::Duration;

use bytes::Bytes;
use redis::Cmd;

use crate::connection::{Replies, Reply};
use crate::error::{Error, ErrorKind};
use crate::store::TimeToLive;

/// Costs what `GET` costs (measured) and cannot be made to swallow a 512 MB value. One byte over
/// the limit is asked for, to tell "too large" from "just fits".
///
/// The command of every hit: its room is made at once, and the digits of the limit are at hand.
pub(super) fn get(key: &str, max_value_size: &str) -> Cmd {
    const NAME: &str = "GETRANGE";
    const FROM: &str = "0";
    let length = NAME.len() + key.len() + FROM.len() + max_value_size.len();
    let mut command = Cmd::with_capacity(4, length);
    command.arg(NAME).arg(key).arg(FROM).arg(max_value_size);
    command
}

/// One `SET … PX`: the value is never absent between a delete and a write.
///
/// The other command of every miss, with its room made at once too: growing took 1,600 instructions.
pub(crate) fn set(key: &str, entry: &[u8], millis: Option<NonZeroU64>) -> Cmd {
    const NAME: &str = "SET";
    const LIFE: &str = "PX";
    let mut digits = itoa::Buffer::new();
    let millis = millis.map(|millis| digits.format(millis.get()));
    let life = millis.map_or(0, |millis| LIFE.len() + millis.len());
    let mut command = Cmd::with_capacity(5, NAME.len() + key.len() + entry.len() + life);
    command.arg(NAME).arg(key).arg(entry);
    if let Some(millis) = millis {
        command.arg(LIFE).arg(millis);
    }
    command
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
