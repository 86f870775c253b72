//! A server, and what is done to it or on the way to it.

use std::time::Duration;

use support::fake::FakeServer;
use support::proxy::Place;
use support::{Fault, FaultProxy, RedisServer};

use super::scenario::Scenario;

const PASSWORD: &str = "first";
const OTHER_PASSWORD: &str = "second";

/// So many bytes let short replies pass, such as `+OK` and `+PONG`.
const MID_REPLY: Fault = Fault::Reset { after: 8 };

/// In a value of every contender this byte is data, and the lowest of its bits makes other data of it.
const FLIP: Fault = Fault::Flip {
    at: Place::Payload(8),
    mask: 1,
};

/// The server of one trial.
pub(super) struct Stage {
    scenario: Scenario,
    server: RedisServer,
    proxy: FaultProxy,
    loading: FakeServer,
}

impl Stage {
    pub(super) fn new(scenario: Scenario) -> Self {
        let server = RedisServer::options().password(PASSWORD).start();
        let proxy = FaultProxy::start(server.port());
        Self {
            scenario,
            server,
            proxy,
            loading: FakeServer::loading(),
        }
    }

    /// Where contenders connect: a proxy would accept for a server that is not there.
    pub(super) fn url(&self) -> String {
        let port = match self.scenario {
            Scenario::Killed | Scenario::Password => self.server.port(),
            _ => self.proxy.port(),
        };
        format!("redis://:{PASSWORD}@127.0.0.1:{port}/0")
    }

    pub(super) fn begin(&self) {
        let (server, proxy) = (&self.server, &self.proxy);
        match self.scenario {
            Scenario::AbsentAtStart => proxy.set(Fault::Refuse),
            Scenario::BlackHoleAtStart | Scenario::BlackHole => proxy.set(Fault::BlackHole),
            Scenario::Killed => server.kill(),
            Scenario::Stopped => server.pause(),
            Scenario::Slow => proxy.set(Fault::Delay(Duration::from_millis(300))),
            Scenario::Busy => server.sleep(self.scenario.length()),
            Scenario::Reset => proxy.set(MID_REPLY),
            Scenario::Flipped => proxy.set(FLIP),
            Scenario::CutShort => self.cut_entries(),
            Scenario::ReadOnly => server.follow_nobody(true),
            Scenario::OutOfMemory => server.run_out_of_memory(),
            Scenario::Loading => proxy.lead_to(self.loading.port()),
            Scenario::Password => server.restart_with_password(OTHER_PASSWORD),
            Scenario::Full => {
                server.take_no_clients();
                server.cut_clients();
            }
        }
    }

    pub(super) fn end(&self) {
        let (server, proxy) = (&self.server, &self.proxy);
        match self.scenario {
            Scenario::AbsentAtStart
            | Scenario::BlackHoleAtStart
            | Scenario::BlackHole
            | Scenario::Slow
            | Scenario::Reset
            | Scenario::Flipped => proxy.clear(),
            Scenario::Killed => server.restart(),
            Scenario::Stopped => server.resume(),
            // By itself.
            Scenario::Busy | Scenario::CutShort => {}
            Scenario::ReadOnly => server.lead(),
            Scenario::OutOfMemory => server.have_memory(),
            Scenario::Loading => proxy.lead_to(server.port()),
            Scenario::Password => server.restart_with_password(PASSWORD),
            Scenario::Full => server.take_clients(),
        }
    }

    fn cut_entries(&self) {
        // As bytes: not everybody's keys are text.
        let keys: Vec<Vec<u8>> = self.server.raw(&["KEYS", "*"]);
        for key in keys {
            let command = |name| redis::cmd(name).arg(&key).to_owned();
            if self.server.query::<String>(&command("TYPE")) == "hash" {
                let fields: Vec<(Vec<u8>, Vec<u8>)> = self.server.query(&command("HGETALL"));
                // The longest has the value, the others say when it expires.
                let longest = fields.iter().max_by_key(|(_, bytes)| bytes.len());
                let (field, bytes) = longest.expect("no hash is empty");
                self.server
                    .query::<()>(command("HSET").arg(field).arg(half(bytes)));
            } else {
                let bytes: Vec<u8> = self.server.query(&command("GET"));
                self.server
                    .query::<()>(command("SET").arg(half(&bytes)).arg("KEEPTTL"));
            }
        }
    }
}

fn half(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() / 2]
}
