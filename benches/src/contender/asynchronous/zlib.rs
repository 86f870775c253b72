//! By hand, with the same format as dtcache: JSON in zlib under a hashed key.

use redis::Client;
use redis::aio::MultiplexedConnection;

use super::{Call, Contender};
use crate::body;
use crate::contender::handmade::{from_zlib, get, hashed_key, set, to_zlib};
use crate::payload::Payload;

/// One multiplexed connection with default settings; a fresh zlib state for each value.
#[derive(Clone)]
pub(super) struct Zlib {
    connection: MultiplexedConnection,
}

impl Contender for Zlib {
    const NAME: &'static str = "by hand, zlib + SHA-256";

    async fn connect(url: &str) -> Self {
        let client = Client::open(url).expect("an address");
        let connection = client.get_multiplexed_async_connection();
        Self {
            connection: connection.await.expect("a server"),
        }
    }
}

impl<P: Payload> Call<P> for Zlib {
    type Value = P;

    async fn call(&self, id: u64) -> P {
        let mut connection = self.connection.clone();
        let key = hashed_key(P::SIZE, id);
        let found: Option<Vec<u8>> = get(&key)
            .query_async(&mut connection)
            .await
            .expect("a reply");
        if let Some(bytes) = found {
            return from_zlib(&bytes);
        }
        let value = body::run(id);
        let stored = set(&key, &to_zlib(&value));
        let () = stored.query_async(&mut connection).await.expect("a reply");
        value
    }
}
