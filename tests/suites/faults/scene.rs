//! Where an experiment takes place: a server, a proxy before it, and what may stand in its place.

use std::sync::Mutex;

use support::fake::FakeServer;
use support::server::Options;
use support::{FaultProxy, RedisServer};

use crate::callers::HOT;
use crate::calls::World;

pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) server: RedisServer,
    pub(crate) proxy: FaultProxy,
    impostor: Mutex<Option<FakeServer>>,
}

impl Scene {
    pub(crate) fn new(world: World, options: Options) -> Self {
        let server = options.start();
        let proxy = FaultProxy::start(server.port());
        Self {
            world,
            server,
            proxy,
            impostor: Mutex::default(),
        }
    }

    /// Behind the proxy there is this one now.
    pub(crate) fn replace(&self, impostor: FakeServer) {
        self.proxy.lead_to(impostor.port());
        *self.impostor.lock().expect("no panic") = Some(impostor);
    }

    /// The end of that.
    pub(crate) fn restore(&self) {
        self.proxy.lead_to(self.server.port());
        *self.impostor.lock().expect("no panic") = None;
    }

    /// The arguments that are asked for again and again, with their keys.
    pub(crate) fn hot(&self) -> impl Iterator<Item = (u64, String)> {
        (0..HOT).map(|id| (id, self.world.key(id)))
    }
}
