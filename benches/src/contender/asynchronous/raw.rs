//! The floor: one round trip for the bytes that hand-written JSON stores, nothing decoded.

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client};

use super::{Call, Contender};
use crate::body;
use crate::contender::handmade::{get, plain_key, set};
use crate::payload::Payload;

/// One multiplexed connection without redis-rs' timer for each response.
#[derive(Clone)]
pub(super) struct Raw {
    connection: MultiplexedConnection,
}

impl Contender for Raw {
    const NAME: &'static str = "raw GET";

    async fn connect(url: &str) -> Self {
        let config = AsyncConnectionConfig::new().set_response_timeout(None);
        let client = Client::open(url).expect("an address");
        let connection = client.get_multiplexed_async_connection_with_config(&config);
        Self {
            connection: connection.await.expect("a server"),
        }
    }
}

impl<P: Payload> Call<P> for Raw {
    type Value = Vec<u8>;

    async fn call(&self, id: u64) -> Vec<u8> {
        bytes::<P>(self.connection.clone(), id).await
    }
}

/// The bytes under the key; when there are none, puts ready ones there.
pub(super) async fn bytes<P: Payload>(mut connection: MultiplexedConnection, id: u64) -> Vec<u8> {
    let key = plain_key(P::SIZE, id);
    let found: Option<Vec<u8>> = get(&key)
        .query_async(&mut connection)
        .await
        .expect("a reply");
    if let Some(bytes) = found {
        return bytes;
    }
    body::count();
    let () = set(&key, P::json())
        .query_async(&mut connection)
        .await
        .expect("a reply");
    P::json().to_vec()
}
