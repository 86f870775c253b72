//! Parse, don't validate: the settings as the engine takes them, or the name of the wrong one.

use std::sync::Arc;
use std::time::Duration;

use redis::io::tcp::socket2::TcpKeepalive;
use redis::{ConnectionAddr, ConnectionInfo};

use super::RedisConfig;
use super::target::{self, Target};
use crate::codec::{Codec, Limits};
use crate::error::{Error, ErrorKind};

/// Redis itself takes no string longer than this.
const REDIS_MAX: usize = 512 * 1024 * 1024;

/// What a Redis server takes by default; a pool sets aside a place for each.
const MOST_CONNECTIONS: usize = 10_000;

/// As good as for ever, and a clock can add it.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Idle time before the first keepalive probe; the system default is two hours.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(60);

/// Settings that were checked.
pub(crate) struct Settings {
    pub(crate) target: Target,
    pub(crate) address: Arc<str>,
    pub(crate) max_connections: usize,
    pub(crate) socket_timeout: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) budget: Duration,
    pub(crate) enabled: bool,
    pub(crate) limits: Limits,
    pub(crate) codec: Codec,
    pub(crate) jitter: u8,
}

impl TryFrom<&RedisConfig> for Settings {
    type Error = Error;

    fn try_from(config: &RedisConfig) -> Result<Self, Error> {
        let target = target::parse(config).map_err(wrong)?;
        positive("max_connections", config.max_connections)?;
        if config.max_connections > MOST_CONNECTIONS {
            return Err(wrong(format!(
                "max_connections: at most {MOST_CONNECTIONS}"
            )));
        }
        positive("max_value_size", config.max_value_size)?;
        positive("max_decoded_size", config.max_decoded_size)?;
        if config.max_value_size > REDIS_MAX {
            return Err(wrong(
                "max_value_size: Redis takes no value over 512 MiB".to_owned(),
            ));
        }
        for (name, time) in [
            ("socket_timeout", config.socket_timeout),
            ("connect_timeout", config.connect_timeout),
            ("budget", config.budget),
        ] {
            if time.is_zero() {
                return Err(wrong(format!("{name}: must be longer than zero")));
            }
        }
        if config.jitter > MOST_JITTER {
            return Err(wrong(format!("jitter: at most {MOST_JITTER} per cent")));
        }
        let (target, address) = match target {
            Target::Memory => (Target::Memory, Arc::from("memory://")),
            Target::Redis(info) => {
                let info = with_keepalive(*info, config.keepalive);
                let address = target::address(&info);
                (Target::Redis(Box::new(info)), address)
            }
        };
        Ok(Self {
            target,
            address,
            max_connections: config.max_connections,
            socket_timeout: config.socket_timeout.min(LONGEST),
            connect_timeout: config.connect_timeout.min(LONGEST),
            budget: config.budget.min(LONGEST),
            enabled: config.enabled,
            limits: Limits {
                max_value_size: config.max_value_size,
                max_decoded_size: config.max_decoded_size,
            },
            codec: config.codec,
            jitter: config.jitter,
        })
    }
}

/// Of a life, in per cent: something is to be left of it.
const MOST_JITTER: u8 = 90;

fn with_keepalive(info: ConnectionInfo, keepalive: bool) -> ConnectionInfo {
    if !keepalive || matches!(info.addr(), ConnectionAddr::Unix(_)) {
        return info;
    }
    let settings = info
        .tcp_settings()
        .clone()
        .set_keepalive(TcpKeepalive::new().with_time(KEEPALIVE_IDLE));
    info.set_tcp_settings(settings)
}

fn positive(name: &str, value: usize) -> Result<(), Error> {
    if value == 0 {
        Err(wrong(format!("{name}: must be at least 1")))
    } else {
        Ok(())
    }
}

fn wrong(message: String) -> Error {
    Error::new(ErrorKind::Config, "configure", message)
}
