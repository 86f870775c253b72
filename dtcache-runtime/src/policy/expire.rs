//! How long an entry lives.

use std::num::NonZeroU64;
use std::time::Duration;

/// A time to live, as `expire` takes it: whole seconds (`u64`), a [`Duration`], or an
/// `Option<Duration>` where `None` never expires.
///
/// At run time zero means that the result is not stored, a fraction of a millisecond rounds up,
/// and a time longer than Redis can count means no expiry.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::Expire;
/// use std::time::Duration;
///
/// assert_eq!(Expire::from(60), Expire::from(Duration::from_secs(60)));
/// assert_eq!(Expire::from(None), Expire::never());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expire(Option<Life>);

/// How long an entry that is stored lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    Forever,
    Millis(NonZeroU64),
}

/// Redis adds the time to its clock in signed 64-bit milliseconds and refuses an overflow; the
/// clock stays under 10^15 until the year 33658.
const MAX_MILLIS: u64 = i64::MAX as u64 - 1_000_000_000_000_000;

impl Expire {
    /// The entry stays until it is deleted or evicted.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_data, Expire, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// cache_data(&redis, "app:config", &["api", "cache"], Expire::never());
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub const fn never() -> Self {
        Self(Some(Life::Forever))
    }

    pub(crate) const fn from_millis(millis: u64) -> Self {
        Self(match NonZeroU64::new(millis) {
            None => None,
            Some(_) if millis > MAX_MILLIS => Some(Life::Forever),
            Some(millis) => Some(Life::Millis(millis)),
        })
    }

    /// `None` where the life is over before it begins: the result is not stored.
    pub(crate) const fn life(self) -> Option<Life> {
        self.0
    }
}

impl Life {
    /// As a store takes it.
    pub(crate) const fn millis(self) -> Option<NonZeroU64> {
        match self {
            Self::Forever => None,
            Self::Millis(millis) => Some(millis),
        }
    }
}

// The only integer: with a second one, the compiler could not tell what `expire(60)` is.
impl From<u64> for Expire {
    fn from(seconds: u64) -> Self {
        Self::from_millis(seconds.saturating_mul(1000))
    }
}

impl From<Duration> for Expire {
    fn from(time: Duration) -> Self {
        let millis = time.as_nanos().div_ceil(1_000_000);
        Self::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
    }
}

impl From<Option<Duration>> for Expire {
    fn from(time: Option<Duration>) -> Self {
        time.map_or(Self::never(), Self::from)
    }
}

/// What the attribute takes for a time to live: whatever [`Expire`] is made from.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no time to live",
    label = "neither `u64` seconds nor a `Duration`",
    note = "give seconds as a `u64`, such as `u64::from(minutes) * 60`, or a `Duration`, or an \
            `Option<Duration>` in which `None` never expires"
)]
pub trait Lasting {
    /// As an `Expire`.
    fn into_expire(self) -> Expire;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Expire>> Lasting for T {
    fn into_expire(self) -> Expire {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(expire: impl Into<Expire>) -> Option<Life> {
        expire.into().life()
    }

    #[test]
    fn seconds_and_durations_become_milliseconds() {
        assert_eq!(life(3), Expire::from_millis(3000).life());
        assert_eq!(life(Duration::from_secs(3)), life(3));
        assert_eq!(life(Some(Duration::from_secs(1))), life(1));
    }

    #[test]
    fn zero_is_not_stored() {
        assert_eq!(life(0), None);
        assert_eq!(life(Duration::ZERO), None);
    }

    #[test]
    fn a_fraction_of_a_millisecond_rounds_up() {
        assert_eq!(life(Duration::from_nanos(1)), Expire::from_millis(1).life());
        assert_eq!(
            life(Duration::from_micros(1001)),
            Expire::from_millis(2).life()
        );
    }

    #[test]
    fn what_redis_cannot_count_never_expires() {
        assert_eq!(life(u64::MAX), Some(Life::Forever));
        assert_eq!(life(Duration::MAX), Some(Life::Forever));
        assert_eq!(
            Expire::from_millis(MAX_MILLIS + 1).life(),
            Some(Life::Forever)
        );
        assert_ne!(Expire::from_millis(MAX_MILLIS).life(), Some(Life::Forever));
    }
}
