//! The floor: one round trip for the bytes that hand-written JSON stores, nothing decoded.

use redis::{Client, Connection};

use super::{Call, Contender};
use crate::body;
use crate::contender::handmade::{get, plain_key, set};
use crate::payload::Payload;

/// A connection of the thread's own.
pub(super) struct Raw {
    client: Client,
    connection: Connection,
}

impl Contender for Raw {
    const NAME: &'static str = "raw GET";

    fn connect(url: &str) -> Self {
        let client = Client::open(url).expect("an address");
        let connection = client.get_connection().expect("a server");
        Self { client, connection }
    }

    fn another(&self) -> Self {
        let client = self.client.clone();
        let connection = client.get_connection().expect("a server");
        Self { client, connection }
    }
}

impl<P: Payload> Call<P> for Raw {
    type Value = Vec<u8>;

    /// The bytes under the key; when there are none, puts ready ones there.
    fn call(&mut self, id: u64) -> Vec<u8> {
        let key = plain_key(P::SIZE, id);
        let found: Option<Vec<u8>> = get(&key).query(&mut self.connection).expect("a reply");
        if let Some(bytes) = found {
            return bytes;
        }
        body::count();
        let () = set(&key, P::json())
            .query(&mut self.connection)
            .expect("a reply");
        P::json().to_vec()
    }
}
