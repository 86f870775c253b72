//! How a server is to be started.

use super::RedisServer;

/// Settings of a [`RedisServer`], by value.
#[derive(Clone, Debug, Default)]
#[must_use = "no server runs until it is started"]
pub struct Options {
    password: Option<String>,
    tls: bool,
    lines: Vec<String>,
}

impl Options {
    /// The password of the user `default`.
    pub fn password(mut self, password: &str) -> Self {
        self.password = Some(password.to_owned());
        self
    }

    /// An ACL user that may do everything.
    pub fn user(self, name: &str, password: &str) -> Self {
        self.line(format!("user {name} on >{password} ~* &* +@all"))
    }

    /// TLS on the TCP port, with a certificate for `localhost` and 127.0.0.1 signed by an authority
    /// of this server's own; clients need no certificate.
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// One more line of `redis.conf`.
    pub fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// Starts the server and waits until it answers.
    pub fn start(self) -> RedisServer {
        RedisServer::start_with(self)
    }

    pub(super) fn has_tls(&self) -> bool {
        self.tls
    }

    pub(super) fn default_password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    pub(super) fn lines(&self) -> &[String] {
        &self.lines
    }
}
