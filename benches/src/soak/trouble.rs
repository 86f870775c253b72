//! What breaks in a soak: one of all that the laboratory can do, by chance.

use std::fmt;
use std::time::Duration;

use fastrand::Rng;
use support::proxy::Place;
use support::{Fault, FaultProxy, RedisServer};

/// Where it happens.
pub(super) struct Stage<'a> {
    pub(super) server: &'a RedisServer,
    pub(super) proxy: &'a FaultProxy,
}

/// One fault.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trouble {
    /// On the way to the server.
    Network(Fault),
    /// All connections end at once, and no more than that.
    Cut,
    Killed,
    Stopped,
    Busy,
    EndlessScript,
    ReadOnly,
    MasterDown,
    OutOfMemory,
    Full,
}

impl Trouble {
    pub(super) fn random(rng: &mut Rng) -> Self {
        let milliseconds = |rng: &mut Rng, most| Duration::from_millis(rng.u64(1..=most));
        let network = [
            Fault::Refuse,
            Fault::Close,
            Fault::BlackHole,
            Fault::BlackHoleForNew,
            Fault::Delay(milliseconds(rng, 400)),
            Fault::Throttle(rng.u32(100..1_000_000)),
            Fault::Trickle(milliseconds(rng, 20)),
            Fault::Reset {
                after: rng.usize(0..64),
            },
            Fault::Truncate {
                after: rng.usize(0..64),
            },
            Fault::Flip {
                at: Place::Payload(rng.usize(0..32)),
                mask: 1 << rng.u32(0..8),
            },
            Fault::EndedByServer,
            Fault::EndedTowardsServer,
        ];
        let server = [
            Self::Cut,
            Self::Killed,
            Self::Stopped,
            Self::Busy,
            Self::EndlessScript,
            Self::ReadOnly,
            Self::MasterDown,
            Self::OutOfMemory,
            Self::Full,
        ];
        let all = network.map(Self::Network).into_iter().chain(server);
        let all: Vec<_> = all.collect();
        all[rng.usize(0..all.len())]
    }

    pub(super) fn begin(self, stage: &Stage<'_>, length: Duration) {
        let Stage { server, proxy } = stage;
        match self {
            Self::Network(fault) => proxy.set(fault),
            Self::Cut => proxy.cut(),
            Self::Killed => server.kill(),
            Self::Stopped => server.pause(),
            Self::Busy => server.sleep(length),
            Self::EndlessScript => server.run_endless_script(),
            Self::ReadOnly => server.follow_nobody(true),
            Self::MasterDown => server.follow_nobody(false),
            Self::OutOfMemory => server.run_out_of_memory(),
            Self::Full => {
                server.take_no_clients();
                server.cut_clients();
            }
        }
    }

    pub(super) fn end(self, stage: &Stage<'_>) {
        let Stage { server, proxy } = stage;
        match self {
            Self::Network(_) => proxy.clear(),
            // By themselves.
            Self::Cut | Self::Busy => {}
            Self::Killed => server.restart(),
            Self::Stopped => server.resume(),
            Self::EndlessScript => server.kill_script(),
            Self::ReadOnly | Self::MasterDown => server.lead(),
            Self::OutOfMemory => server.have_memory(),
            Self::Full => server.take_clients(),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(fault) => write!(f, "{fault:?}"),
            other => write!(f, "{other:?}"),
        }
    }
}
