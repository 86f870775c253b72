//! By hand: a connection of redis-rs for each thread, with default settings, JSON, and `?`.
//!
//! It is opened when there is none, and forgotten when redis-rs says that it is of no more use.

use redis::{Client, Connection};

use super::BlockingContender;
use crate::contender::handmade::{get, set};
use crate::faults::body;
use crate::faults::contender::by_hand::Failed;
use crate::payload::Small;

pub(in crate::faults::contender) struct ByHand {
    client: Client,
    connection: Option<Connection>,
}

impl ByHand {
    fn cached(&mut self, id: u64) -> Result<Small, Failed> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            empty => empty.insert(self.client.get_connection()?),
        };
        let key = format!("faults:{id}");
        let found: Option<Vec<u8>> = get(&key).query(connection)?;
        if let Some(bytes) = found {
            return Ok(serde_json::from_slice(&bytes)?);
        }
        let value = body::blocking(id);
        let bytes = serde_json::to_vec(&value)?;
        let () = set(&key, &bytes).query(connection)?;
        Ok(value)
    }
}

impl BlockingContender for ByHand {
    fn new(url: &str) -> Self {
        Self {
            client: Client::open(url).expect("an address"),
            connection: None,
        }
    }

    fn call(&mut self, id: u64) -> Result<Small, String> {
        let result = self.cached(id);
        if result.as_ref().is_err_and(Failed::ends_connection) {
            self.connection = None;
        }
        result.map_err(|error| error.to_string())
    }
}
