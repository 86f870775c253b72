//! By hand: a multiplexed connection of redis-rs with default settings, JSON, and `?`.
//!
//! It is opened when there is none, and forgotten when redis-rs says that it is of no more use.

use std::sync::{Arc, Mutex, PoisonError};

use redis::aio::MultiplexedConnection;
use redis::{Client, RedisError};

use super::AsyncContender;
use crate::contender::handmade::{get, set};
use crate::faults::body;
use crate::faults::contender::by_hand::Failed;
use crate::payload::Small;

#[derive(Clone)]
pub(in crate::faults::contender) struct ByHand {
    client: Client,
    connection: Arc<Mutex<Option<MultiplexedConnection>>>,
}

impl ByHand {
    async fn cached(&self, id: u64) -> Result<Small, Failed> {
        let mut connection = self.connection().await?;
        let key = format!("faults:{id}");
        let found: Option<Vec<u8>> = get(&key).query_async(&mut connection).await?;
        if let Some(bytes) = found {
            return Ok(serde_json::from_slice(&bytes)?);
        }
        let value = body::asynchronous(id).await;
        let bytes = serde_json::to_vec(&value)?;
        let () = set(&key, &bytes).query_async(&mut connection).await?;
        Ok(value)
    }

    async fn connection(&self) -> Result<MultiplexedConnection, RedisError> {
        let open = self.slot(|slot| slot.clone());
        if let Some(connection) = open {
            return Ok(connection);
        }
        let connection = self.client.get_multiplexed_async_connection().await?;
        self.slot(|slot| *slot = Some(connection.clone()));
        Ok(connection)
    }

    fn slot<T>(&self, access: impl FnOnce(&mut Option<MultiplexedConnection>) -> T) -> T {
        let slot = self.connection.lock();
        access(&mut slot.unwrap_or_else(PoisonError::into_inner))
    }
}

impl AsyncContender for ByHand {
    fn new(url: &str) -> Self {
        Self {
            client: Client::open(url).expect("an address"),
            connection: Arc::default(),
        }
    }

    async fn call(&self, id: u64) -> Result<Small, String> {
        let result = self.cached(id).await;
        if result.as_ref().is_err_and(Failed::ends_connection) {
            self.slot(Option::take);
        }
        result.map_err(|error| error.to_string())
    }
}
