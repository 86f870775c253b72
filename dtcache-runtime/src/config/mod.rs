//! Where Redis is and how to talk to it: the settings as the user writes them.

mod debug;
mod target;
mod times;
mod validate;
mod values;

use std::time::Duration;

pub(crate) use target::Target;
pub(crate) use validate::Settings;

use crate::codec::{Codec, Limits};
use crate::error::{Error, ErrorKind};

/// The settings of a [`RedisInstance`](crate::RedisInstance).
///
/// | setting | default | meaning |
/// |---|---|---|
/// | [`url`](Self::url) | none | the whole address; wins over the parts |
/// | [`host`](Self::host) | `localhost` | name or address of the server |
/// | [`port`](Self::port) | 6379 | TCP port |
/// | [`db`](Self::db) | 0 | database number |
/// | [`username`](Self::username) | none | ACL user |
/// | [`password`](Self::password) | none | password of the user, or of the server |
/// | [`ssl`](Self::ssl) | `false` | TLS |
/// | [`max_connections`](Self::max_connections) | 10 | connections lent at a time, in each world |
/// | [`budget`](Self::budget) | 100 ms | what the cache may take of a cached call's time |
/// | [`socket_timeout`](Self::socket_timeout) | 5 s | longest wait for an answer, elsewhere |
/// | [`connect_timeout`](Self::connect_timeout) | 5 s | longest time to open a connection |
/// | [`keepalive`](Self::keepalive) | `true` | TCP keepalive probes |
/// | [`enabled`](Self::enabled) | `true` | the kill switch: when off, bodies run |
/// | [`max_value_size`](Self::max_value_size) | 8 MiB | largest entry read or written |
/// | [`max_decoded_size`](Self::max_decoded_size) | 32 MiB | largest JSON of a value |
/// | [`codec`](Self::codec) | `Json` | how results are written |
/// | [`jitter`](Self::jitter) | 0 | by how many per cent, at most, chance shortens a time to live |
///
/// ```
/// # use dtcache_runtime as dtcache;
/// use dtcache::{RedisConfig, RedisInstance};
/// use std::time::Duration;
///
/// let redis = RedisInstance::new(
///     RedisConfig::new()
///         .host("localhost")
///         .port(6379)
///         .db(0)
///         .password("secret")
///         .ssl(false)
///         .max_connections(20)
///         .socket_timeout(Duration::from_secs(10)),
/// )?;
/// # Ok::<(), dtcache::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "settings do nothing until a RedisInstance is made of them"]
pub struct RedisConfig {
    url: Option<String>,
    host: String,
    port: u16,
    db: u32,
    username: Option<String>,
    password: Option<String>,
    ssl: bool,
    max_connections: usize,
    socket_timeout: Duration,
    connect_timeout: Duration,
    budget: Duration,
    keepalive: bool,
    enabled: bool,
    max_value_size: usize,
    max_decoded_size: usize,
    codec: Codec,
    jitter: u8,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: usize = 1024 * 1024;
        Self {
            max_value_size: 8 * MIB,
            max_decoded_size: 32 * MIB,
        }
    }
}

impl Default for RedisConfig {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            url: None,
            host: "localhost".to_owned(),
            port: 6379,
            db: 0,
            username: None,
            password: None,
            ssl: false,
            max_connections: 10,
            socket_timeout: Duration::from_secs(5),
            connect_timeout: Duration::from_secs(5),
            budget: Duration::from_millis(100),
            keepalive: true,
            enabled: true,
            max_value_size: limits.max_value_size,
            max_decoded_size: limits.max_decoded_size,
            codec: Codec::default(),
            jitter: 0,
        }
    }
}

impl RedisConfig {
    /// Settings for a server on this machine without a password.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new())?; // connects to nothing yet
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Settings with the URL in the environment variable `REDIS_URL`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] when the variable is not set, is empty or is not UTF-8: a service that
    /// meant to share a cache should not run on an empty one of its own without a word.
    ///
    /// ```no_run
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// RedisInstance::new(RedisConfig::from_env()?)?.install()?;
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        match std::env::var("REDIS_URL") {
            Ok(url) if !url.is_empty() => Ok(Self::new().url(url)),
            _ => Err(Error::new(
                ErrorKind::Config,
                "configure",
                "the environment variable REDIS_URL is not set; write for example \
                 REDIS_URL=redis://localhost:6379/0, or REDIS_URL=memory:// for the embedded store",
            )),
        }
    }

    /// The whole address. It wins over host, port, database, user name, password and `ssl`.
    ///
    /// | scheme | what it means |
    /// |---|---|
    /// | `redis://[user][:password@]host[:port][/db]` | TCP |
    /// | `rediss://…` | TCP with TLS (cargo feature `tls`, on by default) |
    /// | `redis+unix:///path[?db=1][&user=…][&pass=…]` | Unix socket |
    /// | `memory://` | the embedded store: same keys, same bytes, no server |
    ///
    /// User name and password are percent-decoded, so write `%40` for an `@` in them.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// assert!(redis.ping().is_ok());
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    #[doc(alias = "set_redis_url")]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Name or address of the server. Default: `localhost`.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// let config = dtcache::RedisConfig::new().host("cache.internal");
    /// ```
    #[doc(alias = "set_redis_host")]
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.host = host.into();
        self
    }

    /// TCP port of the server. Default: 6379.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// let config = dtcache::RedisConfig::new().port(6380);
    /// ```
    #[doc(alias = "set_redis_port")]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Database number. Default: 0.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// let config = dtcache::RedisConfig::new().db(2);
    /// ```
    #[doc(alias = "set_redis_db")]
    pub fn db(mut self, db: u32) -> Self {
        self.db = db;
        self
    }

    /// ACL user. Default: none, which is Redis' user `default`.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// let config = dtcache::RedisConfig::new().username("app").password("secret");
    /// ```
    #[doc(alias = "set_redis_username")]
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = Some(username.into());
        self
    }

    /// Password of the user, or of the server. Default: none. Never printed.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// let config = dtcache::RedisConfig::new().password("p@ss/1"); // as it is
    /// assert!(!format!("{config:?}").contains("p@ss"));
    /// ```
    #[doc(alias = "set_redis_password")]
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Whether to speak TLS, checked against the system's certificate store. Default: `false`.
    ///
    /// A private authority is trusted by adding it to the system's store, or by naming its file
    /// in the environment variable `SSL_CERT_FILE`.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// let config = dtcache::RedisConfig::new().host("cache.internal").ssl(true);
    /// ```
    #[doc(alias = "set_redis_ssl")]
    pub fn ssl(mut self, ssl: bool) -> Self {
        self.ssl = ssl;
        self
    }

    /// How many connections may be lent at a time: by
    /// [`get_redis`](crate::RedisInstance::get_redis), and again in each Tokio runtime by
    /// [`get_async_redis`](crate::RedisInstance::get_async_redis). Default: 10; at most 10,000.
    ///
    /// The cached calls have connections of their own, which this does not govern.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// let config = dtcache::RedisConfig::new().max_connections(50);
    /// ```
    #[doc(alias = "set_redis_max_connections")]
    pub fn max_connections(mut self, max_connections: usize) -> Self {
        self.max_connections = max_connections;
        self
    }

    /// Whether idle connections are probed by TCP (first after 60 s), so that a server that went
    /// away without a word is noticed. Default: `true`.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// let config = dtcache::RedisConfig::new().keepalive(false);
    /// ```
    pub fn keepalive(mut self, keepalive: bool) -> Self {
        self.keepalive = keepalive;
        self
    }

    /// The kill switch: `false` makes every cached function run its body, without a look-up, a
    /// store or a warning. Default: `true`. Lending works either way.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{cache_function, RedisConfig, RedisInstance};
    ///
    /// let off = RedisInstance::new(RedisConfig::new().url("memory://").enabled(false))?;
    /// for round in 0..2 {
    ///     let answer = cache_function("answer").redis(&off).call(|| round);
    ///     assert_eq!(answer, round); // never a cached one
    /// }
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}
