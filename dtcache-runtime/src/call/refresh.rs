//! When a result is computed anew, by whom, and what is served meanwhile.

use std::time::Duration;

use super::builder::CachedCall;
use crate::policy::{Expire, Flight, Lasting, Stale};

impl<W, C> CachedCall<'_, W, C> {
    /// How callers who miss this key share one run of the body.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, Flight, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = cache_function("answer").redis(&redis).flight(Flight::off());
    /// assert_eq!(answer.call(|| 42), 42);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn flight(mut self, flight: Flight) -> Self {
        self.plan.policy.flight = flight;
        self
    }

    /// Has one caller compute a result anew before its time is over, the sooner the longer it takes
    /// to compute; all others keep hitting. 1 suits most; a larger β is earlier. Zero and less is never.
    ///
    /// The source is A. Vattani, F. Chierichetti, K. Lowenstein, *Optimal Probabilistic Cache Stampede
    /// Prevention*, PVLDB 8 (2015): a caller goes when `now − δ·β·ln(U)` is beyond the entry's time,
    /// where δ is what the body took and U is chance.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = || cache_function("answer").redis(&redis).expire(60).early(1.0).call(|| 42);
    /// assert_eq!((answer(), answer()), (42, 42));
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn early(mut self, beta: f64) -> Self {
        self.plan.policy.early = (beta > 0.0 && beta.is_finite()).then_some(beta);
        self
    }

    /// Keeps a result beyond its time to live, to be served where the body fails.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance, Stale};
    /// use std::time::Duration;
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let hour = Stale::within(Duration::from_secs(3600));
    /// let rate = cache_function("rate").redis(&redis).expire(60).stale(hour);
    /// assert_eq!(rate.try_call(|| "97".parse::<u32>()), Ok(97));
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn stale(mut self, stale: Stale) -> Self {
        self.plan.policy.stale = Some(stale);
        self
    }

    /// Stores `None` as well, for so long. Without it, a result whose JSON is `null` is computed at each
    /// call. A Python service sees a miss all the same.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let find = |body: fn() -> Option<u32>| {
    ///     cache_function("user").redis(&redis).expire(3600).none_expire(30).call(body)
    /// };
    /// assert_eq!(find(|| None), None);
    /// assert_eq!(find(|| unreachable!("cached")), None);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn none_expire(mut self, expire: impl Into<Expire>) -> Self {
        self.plan.policy.none_expire = Some(expire.into());
        self
    }

    /// By how many per cent, at most, a time to live is shortened by chance, in place of the instance's
    /// [`jitter`](crate::RedisConfig::jitter): what is stored together does not expire together.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// let answer = cache_function("answer").redis(&redis).expire(3600).jitter(10);
    /// assert_eq!(answer.call(|| 42), 42); // for 54 to 60 minutes
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn jitter(mut self, per_cent: u8) -> Self {
        self.plan.policy.jitter = Some(per_cent);
        self
    }

    #[doc(hidden)]
    pub fn flight_off(self) -> Self {
        self.flight(Flight::off())
    }

    #[doc(hidden)]
    pub fn flight_wait(mut self, wait: Duration) -> Self {
        self.plan.policy.flight = self.plan.policy.flight.wait(wait);
        self
    }

    #[doc(hidden)]
    pub fn flight_wait_millis(self, millis: u64) -> Self {
        self.flight_wait(Duration::from_millis(millis))
    }

    #[doc(hidden)]
    pub fn flight_lock(mut self) -> Self {
        self.plan.policy.flight = self.plan.policy.flight.lock(true);
        self
    }

    #[doc(hidden)]
    pub fn stale_for(self, time: Duration) -> Self {
        self.stale(Stale::within(time))
    }

    #[doc(hidden)]
    pub fn stale_for_millis(self, millis: u64) -> Self {
        self.stale_for(Duration::from_millis(millis))
    }

    /// After `stale_for`.
    #[doc(hidden)]
    pub fn stale_retry(mut self, retry: Duration) -> Self {
        let stale = &mut self.plan.policy.stale;
        *stale = stale.map(|stale| stale.retry(retry));
        self
    }

    #[doc(hidden)]
    pub fn stale_retry_millis(self, millis: u64) -> Self {
        self.stale_retry(Duration::from_millis(millis))
    }

    #[doc(hidden)]
    pub fn none_lasting(self, expire: impl Lasting) -> Self {
        self.none_expire(expire.into_expire())
    }

    #[doc(hidden)]
    pub fn none_millis(mut self, millis: u64) -> Self {
        self.plan.policy.none_expire = Some(Expire::from_millis(millis));
        self
    }
}
