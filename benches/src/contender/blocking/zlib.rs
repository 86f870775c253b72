//! By hand, with the same format as dtcache: JSON in zlib under a hashed key.

use redis::{Client, Connection};

use super::{Call, Contender};
use crate::body;
use crate::contender::handmade::{from_zlib, get, hashed_key, set, to_zlib};
use crate::payload::Payload;

/// A connection of the thread's own.
pub(super) struct Zlib {
    client: Client,
    connection: Connection,
}

impl Contender for Zlib {
    const NAME: &'static str = "by hand, zlib + SHA-256";

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

impl<P: Payload> Call<P> for Zlib {
    type Value = P;

    fn call(&mut self, id: u64) -> P {
        let key = hashed_key(P::SIZE, id);
        let found: Option<Vec<u8>> = get(&key).query(&mut self.connection).expect("a reply");
        if let Some(bytes) = found {
            return from_zlib(&bytes);
        }
        let value = body::run(id);
        let stored = set(&key, &to_zlib(&value));
        let () = stored.query(&mut self.connection).expect("a reply");
        value
    }
}
