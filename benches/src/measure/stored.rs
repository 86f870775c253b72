//! How many bytes the server holds for one result.

use serde::{Deserialize, Serialize};
use support::RedisServer;

use super::stage::Stage;
use crate::contender::python::Python;
use crate::entrant::{HIT, World};
use crate::job::Job;
use crate::payload::Size;

/// One entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stored {
    /// Whose it is.
    pub contender: String,
    /// In which world.
    pub world: World,
    /// With which payload.
    pub size: Size,
    /// Bytes of the key.
    pub key: usize,
    /// Bytes of the value; of a hash, all names and values in it.
    pub value: usize,
}

/// Has each contender store one result.
pub fn stored(job: &Job) -> Vec<Stored> {
    let mut stage = Stage::new(job, &|name| name != Python::NAME, &RedisServer::url);
    let server = &stage.server;
    let entrants = stage.entrants.iter_mut();
    let stored = entrants.map(|entrant| {
        let () = server.raw(&["FLUSHALL"]);
        entrant.call(HIT);
        let keys: Vec<Vec<u8>> = server.raw(&["KEYS", "*"]);
        let [key] = keys.as_slice() else {
            panic!("{}: {} keys for one result", entrant.name(), keys.len());
        };
        Stored {
            contender: entrant.name().to_owned(),
            world: job.world,
            size: job.size,
            key: key.len(),
            value: length(server, key),
        }
    });
    stored.collect()
}

fn length(server: &RedisServer, key: &[u8]) -> usize {
    let kind: String = server.query(redis::cmd("TYPE").arg(key));
    if kind == "hash" {
        let parts: Vec<Vec<u8>> = server.query(redis::cmd("HGETALL").arg(key));
        parts.iter().map(Vec::len).sum()
    } else {
        server.query(redis::cmd("STRLEN").arg(key))
    }
}
