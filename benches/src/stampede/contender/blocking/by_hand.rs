//! By hand: a connection of redis-rs for each thread, with default settings, and `serde_json`.

use redis::{Client, Connection, RedisError};

use super::BlockingContender;
use crate::contender::handmade::{from_json, get, set, to_json};
use crate::payload::Medium;
use crate::stampede::body;

pub(in crate::stampede::contender) struct ByHand(Connection);

impl ByHand {
    fn cached(&mut self, id: u64) -> Result<Medium, RedisError> {
        let key = format!("by-hand:{id}");
        let found: Option<Vec<u8>> = get(&key).query(&mut self.0)?;
        if let Some(bytes) = found {
            return Ok(from_json(&bytes));
        }
        let value = body::blocking(id);
        let () = set(&key, &to_json(&value)).query(&mut self.0)?;
        Ok(value)
    }
}

impl BlockingContender for ByHand {
    const NAME: &'static str = "by hand, JSON";

    fn connect(url: &str, threads: usize) -> Vec<Self> {
        let client = Client::open(url).expect("an address");
        let connections = (0..threads).map(|_| client.get_connection().expect("a server"));
        connections.map(Self).collect()
    }

    fn call(&mut self, id: u64) -> Result<Medium, String> {
        self.cached(id).map_err(|error| error.to_string())
    }
}
