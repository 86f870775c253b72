//! Settings as logs may show them.

use std::fmt;

use super::RedisConfig;

impl fmt::Debug for RedisConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisConfig")
            // A URL may hold a password, and a wrong one may hold it anywhere.
            .field("url", &self.url.as_ref().map(|_| "<redacted>"))
            // A whole address does not belong here, and is refused, but may be logged before.
            .field(
                "host",
                if self.host.contains('@') {
                    &"<redacted>"
                } else {
                    &self.host
                },
            )
            .field("port", &self.port)
            .field("db", &self.db)
            .field("username", &self.username)
            .field("password", &self.password.as_ref().map(|_| "<redacted>"))
            .field("ssl", &self.ssl)
            .field("max_connections", &self.max_connections)
            .field("budget", &self.budget)
            .field("socket_timeout", &self.socket_timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("keepalive", &self.keepalive)
            .field("enabled", &self.enabled)
            .field("max_value_size", &self.max_value_size)
            .field("max_decoded_size", &self.max_decoded_size)
            .field("codec", &self.codec)
            .field("jitter", &self.jitter)
            .finish()
    }
}
