//! Settings that are wrong, with a password in each.

use dtcache::{RedisConfig, RedisInstance};

use crate::marks::{ENCODED, PASSWORD};
use crate::said::Said;

/// What the environment of the child process says of the server: nothing right.
pub(crate) fn from_outside() -> String {
    format!("redis://app:{ENCODED}@127.0.0.1:99999/0")
}

fn wrong_urls() -> Vec<String> {
    let mut urls = Vec::new();
    for password in [PASSWORD, ENCODED] {
        for (before, after) in [
            ("redis://app:", "@localhost/one"),
            ("redis://app:", "@localhost:0/0"),
            ("redis://app:", "@localhost:99999/0"),
            ("redis://app:", "@/0"),
            ("redis://app:", "@0.0.0.0/0"),
            ("redis://app:x@localhost/", ""),
            ("redis://app:x@localhost:", "/0"),
            ("redis://", "@localhost"),
            ("rediss://app:x@localhost/0#", ""),
            ("rediss://app:", "@localhost/0#insecure"),
            ("http://app:", "@localhost"),
            ("redis//app:", "@localhost"),
            ("redis+unix:///tmp/redis.sock?db=x&pass=", ""),
            ("redis+unix:///tmp/redis.sock?db=", ""),
            ("memory://", ""),
            ("memory://app:", "@localhost"),
            ("", "://localhost"),
            ("", ""),
        ] {
            urls.push(format!("{before}{password}{after}"));
        }
    }
    urls
}

pub(crate) fn are_wrong(said: &mut Said) {
    let outside = RedisConfig::from_env().expect("there is one");
    said.show(&outside);
    said.fails(RedisInstance::new(outside));
    for url in wrong_urls() {
        let config = RedisConfig::new().url(url);
        said.show(&config);
        // With a `#` in it, one or the other says something, if not what was meant.
        said.maybe(RedisInstance::new(config));
    }
    let config = || RedisConfig::new().username("app").password(PASSWORD);
    for wrong in [
        config().host(""),
        config().port(0),
        config().max_connections(0),
        config().host("redis://h"),
        RedisConfig::new().host(format!("redis://:{ENCODED}@h")),
        RedisConfig::new().host(format!("app:{PASSWORD}@h")),
    ] {
        said.show(&wrong);
        said.fails(RedisInstance::new(wrong));
    }
}
