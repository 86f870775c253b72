//! How a connection to the one configured server is opened, in either world.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use redis::{
    AsyncConnectionConfig, Client, Cmd, Connection, ConnectionAddr, ConnectionInfo, RedisResult,
};

use tokio::time::Instant;

use super::classify::classified;
use super::exclusive::{self, Exclusive};
use super::introduction::Introduction;
use super::multiplexed::{self, Multiplexed};
use super::subscribed::{Push, Subscribed};
use crate::config::Settings;
use crate::error::Error;
use crate::turn::Turn;

/// The configured server: opens connections with the configured time-outs.
#[derive(Clone)]
pub(crate) struct Connector {
    client: Client,
    pub(crate) address: Arc<str>,
    pub(crate) connect_timeout: Duration,
    pub(crate) socket_timeout: Duration,
    /// When a connection was last given up because of what the server has become.
    given_up: Arc<Mutex<Option<Instant>>>,
}

/// How often that is done, for all connections together: a replica answers every write so.
const GIVEN_UP: Duration = Duration::from_secs(1);

impl Connector {
    pub(crate) fn new(info: &ConnectionInfo, settings: &Settings) -> Result<Self, Error> {
        if matches!(info.addr(), ConnectionAddr::TcpTls { .. }) {
            choose_crypto_provider();
        }
        let address = Arc::clone(&settings.address);
        // Without the two commands that tell the server the library's name: each is one more
        // reply to wait for before the first use.
        let opening = info.redis_settings().clone().set_skip_set_lib_name();
        let client = Client::open(info.clone().set_redis_settings(opening))
            .map_err(|error| classified(&error, "configure").at(&address))?;
        Ok(Self {
            client,
            address,
            connect_timeout: settings.connect_timeout,
            socket_timeout: settings.socket_timeout,
            given_up: Arc::default(),
        })
    }

    /// Whether it is time to look anew where the server's name leads.
    pub(super) fn gives_up(&self) -> bool {
        let now = Instant::now();
        let mut last = self.given_up.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = last.is_none_or(|last| now.duration_since(last) >= GIVEN_UP);
        if is_time {
            *last = Some(now);
        }
        is_time
    }

    /// What who asks the server for something may have to wait, outside of cached calls.
    pub(crate) fn patience(&self) -> Turn {
        Turn::patient(self.connect_timeout, self.socket_timeout)
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Opens a connection to lend in at most this time (for each address that the host's name has),
    /// whose every read and write is bounded.
    pub(crate) fn open(&self, within: Duration) -> RedisResult<Connection> {
        let settings = self.client.get_connection_info().redis_settings();
        // redis-rs gives the TCP connect and the first reply of its opening the time together,
        // and each further reply the same again.
        let replies = u32::from(settings.password().is_some()) + u32::from(settings.db() != 0);
        let connection = self
            .client
            .get_connection_with_timeout(within / replies.max(1))?;
        self.prepare(&connection)?;
        Ok(connection)
    }

    /// Bounds every read and write, whatever was set before.
    pub(crate) fn prepare(&self, connection: &Connection) -> RedisResult<()> {
        connection.set_read_timeout(Some(self.socket_timeout))?;
        connection.set_write_timeout(Some(self.socket_timeout))
    }

    /// Opens a connection that many callers share, of replies of at most `max_reply` bytes; all of
    /// it within the connect time-out.
    pub(super) async fn open_shared(&self, max_reply: usize) -> RedisResult<Multiplexed> {
        let opening = async {
            let stream = multiplexed::open(self.client.get_connection_info()).await?;
            let connection = Multiplexed::new(stream, max_reply);
            self.introduce(&connection).await?;
            Ok(connection)
        };
        let opened = tokio::time::timeout(self.connect_timeout, opening).await;
        opened.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()))
    }

    /// Both in one trip.
    async fn introduce(&self, connection: &Multiplexed) -> RedisResult<()> {
        let Introduction { auth, select } = self.introduction();
        let deadline = Instant::now() + self.connect_timeout;
        let ask = |command: Cmd| connection.ask(&command, deadline);
        let (auth, select) = (auth.map(ask), select.map(ask));
        if let Some(answer) = auth {
            answer?.await.map_err(Introduction::refused)?;
        }
        if let Some(answer) = select {
            answer?.await?;
        }
        Ok(())
    }

    /// Opens a connection that hears what is published, in all databases of the server alike; all of it
    /// within the connect time-out.
    pub(crate) async fn open_subscribed(&self) -> RedisResult<Subscribed> {
        let opening = async {
            let stream = multiplexed::open(self.client.get_connection_info()).await?;
            let mut connection = Subscribed::new(stream);
            if let Some(auth) = self.introduction().auth {
                connection.say(&auth.get_packed_command()).await?;
                if let Push::Refused(error) = connection.next().await? {
                    return Err(Introduction::refused(error));
                }
            }
            Ok(connection)
        };
        let opened = tokio::time::timeout(self.connect_timeout, opening).await;
        opened.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()))
    }

    /// Opens a connection for one thread at a time, of replies of at most `max_reply` bytes; all of
    /// it within this time.
    pub(crate) fn open_exclusive(
        &self,
        within: Duration,
        max_reply: usize,
    ) -> RedisResult<Exclusive> {
        let turn = Turn::of(within);
        let stream = exclusive::open(self.client.get_connection_info(), turn)?;
        let mut connection = Exclusive::new(stream, within, max_reply)?;
        let Introduction { auth, select } = self.introduction();
        if let Some(command) = auth {
            let answer = connection.ask(&command, turn.rest());
            answer.map_err(Introduction::refused)?;
        }
        if let Some(command) = select {
            connection.ask(&command, turn.rest())?;
        }
        Ok(connection)
    }

    fn introduction(&self) -> Introduction {
        Introduction::new(self.client.get_connection_info().redis_settings())
    }

    /// The time-outs for connections that are handed out.
    pub(crate) fn async_config(&self) -> AsyncConnectionConfig {
        AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.connect_timeout))
            .set_response_timeout(Some(self.socket_timeout))
    }
}

/// redis-rs builds its rustls configuration from the process' default provider and rustls panics
/// where none is chosen and features leave it open, so choose one unless the program has.
#[cfg(feature = "tls")]
fn choose_crypto_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // A lost race means that another thread chose one: as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

#[cfg(not(feature = "tls"))]
fn choose_crypto_provider() {}
