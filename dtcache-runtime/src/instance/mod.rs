//! The cache as the program holds it: settings, store, lent connections, counters.

mod entries;
mod global;
mod undo;

use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

pub(crate) use global::installed;

use crate::breaker::Status;
use crate::config::{RedisConfig, Settings};
use crate::connection::PerRuntime;
use crate::error::{Error, ErrorKind};
use crate::flight::{Flights, Retries};
use crate::lend::{AsyncRedisConnection, Lending, RedisConnection};
use crate::stats::{Counters, Stats};
use crate::store::Store;
use crate::turn::Turn;

/// A Redis server, or the embedded store, as the cached functions of a program use it.
///
/// Cheap to clone; clones share everything. Nothing is connected before it is needed. One
/// instance serves plain threads and any number of Tokio runtimes, also ones that come and go:
/// async connections are kept for each runtime and closed when it ends.
///
/// # How many connections
///
/// At most `17 + R + max_connections × (1 + R)` for an instance used in `R` runtimes at a time:
/// the cached calls open up to 16 for sync functions and one shared by all async functions of a
/// runtime, and [background writes](crate::Write::Background) one; lending opens up to `max_connections` for [`get_redis`](Self::get_redis) and as many
/// in each runtime for [`get_async_redis`](Self::get_async_redis). Where processes share loads
/// ([`Flight::lock`](crate::Flight::lock)), there are two more.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{cache_function, RedisConfig, RedisInstance};
///
/// RedisInstance::new(RedisConfig::new().url("memory://"))?.install()?;
/// let once = cache_function("answer").expire(60).call(|| 6 * 7);
/// let again = cache_function("answer").expire(60).call(|| unreachable!("cached"));
/// assert_eq!((once, again), (42, 42));
/// # Ok::<(), dtcache::Error>(())
/// ```
#[derive(Clone)]
pub struct RedisInstance(Arc<Inner>);

struct Inner {
    settings: Settings,
    store: Store,
    /// The embedded store has no connections to lend.
    lending: Option<Lending>,
    counters: Counters,
    flights: Flights,
    retries: Retries,
    refreshes: Arc<Semaphore>,
    /// The Tokio runtimes that can time, and those that cannot.
    timed: PerRuntime<()>,
}

// What is inside is consistent after any panic: counters, and stores that lock for themselves.
// Said here, so that it does not depend on what the stores are made of.
impl UnwindSafe for RedisInstance {}
impl RefUnwindSafe for RedisInstance {}

/// What a task may be late when its look-up is over, on a machine with much to do.
const LATE: Duration = Duration::from_secs(1);

/// Bodies that run in the background at a time.
const REFRESHES: usize = 64;

impl RedisInstance {
    /// Checks the settings. Connects to nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`], naming the setting that is wrong.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// let error = RedisInstance::new(RedisConfig::new().url("http://localhost")).unwrap_err();
    /// assert!(error.to_string().contains("scheme"));
    /// ```
    #[expect(
        clippy::needless_pass_by_value,
        reason = "settings are made for one instance"
    )]
    pub fn new(config: RedisConfig) -> Result<Self, Error> {
        let settings = Settings::try_from(&config)?;
        let store = Store::new(&settings)?;
        let budget = settings.budget;
        let lending = match &store {
            Store::Redis(store) => Some(Lending::new(
                store.connector().clone(),
                settings.max_connections,
            )?),
            Store::Memory(_) => None,
        };
        Ok(Self(Arc::new(Inner {
            settings,
            store,
            lending,
            counters: Counters::default(),
            flights: Flights::new(budget + LATE),
            retries: Retries::default(),
            refreshes: Arc::new(Semaphore::new(REFRESHES)),
            timed: PerRuntime::new(),
        })))
    }

    /// Lends a blocking connection of the pool, checked with a `PING`. Waits up to the socket
    /// time-out for a free one, up to another for the check, and up to the connect time-out for a
    /// new one.
    ///
    /// # Errors
    ///
    /// What kept the connection from being opened; [`ErrorKind::Busy`] when all are lent;
    /// [`ErrorKind::Unsupported`] on the embedded store.
    ///
    /// ```no_run
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    /// use redis::Commands;
    ///
    /// let redis = RedisInstance::new(RedisConfig::new())?;
    /// let visits: i64 = redis.get_redis()?.incr("visits", 1)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn get_redis(&self) -> Result<RedisConnection, Error> {
        self.lending()?.lend()
    }

    /// Lends an async connection of the current Tokio runtime's pool, checked with a `PING`. Waits
    /// up to the connect and the socket time-out together.
    ///
    /// # Errors
    ///
    /// As [`get_redis`](Self::get_redis); [`ErrorKind::NoRuntime`] outside of a Tokio runtime with
    /// IO and time.
    ///
    /// ```no_run
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    /// use redis::AsyncCommands;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let redis = RedisInstance::new(RedisConfig::new())?;
    /// let visits: i64 = redis.get_async_redis().await?.incr("visits", 1).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_async_redis(&self) -> Result<AsyncRedisConnection, Error> {
        self.lending()?.lend_async().await
    }

    /// A client of the `redis` crate for this server, for connections that you manage yourself:
    /// unpooled, not counted in `max_connections`, and with the time-outs that you give them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] on the embedded store.
    ///
    /// ```no_run
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new())?;
    /// let mut connection = redis.get_redis_client()?.get_connection()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn get_redis_client(&self) -> Result<redis::Client, Error> {
        Ok(self.lending()?.connector().client().clone())
    }

    /// The same client, for async connections that you manage yourself.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] on the embedded store.
    ///
    /// ```no_run
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let redis = RedisInstance::new(RedisConfig::new())?;
    /// let client = redis.get_async_redis_client()?;
    /// let mut connection = client.get_multiplexed_async_connection().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_async_redis_client(&self) -> Result<redis::Client, Error> {
        self.get_redis_client()
    }

    /// Closes idle connections at once and lent ones when they come back; new ones are opened as
    /// they are needed. Entries are not touched.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// redis.reset();
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn reset(&self) {
        self.0.store.reset();
        if let Some(lending) = &self.0.lending {
            lending.reset();
        }
    }

    /// Asks the server for a sign of life. The embedded store is always there.
    ///
    /// # Errors
    ///
    /// Why there was none.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{ErrorKind, RedisConfig, RedisInstance};
    ///
    /// let nobody = RedisInstance::new(RedisConfig::new().host("127.0.0.1").port(1))?;
    /// assert_eq!(nobody.ping().unwrap_err().kind(), ErrorKind::Refused);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn ping(&self) -> Result<(), Error> {
        self.0.store.ping(self.patience())
    }

    /// The async twin of [`ping`](Self::ping).
    ///
    /// # Errors
    ///
    /// Why there was no answer; [`ErrorKind::NoRuntime`] outside of a Tokio runtime with IO and
    /// time.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// redis.ping_async().await?;
    /// # Ok::<(), dtcache::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn ping_async(&self) -> Result<(), Error> {
        self.0.store.ping_async(self.patience()).await
    }

    /// What the cache did since this instance was made.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// assert_eq!(redis.stats().total().misses, 0);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn stats(&self) -> Stats {
        self.0.counters.snapshot()
    }

    /// Whether cached calls go to the server at present, and if not, why. Asks nobody; but where the
    /// server was away, a call of this has it probed in the background as a cached call would.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{Breaker, RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// assert_eq!(redis.status().breaker(), Breaker::Closed);
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn status(&self) -> Status {
        self.0.store.status()
    }

    /// The turn of somebody who asks the cache itself.
    pub(crate) fn patience(&self) -> Turn {
        let settings = &self.0.settings;
        Turn::patient(settings.connect_timeout, settings.socket_timeout)
    }

    /// The turn of somebody who has a value for it.
    pub(crate) fn turn(&self) -> Turn {
        Turn::of(self.0.settings.budget)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn counters(&self) -> &Counters {
        &self.0.counters
    }

    pub(crate) fn flights(&self) -> &Flights {
        &self.0.flights
    }

    pub(crate) fn retries(&self) -> &Retries {
        &self.0.retries
    }

    /// A place for each body that runs in the background.
    pub(crate) fn refreshes(&self) -> &Arc<Semaphore> {
        &self.0.refreshes
    }

    /// Whether a task can wait with a deadline here: in a Tokio runtime with time.
    pub(crate) fn can_time(&self) -> bool {
        self.0.timed.current("call", || Ok(())).is_ok()
    }

    fn lending(&self) -> Result<&Lending, Error> {
        self.0.lending.as_ref().ok_or_else(|| {
            Error::new(
                ErrorKind::Unsupported,
                "connect",
                "the embedded store (memory://) has no connection and no client to give",
            )
        })
    }
}

impl fmt::Debug for RedisInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisInstance")
            .field("address", &self.0.settings.address)
            .field("enabled", &self.0.settings.enabled)
            .finish_non_exhaustive()
    }
}
