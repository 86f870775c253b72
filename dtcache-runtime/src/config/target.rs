//! What an address stands for: a server, or the embedded store.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use redis::{ConnectionAddr, ConnectionInfo, IntoConnectionInfo, RedisConnectionInfo};

use super::RedisConfig;

/// Where the entries are kept.
pub(crate) enum Target {
    /// `memory://`
    Memory,
    Redis(Box<ConnectionInfo>),
}

/// Reads the URL, or puts the parts together; says which setting is wrong.
pub(super) fn parse(config: &RedisConfig) -> Result<Target, String> {
    match &config.url {
        Some(url) => from_url(url),
        None => from_parts(config),
    }
}

/// The address for people: no credentials.
pub(crate) fn address(info: &ConnectionInfo) -> Arc<str> {
    let db = info.redis_settings().db();
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    let _ = match info.addr() {
        ConnectionAddr::Unix(path) => write!(text, "redis+unix://{}?db={db}", path.display()),
        ConnectionAddr::TcpTls { host, port, .. } => {
            write!(text, "rediss://{}:{port}/{db}", bracketed(host))
        }
        ConnectionAddr::Tcp(host, port) => {
            write!(text, "redis://{}:{port}/{db}", bracketed(host))
        }
        other => write!(text, "redis://{other}/{db}"),
    };
    text.into()
}

fn bracketed(host: &str) -> String {
    if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    }
}

/// Messages here never quote the URL: a wrong one may hold its password anywhere.
fn from_url(text: &str) -> Result<Target, String> {
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    match scheme {
        "memory" if text == "memory://" => return Ok(Target::Memory),
        "memory" => return Err("url: nothing may follow memory://".to_owned()),
        "redis" | "rediss" | "redis+unix" => {}
        _ => {
            return Err(
                "url: the scheme must be redis://, rediss://, redis+unix:// or memory://"
                    .to_owned(),
            );
        }
    }
    let Some(url) = redis::parse_redis_url(text) else {
        return Err(
            "url: is not a valid URL; percent-encode special characters in user name and \
                    password, and keep the port under 65536"
                .to_owned(),
        );
    };
    if scheme == "redis+unix" {
        let db = url.query_pairs().find(|(name, _)| name == "db");
        if db.is_some_and(|(_, db)| db.parse::<u32>().is_err()) {
            return Err("url: db must be a number, as in redis+unix:///run/redis.sock?db=1".into());
        }
    } else {
        if url.host_str().is_none_or(str::is_empty) {
            return Err("url: host is missing, as in redis://localhost:6379/0".to_owned());
        }
        not_a_wildcard("url: host", url.host_str().unwrap_or_default())?;
        if url.port() == Some(0) {
            return Err("url: port must not be 0".to_owned());
        }
        let db = url.path().trim_matches('/');
        if !db.is_empty() && db.parse::<u32>().is_err() {
            return Err("url: db must be a number, as in redis://localhost:6379/0".to_owned());
        }
        if !url.username().is_empty() && url.password().is_none() {
            return Err("url: a user name needs a password, as in \
                        redis://user:password@localhost; for a password alone write \
                        redis://:password@localhost"
                .to_owned());
        }
    }
    if scheme == "rediss" {
        tls_is_compiled("url: rediss://")?;
        if url.fragment().is_some() {
            return Err("url: nothing may follow a # (certificates are always checked)".to_owned());
        }
    }
    let info = url
        .into_connection_info()
        .map_err(|_| "url: is not a Redis URL".to_owned())?;
    Ok(Target::Redis(Box::new(info)))
}

fn from_parts(config: &RedisConfig) -> Result<Target, String> {
    if config.host.is_empty() {
        return Err("host: must not be empty".to_owned());
    }
    if config.host.contains(['/', '@', ' ']) {
        return Err("host: takes a name or an address alone; a whole address goes to url()".into());
    }
    if config.host.contains(':') && config.host.parse::<Ipv6Addr>().is_err() {
        return Err("host: takes a name or an address alone; the port goes to port()".to_owned());
    }
    not_a_wildcard("host", &config.host)?;
    if config.port == 0 {
        return Err("port: must not be 0".to_owned());
    }
    let password = config
        .password
        .as_deref()
        .filter(|password| !password.is_empty());
    let username = config
        .username
        .as_deref()
        .filter(|username| !username.is_empty());
    if username.is_some() && password.is_none() {
        return Err("username: a user name needs a password".to_owned());
    }
    let mut settings = RedisConnectionInfo::default().set_db(i64::from(config.db));
    if let Some(username) = username {
        settings = settings.set_username(username);
    }
    if let Some(password) = password {
        settings = settings.set_password(password);
    }
    let (host, port) = (config.host.clone(), config.port);
    let address = if config.ssl {
        tls_is_compiled("ssl:")?;
        ConnectionAddr::TcpTls {
            host,
            port,
            insecure: false,
            tls_params: None,
        }
    } else {
        ConnectionAddr::Tcp(host, port)
    };
    let info = address
        .into_connection_info()
        .map_err(|_| "host: is not a name or an address".to_owned())?
        .set_redis_settings(settings);
    Ok(Target::Redis(Box::new(info)))
}

/// A server listens on these; nothing can be reached there.
fn not_a_wildcard(what: &str, host: &str) -> Result<(), String> {
    let host = host.trim_matches(['[', ']']);
    match host.parse::<IpAddr>() {
        Ok(address) if address.is_unspecified() => Err(format!(
            "{what}: {host} is where a server listens; write its own address"
        )),
        _ => Ok(()),
    }
}

fn tls_is_compiled(what: &str) -> Result<(), String> {
    if cfg!(feature = "tls") {
        Ok(())
    } else {
        Err(format!("{what} needs the cargo feature \"tls\" of dtcache"))
    }
}
