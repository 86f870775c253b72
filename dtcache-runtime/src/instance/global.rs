//! The one instance that cached functions use unless they name another.

use std::sync::OnceLock;

use super::RedisInstance;
use crate::error::{Error, ErrorKind};

static GLOBAL: OnceLock<RedisInstance> = OnceLock::new();

pub(crate) fn installed() -> Option<&'static RedisInstance> {
    GLOBAL.get()
}

impl RedisInstance {
    /// Makes this the instance of every cached function that names none. Once a process, at
    /// start-up; until then such functions run their bodies.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Installed`] when there is one already; it stays.
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// let redis = RedisInstance::new(RedisConfig::new().url("memory://"))?;
    /// redis.clone().install()?;
    /// assert!(redis.install().is_err());
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn install(self) -> Result<(), Error> {
        GLOBAL.set(self).map_err(|_| {
            Error::new(
                ErrorKind::Installed,
                "install",
                "a global RedisInstance is installed already",
            )
        })
    }

    /// The installed instance; `None` before [`install`](Self::install).
    ///
    /// ```
    /// # use dtcache_runtime as dtcache;
    /// use dtcache::{RedisConfig, RedisInstance};
    ///
    /// assert!(RedisInstance::global().is_none());
    /// RedisInstance::new(RedisConfig::new().url("memory://"))?.install()?;
    /// assert!(RedisInstance::global().is_some());
    /// # Ok::<(), dtcache::Error>(())
    /// ```
    pub fn global() -> Option<Self> {
        installed().cloned()
    }
}
