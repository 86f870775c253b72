//! The global instance of dtcache, shared by its contenders.

use dtcache::{RedisConfig, RedisInstance};

/// Installs it with default settings; a second contender of the same process uses the same.
pub(crate) fn install(url: &str) {
    if RedisInstance::global().is_none() {
        let instance = RedisInstance::new(RedisConfig::new().url(url));
        let installed = instance.and_then(RedisInstance::install);
        installed.expect("the address of a server");
    }
}
