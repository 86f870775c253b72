//! An entry as it is stored: how long it lives there, and what it says of its time.

use std::num::NonZeroU64;
use std::time::Duration;

use super::clock;
use crate::codec::{self, Encoded, Trailer};
use crate::config::Settings;
use crate::error::{Error, ErrorKind};
use crate::policy::{Expire, Life, Policy, millis, shortened};

/// What to write, and for how long.
pub(crate) struct ToWrite {
    pub(crate) entry: Vec<u8>,
    pub(crate) millis: Option<NonZeroU64>,
}

/// What becomes of a value.
pub(crate) enum Dressed {
    Entry(ToWrite),
    /// It is absent, and absent values are not stored.
    Absent,
    /// Neither stored nor shared: its life is over before it begins, or it has no entry.
    Nothing,
}

/// Makes the entry of a value that lives so long and took so much to compute.
pub(crate) fn dressed(
    value: Encoded,
    life: Life,
    cost: Duration,
    policy: &Policy,
    settings: &Settings,
) -> Result<Dressed, Error> {
    let (entry, life, is_absent) = match value {
        Encoded::Entry(entry) => (entry, life, false),
        Encoded::Null => match policy.none_expire.map(Expire::life) {
            None => return Ok(Dressed::Absent),
            Some(None) => return Ok(Dressed::Nothing),
            Some(Some(life)) => (codec::absent(), life, true),
        },
    };
    let jitter = policy.jitter.unwrap_or(settings.jitter);
    let fresh = if jitter == 0 {
        life
    } else {
        shortened(life, jitter, fastrand::f64())
    };
    let mut write = ToWrite {
        entry,
        millis: lives(fresh, policy, is_absent),
    };
    // What a value ends in may look like a trailer; the last one is read.
    if is_absent || policy.needs_trailer() || Trailer::of(&write.entry).is_some() {
        let written = clock::millis();
        let fresh_until = fresh
            .millis()
            .map(|fresh| written.saturating_add(fresh.get()));
        let trailer = Trailer {
            written,
            fresh_until,
            cost,
            is_absent,
        };
        trailer.append(&mut write.entry);
    }
    if write.entry.len() > settings.limits.max_value_size {
        let what = "the entry with its trailer is over max_value_size";
        return Err(Error::new(ErrorKind::TooLarge, "encode", what));
    }
    Ok(Dressed::Entry(write))
}

/// How long an entry stands in the store whose value is fresh so long.
fn lives(fresh: Life, policy: &Policy, is_absent: bool) -> Option<NonZeroU64> {
    let fresh = fresh.millis()?;
    match policy.stale {
        Some(stale) if !is_absent => {
            let millis = fresh.get().saturating_add(millis(stale.within));
            Expire::from_millis(millis).life()?.millis()
        }
        _ => Some(fresh),
    }
}
