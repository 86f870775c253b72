//! By hand, with redis-rs and `serde_json`: what one writes in an afternoon.

use redis::{Client, Connection};

use super::{Call, Contender};
use crate::body;
use crate::contender::handmade::{from_json, get, plain_key, set, to_json};
use crate::payload::Payload;

/// A connection of the thread's own.
pub(super) struct Json {
    client: Client,
    connection: Connection,
}

impl Contender for Json {
    const NAME: &'static str = "by hand, JSON";

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

impl<P: Payload> Call<P> for Json {
    type Value = P;

    fn call(&mut self, id: u64) -> P {
        let key = plain_key(P::SIZE, id);
        let found: Option<Vec<u8>> = get(&key).query(&mut self.connection).expect("a reply");
        if let Some(bytes) = found {
            return from_json(&bytes);
        }
        let value = body::run(id);
        let stored = set(&key, &to_json(&value));
        let () = stored.query(&mut self.connection).expect("a reply");
        value
    }
}
