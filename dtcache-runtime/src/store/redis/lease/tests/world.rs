//! A store as threads use it, and as tasks do.

use std::num::NonZeroU64;
use std::time::Duration;

use bytes::Bytes;
use tokio::runtime::Runtime;

use super::server::Server;
use crate::config::{RedisConfig, Settings};
use crate::error::Error;
use crate::store::Store;
use crate::store::lease::{Acquired, Lease, Watch};
use crate::store::redis::lease::Leases;
use crate::turn::Turn;

/// An instance's store, and the runtime of those who use it, if they are tasks.
pub(super) struct World {
    pub(super) store: Store,
    runtime: Option<Runtime>,
}

impl World {
    pub(super) fn of(config: &RedisConfig) -> [Self; 2] {
        let runtime = Runtime::new().expect("a runtime");
        [None, Some(runtime)].map(|runtime| Self {
            store: Store::new(&Settings::try_from(config).expect("settings")).expect("a store"),
            runtime,
        })
    }

    /// Of a server, for threads alone.
    pub(super) fn threads(server: &Server) -> Self {
        let [threads, _] = Self::of(&server.config());
        threads
    }

    pub(super) fn leases(&self) -> &Leases {
        match &self.store {
            Store::Redis(store) => &store.leases,
            Store::Memory(_) => panic!("it has none"),
        }
    }

    pub(super) fn acquire(&self, key: &str, seen: &[u8]) -> Result<Acquired, Error> {
        match &self.runtime {
            None => self.store.acquire(key, seen, turn()),
            Some(runtime) => runtime.block_on(self.store.acquire_async(key, seen, turn())),
        }
    }

    #[track_caller]
    pub(super) fn leased(&self, key: &str) -> Lease {
        match self.acquire(key, b"").expect("a server") {
            Acquired::Leased(lease) => lease,
            other => panic!("not leased: {}", name(&other)),
        }
    }

    #[track_caller]
    pub(super) fn found(&self, key: &str, seen: &[u8]) -> Bytes {
        match self.acquire(key, seen).expect("a server") {
            Acquired::Found(entry) => entry,
            other => panic!("not found: {}", name(&other)),
        }
    }

    #[track_caller]
    pub(super) fn held(&self, key: &str) -> Duration {
        match self.acquire(key, b"").expect("a server") {
            Acquired::Held(left) => left,
            other => panic!("not held: {}", name(&other)),
        }
    }

    pub(super) fn settle(&self, lease: Lease, entry: &[u8]) -> Result<bool, Error> {
        self.settle_for(lease, entry, None)
    }

    pub(super) fn settle_for(
        &self,
        lease: Lease,
        entry: &[u8],
        millis: Option<NonZeroU64>,
    ) -> Result<bool, Error> {
        let store = &self.store;
        match &self.runtime {
            None => store.settle(lease, entry, millis, turn()),
            Some(runtime) => runtime.block_on(store.settle_async(lease, entry, millis, turn())),
        }
    }

    pub(super) fn delete(&self, key: &str) -> Result<bool, Error> {
        match &self.runtime {
            None => self.store.delete(key, turn()),
            Some(runtime) => runtime.block_on(self.store.delete_async(key, turn())),
        }
    }

    pub(super) fn watch(&self, key: &str) -> Watch {
        self.store.watch_lease(key).expect("a thread")
    }

    /// One that hears what is said.
    #[track_caller]
    pub(super) fn hearing(&self, key: &str) -> Watch {
        let mut watch = self.watch(key);
        for _ in 0..100 {
            if self.ready(&mut watch) {
                return watch;
            }
        }
        panic!("the server does not tell");
    }

    pub(super) fn ready(&self, watch: &mut Watch) -> bool {
        let at_most = Duration::from_secs(1);
        match &self.runtime {
            None => watch.ready(at_most),
            Some(runtime) => runtime.block_on(watch.ready_async(at_most)),
        }
    }

    pub(super) fn wait(&self, watch: &mut Watch, at_most: Duration) {
        match &self.runtime {
            None => watch.wait(at_most),
            Some(runtime) => runtime.block_on(watch.wait_async(at_most)),
        }
    }
}

fn turn() -> Turn {
    Turn::of(Duration::from_secs(5))
}

fn name(acquired: &Acquired) -> &'static str {
    match acquired {
        Acquired::Leased(_) => "leased",
        Acquired::Found(_) => "found",
        Acquired::Held(_) => "held",
    }
}
