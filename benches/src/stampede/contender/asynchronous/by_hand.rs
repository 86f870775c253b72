//! By hand: a multiplexed connection of redis-rs with default settings, and `serde_json`.

use redis::aio::MultiplexedConnection;
use redis::{Client, RedisError};

use super::AsyncContender;
use crate::contender::handmade::{from_json, get, set, to_json};
use crate::payload::Medium;
use crate::stampede::body;

#[derive(Clone)]
pub(in crate::stampede::contender) struct ByHand(MultiplexedConnection);

impl ByHand {
    async fn cached(&self, id: u64) -> Result<Medium, RedisError> {
        let mut connection = self.0.clone();
        let key = format!("by-hand:{id}");
        let found: Option<Vec<u8>> = get(&key).query_async(&mut connection).await?;
        if let Some(bytes) = found {
            return Ok(from_json(&bytes));
        }
        let value = body::asynchronous(id).await;
        let stored = set(&key, &to_json(&value));
        let () = stored.query_async(&mut connection).await?;
        Ok(value)
    }
}

impl AsyncContender for ByHand {
    const NAME: &'static str = "by hand, JSON";

    async fn connect(url: &str) -> Self {
        let client = Client::open(url).expect("an address");
        let connection = client.get_multiplexed_async_connection();
        Self(connection.await.expect("a server"))
    }

    async fn call(&self, id: u64) -> Result<Medium, String> {
        self.cached(id).await.map_err(|error| error.to_string())
    }
}
