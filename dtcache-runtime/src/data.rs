//! Storing one value under a literal key, outside of any function call.

use std::num::NonZeroU64;
use std::time::Duration;

use redis::{AsyncConnectionConfig, Cmd, RedisError, Value};
use serde::Serialize;

use crate::codec::{self, Codec, Encoded, Limits, Trailer};
use crate::connection::{capable_runtime, classified};
use crate::error::Error;
use crate::event;
use crate::instance::RedisInstance;
use crate::policy::Expire;
use crate::stats::Aloud;
use crate::store::command::{self, Millis};

/// A client brings no time-outs of its own; these are the defaults of the configuration.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Stores `value` under the literal `key` and passes it through. Never fails: what goes wrong
/// leaves an event, and the value comes back all the same.
///
/// `target` is a `&RedisInstance`, a lent connection or any other (`&mut connection`), or a
/// `&redis::Client`. A value whose JSON is `null` is not stored. It is written by the codec of the
/// instance, and elsewhere as JSON.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{cache_data, RedisConfig, RedisInstance};
///
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// let forecast = vec![21.5, 19.0];
/// let same = cache_data(&redis, "weather:London", &forecast, 1800);
/// assert_eq!(same, &forecast);
/// # Ok::<(), dtcache::Error>(())
/// ```
pub fn cache_data<'v, T: Serialize + ?Sized>(
    target: impl BlockingTarget,
    key: &str,
    value: &'v T,
    expire: impl Into<Expire>,
) -> &'v T {
    if let Some(form) = target.form()
        && let Some(entry) = Entry::new(key, value, expire.into(), &form)
    {
        let bytes = entry.bytes.len();
        form.report(key, bytes, target.write(entry));
    }
    value
}

/// The async twin of [`cache_data`]; a `target` is `&RedisInstance`, `&mut` an async connection,
/// or a `&redis::Client`.
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{acache_data, RedisConfig, RedisInstance};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
/// acache_data(&redis, "app:config", &["api", "cache"], None).await;
/// # Ok::<(), dtcache::Error>(())
/// # }).unwrap();
/// ```
pub async fn acache_data<'v, T: Serialize + ?Sized>(
    target: impl AsyncTarget,
    key: &str,
    value: &'v T,
    expire: impl Into<Expire>,
) -> &'v T {
    if let Some(form) = target.form()
        && let Some(entry) = Entry::new(key, value, expire.into(), &form)
    {
        let bytes = entry.bytes.len();
        form.report(key, bytes, target.write(entry).await);
    }
    value
}

/// Where [`cache_data`] can write: an instance, a connection, a client.
pub trait BlockingTarget {
    #[doc(hidden)]
    fn write(self, entry: Entry<'_>) -> Result<(), Error>;

    #[doc(hidden)]
    fn form(&self) -> Option<Form> {
        Some(Form::default())
    }
}

/// Where [`acache_data`] can write: an instance, an async connection, a client.
pub trait AsyncTarget {
    #[doc(hidden)]
    fn write(self, entry: Entry<'_>) -> impl Future<Output = Result<(), Error>> + Send;

    #[doc(hidden)]
    fn form(&self) -> Option<Form> {
        Some(Form::default())
    }
}

/// An encoded value on its way to its key. Cannot be named outside, which seals the two traits.
pub struct Entry<'a> {
    key: &'a str,
    bytes: Vec<u8>,
    millis: Option<NonZeroU64>,
}

/// How a target wants its values: codec and size limits. One that is switched off, or
/// whose server is away, takes nothing.
#[derive(Clone, Default)]
pub struct Form {
    codec: Codec,
    limits: Limits,
    /// Who counts what fails, where somebody does.
    redis: Option<RedisInstance>,
}

impl Form {
    fn of(redis: &RedisInstance) -> Option<Self> {
        let settings = redis.settings();
        if !settings.enabled {
            return None;
        }
        if !redis.store().admits() {
            event::skipped("");
            return None;
        }
        Some(Self {
            codec: settings.codec,
            limits: settings.limits,
            redis: Some(redis.clone()),
        })
    }
}

impl Form {
    fn report(&self, key: &str, bytes: usize, written: Result<(), Error>) {
        match written {
            Ok(()) => event::stored("", key, bytes),
            Err(error) => self.failed(key, &error),
        }
    }

    fn failed(&self, key: &str, error: &Error) {
        match &self.redis {
            Some(redis) => {
                let is_outage = redis.store().is_away();
                redis.counters().failed(key, error, is_outage);
            }
            // A connection of the caller's own has nobody who counts.
            None => event::failed("", key, error, Some(Aloud { unsaid: 0 })),
        }
    }
}

impl<'a> Entry<'a> {
    fn new<T: Serialize + ?Sized>(
        key: &'a str,
        value: &T,
        expire: Expire,
        form: &Form,
    ) -> Option<Self> {
        let life = expire.life()?;
        match codec::encode(value, form.codec, &form.limits) {
            Ok(Encoded::Entry(mut bytes)) => {
                Trailer::guard(&mut bytes);
                Some(Self {
                    key,
                    bytes,
                    millis: life.millis(),
                })
            }
            Ok(Encoded::Null) => None,
            Err(error) => {
                form.failed(key, &error.into());
                None
            }
        }
    }

    fn command(&self) -> Cmd {
        command::set(self.key, &self.bytes, &mut Millis::of(self.millis)).to_cmd()
    }
}

fn done(reply: Result<Value, RedisError>) -> Result<(), Error> {
    let reply = reply.map_err(|error| classified(&error, "set"))?;
    command::done("set", &reply.into())
}

impl BlockingTarget for &RedisInstance {
    fn write(self, entry: Entry<'_>) -> Result<(), Error> {
        let turn = self.turn();
        self.store().set(entry.key, entry.bytes, entry.millis, turn)
    }

    fn form(&self) -> Option<Form> {
        Form::of(self)
    }
}

impl AsyncTarget for &RedisInstance {
    async fn write(self, entry: Entry<'_>) -> Result<(), Error> {
        let turn = self.turn();
        self.store()
            .set_async(entry.key, entry.bytes, entry.millis, turn)
            .await
    }

    fn form(&self) -> Option<Form> {
        Form::of(self)
    }
}

impl<C: redis::ConnectionLike> BlockingTarget for &mut C {
    fn write(self, entry: Entry<'_>) -> Result<(), Error> {
        done(entry.command().query(self))
    }
}

impl<C: redis::aio::ConnectionLike + Send> AsyncTarget for &mut C {
    async fn write(self, entry: Entry<'_>) -> Result<(), Error> {
        // redis-rs panics where it finds no reactor or no timer.
        capable_runtime("set")?;
        done(entry.command().query_async(self).await)
    }
}

impl BlockingTarget for &redis::Client {
    fn write(self, entry: Entry<'_>) -> Result<(), Error> {
        let connection = self.get_connection_with_timeout(TIMEOUT);
        let mut connection = connection.map_err(|error| classified(&error, "connect"))?;
        let timed = connection
            .set_read_timeout(Some(TIMEOUT))
            .and_then(|()| connection.set_write_timeout(Some(TIMEOUT)));
        timed.map_err(|error| classified(&error, "connect"))?;
        done(entry.command().query(&mut connection))
    }
}

impl AsyncTarget for &redis::Client {
    async fn write(self, entry: Entry<'_>) -> Result<(), Error> {
        capable_runtime("connect")?;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(TIMEOUT))
            .set_response_timeout(Some(TIMEOUT));
        let connection = self
            .get_multiplexed_async_connection_with_config(&config)
            .await;
        let mut connection = connection.map_err(|error| classified(&error, "connect"))?;
        done(entry.command().query_async(&mut connection).await)
    }
}
