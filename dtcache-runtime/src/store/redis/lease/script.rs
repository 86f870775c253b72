//! The scripts by which leases change hands, and how their replies are read; no waiting here.
//!
//! Each is one command, and nothing comes between what it looks at and what it does. All are for Redis
//! 6 and later: `pcall` gives back the server's own error, and one where `PUBLISH` is forbidden is not
//! looked at: who waits is told later then. Every one of them may be sent twice.

use std::num::NonZeroU64;
use std::time::Duration;

use bytes::Bytes;
use redis::Cmd;

use super::TIME;
use super::held::Held;
use super::token::Token;
use crate::connection::Reply;
use crate::error::Error;
use crate::store::redis::command::unexpected;

/// How much of what a look-up has found is compared: its end. Two entries that end alike cost the run of
/// a body, and nothing else.
const SEEN: usize = 64;

/// What cannot be read, because of its size or its type, is as good as nothing, as in a look-up. A
/// second one of the same token is one whose first was not heard of.
const ACQUIRE: &str = "\
local entry = redis.pcall('GETRANGE', KEYS[1], 0, ARGV[1])
if type(entry) == 'string' and entry ~= '' and #entry <= tonumber(ARGV[1])
and (ARGV[2] == '' or entry:sub(-#ARGV[2]) ~= ARGV[2]) then return entry end
local leased = redis.pcall('SET', KEYS[2], ARGV[3], 'NX', 'PX', ARGV[4])
if leased then return leased end
if redis.pcall('GET', KEYS[2]) == ARGV[3] then return redis.status_reply('OK') end
return redis.pcall('PTTL', KEYS[2])";

const SETTLE: &str = "\
if redis.pcall('GET', KEYS[2]) ~= ARGV[1] then return 0 end
local set
if ARGV[3] then set = redis.pcall('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
else set = redis.pcall('SET', KEYS[1], ARGV[2]) end
if set.err then return set end
redis.pcall('DEL', KEYS[2])
redis.pcall('PUBLISH', KEYS[2], '')
return 1";

const RENEW: &str = "\
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.pcall('PEXPIRE', KEYS[1], ARGV[2])";

const RELEASE: &str = "\
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local gone = redis.pcall('DEL', KEYS[1])
redis.pcall('PUBLISH', KEYS[1], '')
return gone";

/// What came of trying for a lease.
#[derive(Debug, PartialEq)]
pub(in crate::store::redis) enum Answer {
    Leased,
    Found(Bytes),
    Held(Duration),
}

pub(in crate::store::redis) fn acquire(
    key: &str,
    held: &Held,
    seen: &[u8],
    max_value_size: &str,
) -> Cmd {
    let end = seen.len().saturating_sub(SEEN);
    let mut command = script(ACQUIRE, &[key, held.lock()]);
    command
        .arg(max_value_size)
        .arg(seen.get(end..).unwrap_or_default())
        .arg(held.token())
        .arg(millis(TIME));
    command
}

/// The reply to [`acquire`].
pub(in crate::store::redis) fn acquired(reply: Reply) -> Result<Answer, Error> {
    match reply {
        Reply::Status => Ok(Answer::Leased),
        Reply::Bytes(entry) if !entry.is_empty() => Ok(Answer::Found(entry)),
        // Negative where there is no end: something else stands there.
        Reply::Number(millis) => Ok(Answer::Held(
            u64::try_from(millis).map_or(TIME, Duration::from_millis),
        )),
        _ => Err(unexpected("lease")),
    }
}

pub(in crate::store::redis) fn settle(
    key: &str,
    held: &Held,
    entry: &[u8],
    millis: Option<NonZeroU64>,
) -> Cmd {
    let mut command = script(SETTLE, &[key, held.lock()]);
    command.arg(held.token()).arg(entry);
    if let Some(millis) = millis {
        command.arg(millis.get());
    }
    command
}

pub(super) fn renew(lock: &str, token: &Token) -> Cmd {
    let mut command = script(RENEW, &[lock]);
    command.arg(token).arg(millis(TIME));
    command
}

pub(super) fn release(lock: &str, token: &Token) -> Cmd {
    let mut command = script(RELEASE, &[lock]);
    command.arg(token);
    command
}

/// The reply to [`settle`], [`renew`] and [`release`]: whether the lease still stood.
pub(in crate::store::redis) fn stood(
    operation: &'static str,
    reply: &Reply,
) -> Result<bool, Error> {
    match reply {
        Reply::Number(count) => Ok(*count > 0),
        _ => Err(unexpected(operation)),
    }
}

/// Tells who waits for a lease that it was deleted.
pub(in crate::store::redis) fn tell(lock: &str) -> Cmd {
    let mut command = redis::cmd("PUBLISH");
    command.arg(lock).arg("");
    command
}

fn script(text: &str, keys: &[&str]) -> Cmd {
    let mut command = redis::cmd("EVAL");
    command.arg(text).arg(keys.len()).arg(keys);
    command
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn the_reply_says_whose_the_lease_is() {
        let found = Bytes::from_static(b"entry");
        for (reply, answer) in [
            (Reply::Status, Answer::Leased),
            (Reply::Bytes(found.clone()), Answer::Found(found)),
            (Reply::Number(0), Answer::Held(Duration::ZERO)),
            (Reply::Number(7), Answer::Held(Duration::from_millis(7))),
            (Reply::Number(-1), Answer::Held(TIME)),
        ] {
            assert_eq!(acquired(reply), Ok(answer));
        }
        for reply in [Reply::Other, Reply::Bytes(Bytes::new())] {
            let kind = acquired(reply).map_err(|error| error.kind());
            assert_eq!(kind, Err(ErrorKind::Protocol));
        }
    }
}
