//! Who is compared, with the settings that the benchmark uses: small functions that may fail.

mod asynchronous;
mod blocking;
mod by_hand;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::callers;
use super::ledger::Ledger;
use crate::entrant::World;

pub(super) use asynchronous::AsyncContender;
pub(super) use blocking::BlockingContender;

/// One of those that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contender {
    /// dtcache.
    Dtcache(World),
    /// `cached`.
    Cached(World),
    /// `hitbox`, which is async only.
    Hitbox,
    /// redis-rs and `serde_json`.
    ByHand(World),
}

impl Contender {
    /// All of them, as they stand in the table.
    pub const ALL: [Self; 7] = [
        Self::Dtcache(World::Async),
        Self::Dtcache(World::Sync),
        Self::Cached(World::Async),
        Self::Cached(World::Sync),
        Self::Hitbox,
        Self::ByHand(World::Async),
        Self::ByHand(World::Sync),
    ];

    /// Its name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dtcache(World::Async) => "dtcache, async",
            Self::Dtcache(World::Sync) => "dtcache, sync",
            Self::Cached(World::Async) => "cached, async",
            Self::Cached(World::Sync) => "cached, sync",
            Self::Hitbox => "hitbox, async",
            Self::ByHand(World::Async) => "by hand, async",
            Self::ByHand(World::Sync) => "by hand, sync",
        }
    }

    /// Whether those who call for the same at the same time share one run of the body.
    pub(super) const fn callers_share(self) -> bool {
        matches!(self, Self::Dtcache(_))
    }

    /// Has callers call it until the process ends.
    pub(super) fn start(self, url: &str, ledger: &Arc<Ledger>) {
        match self {
            Self::Dtcache(World::Async) => {
                callers::in_tasks::<asynchronous::Dtcache>(url, ledger);
            }
            Self::Dtcache(World::Sync) => callers::in_threads::<blocking::Dtcache>(url, ledger),
            Self::Cached(World::Async) => callers::in_tasks::<asynchronous::Cached>(url, ledger),
            Self::Cached(World::Sync) => callers::in_threads::<blocking::Cached>(url, ledger),
            Self::Hitbox => callers::in_tasks::<asynchronous::Hitbox>(url, ledger),
            Self::ByHand(World::Async) => callers::in_tasks::<asynchronous::ByHand>(url, ledger),
            Self::ByHand(World::Sync) => callers::in_threads::<blocking::ByHand>(url, ledger),
        }
    }
}
