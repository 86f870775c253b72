//! The clients of a server, as it lists them, and our own.

use std::path::Path;

use redis::{ConnectionAddr, IntoConnectionInfo, RedisConnectionInfo};

/// One line of `CLIENT LIST`.
#[derive(Clone, Debug)]
pub struct Client(Vec<(String, String)>);

impl Client {
    pub(super) fn parse(line: &str) -> Self {
        let fields = line.split(' ').filter_map(|field| field.split_once('='));
        Self(
            fields
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        )
    }

    /// A field, such as `db`, `user`, `addr`, `cmd`, `lib-name`; empty if the server has none.
    pub fn field(&self, name: &str) -> &str {
        let field = self.0.iter().find(|(field, _)| field == name);
        field.map_or("", |(_, value)| value)
    }
}

/// A connection of the user `default` by a Unix socket, listed under `name`.
pub(super) fn connect(
    socket: &Path,
    password: Option<&str>,
    name: &str,
) -> redis::RedisResult<redis::Connection> {
    let mut settings = RedisConnectionInfo::default().set_skip_set_lib_name();
    if let Some(password) = password {
        settings = settings.set_password(password);
    }
    let address = ConnectionAddr::Unix(socket.to_owned());
    let client = redis::Client::open(address.into_connection_info()?.set_redis_settings(settings))?;
    let mut connection = client.get_connection()?;
    redis::cmd("CLIENT")
        .arg("SETNAME")
        .arg(name)
        .exec(&mut connection)?;
    Ok(connection)
}
