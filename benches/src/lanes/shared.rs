//! Connections that many tasks share, and how a task chooses one.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use redis::aio::MultiplexedConnection;
use redis::io::tcp::TcpSettings;
use redis::{AsyncConnectionConfig, Client, IntoConnectionInfo};

/// How a task chooses.
#[derive(Clone, Copy, Debug)]
pub(super) enum Choice {
    /// One after the other.
    Turns,
    /// The one with the fewest replies to come.
    LeastInFlight,
}

/// How many connections there are, and of which kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    lanes: usize,
    choice: Choice,
    no_delay: bool,
}

impl Setting {
    pub(super) const fn new(lanes: usize, choice: Choice, no_delay: bool) -> Self {
        Self {
            lanes,
            choice,
            no_delay,
        }
    }

    /// Opens the connections, without redis-rs' timer for each response.
    pub(super) async fn connect(&self, url: &str) -> Lanes {
        let settings = TcpSettings::default().set_nodelay(self.no_delay);
        let address = url.into_connection_info().expect("an address");
        let client = Client::open(address.set_tcp_settings(settings)).expect("an address");
        let config = AsyncConnectionConfig::new().set_response_timeout(None);
        let mut lanes = Vec::new();
        for _ in 0..self.lanes {
            let connection = client.get_multiplexed_async_connection_with_config(&config);
            lanes.push(Lane {
                connection: connection.await.expect("a server"),
                in_flight: AtomicUsize::new(0),
            });
        }
        Lanes {
            all: lanes,
            choice: self.choice,
            turn: AtomicUsize::new(0),
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.lanes, self.choice) {
            (1, _) => write!(f, "1 connection")?,
            (lanes, Choice::Turns) => write!(f, "{lanes} connections, in turn")?,
            (lanes, Choice::LeastInFlight) => write!(f, "{lanes} connections, least in flight")?,
        }
        if self.no_delay {
            write!(f, ", TCP_NODELAY")?;
        }
        Ok(())
    }
}

/// The open connections of a setting.
pub(super) struct Lanes {
    all: Vec<Lane>,
    choice: Choice,
    turn: AtomicUsize,
}

struct Lane {
    connection: MultiplexedConnection,
    in_flight: AtomicUsize,
}

impl Lanes {
    /// Reads what is under a key; how many bytes that is.
    pub(super) async fn get(&self, key: &str) -> usize {
        let lane = match self.choice {
            Choice::Turns => {
                let turn = self.turn.fetch_add(1, Ordering::Relaxed);
                self.all.get(turn % self.all.len())
            }
            Choice::LeastInFlight => {
                let in_flight = |lane: &&Lane| lane.in_flight.load(Ordering::Relaxed);
                self.all.iter().min_by_key(in_flight)
            }
        };
        let lane = lane.expect("there is one");
        lane.in_flight.fetch_add(1, Ordering::Relaxed);
        let mut connection = lane.connection.clone();
        let mut command = redis::cmd("GET");
        let reply = command.arg(key).query_async(&mut connection).await;
        lane.in_flight.fetch_sub(1, Ordering::Relaxed);
        let bytes: Vec<u8> = reply.expect("a value");
        bytes.len()
    }
}
