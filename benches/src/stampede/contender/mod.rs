//! Who is compared: a file each, with the settings that the benchmark of hits uses unless its file says
//! otherwise.

mod asynchronous;
mod blocking;

use std::sync::Arc;

use dtcache::{RedisConfig, RedisInstance};
use support::port;
use tokio::runtime::Runtime;

use super::callers::{Crowd, InTasks, InThreads};
use crate::entrant::{World, runtime};
use crate::job::Place;

pub(super) use asynchronous::{AsyncContender, Dtcache, Locked};
pub(super) use blocking::BlockingContender;

/// The contenders of a world with so many callers, the floor first.
pub(super) fn crowds(world: World, url: &str, callers: usize) -> Vec<Box<dyn Crowd>> {
    match world {
        World::Async => {
            let runtime = &runtime(Place::AllCores.workers());
            vec![
                in_tasks::<asynchronous::Bare>(runtime, url),
                in_tasks::<asynchronous::Dtcache>(runtime, url),
                in_tasks::<asynchronous::Away>(runtime, url),
                in_tasks::<asynchronous::Hitbox>(runtime, url),
                in_tasks::<asynchronous::PlainHitbox>(runtime, url),
                in_tasks::<asynchronous::Cached>(runtime, url),
                in_tasks::<asynchronous::ByHand>(runtime, url),
            ]
        }
        World::Sync => vec![
            in_threads::<blocking::Bare>(url, callers),
            in_threads::<blocking::Dtcache>(url, callers),
            in_threads::<blocking::Away>(url, callers),
            in_threads::<blocking::Cached>(url, callers),
            in_threads::<blocking::ByHand>(url, callers),
        ],
    }
}

fn in_tasks<C: AsyncContender>(runtime: &Arc<Runtime>, url: &str) -> Box<dyn Crowd> {
    Box::new(InTasks {
        contender: runtime.block_on(C::connect(url)),
        runtime: Arc::clone(runtime),
    })
}

fn in_threads<C: BlockingContender + 'static>(url: &str, callers: usize) -> Box<dyn Crowd> {
    Box::new(InThreads(C::connect(url, callers)))
}

fn instance(url: &str) -> RedisInstance {
    RedisInstance::new(RedisConfig::new().url(url)).expect("an address")
}

/// Where nobody listens.
fn refused() -> String {
    format!("redis://127.0.0.1:{}", port::free())
}
