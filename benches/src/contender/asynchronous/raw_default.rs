//! The floor as redis-rs comes: with a timer of 500 ms for each response.

use redis::Client;
use redis::aio::MultiplexedConnection;

use super::{Call, Contender, raw};
use crate::payload::Payload;

/// One multiplexed connection with default settings.
#[derive(Clone)]
pub(super) struct RawDefault {
    connection: MultiplexedConnection,
}

impl Contender for RawDefault {
    const NAME: &'static str = "raw GET, default settings";

    async fn connect(url: &str) -> Self {
        let client = Client::open(url).expect("an address");
        let connection = client.get_multiplexed_async_connection();
        Self {
            connection: connection.await.expect("a server"),
        }
    }
}

impl<P: Payload> Call<P> for RawDefault {
    type Value = Vec<u8>;

    async fn call(&self, id: u64) -> Vec<u8> {
        raw::bytes::<P>(self.connection.clone(), id).await
    }
}
