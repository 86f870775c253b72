//! By hand, with redis-rs and `serde_json`: what one writes in an afternoon.

use redis::Client;
use redis::aio::MultiplexedConnection;

use super::{Call, Contender};
use crate::body;
use crate::contender::handmade::{from_json, get, plain_key, set, to_json};
use crate::payload::Payload;

/// One multiplexed connection with default settings, as most programs have it.
#[derive(Clone)]
pub(super) struct Json {
    connection: MultiplexedConnection,
}

impl Contender for Json {
    const NAME: &'static str = "by hand, JSON";

    async fn connect(url: &str) -> Self {
        let client = Client::open(url).expect("an address");
        let connection = client.get_multiplexed_async_connection();
        Self {
            connection: connection.await.expect("a server"),
        }
    }
}

impl<P: Payload> Call<P> for Json {
    type Value = P;

    async fn call(&self, id: u64) -> P {
        let mut connection = self.connection.clone();
        let key = plain_key(P::SIZE, id);
        let found: Option<Vec<u8>> = get(&key)
            .query_async(&mut connection)
            .await
            .expect("a reply");
        if let Some(bytes) = found {
            return from_json(&bytes);
        }
        let value = body::run(id);
        let stored = set(&key, &to_json(&value));
        let () = stored.query_async(&mut connection).await.expect("a reply");
        value
    }
}
