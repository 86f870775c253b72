//! The embedded store.

use std::time::{Duration, Instant};

use super::world::World;
use crate::config::RedisConfig;

#[test]
fn every_lease_is_granted_and_settling_is_a_write() {
    for world in World::of(&RedisConfig::new().url("memory://")) {
        let (first, second) = (world.leased("a"), world.leased("a"));
        assert_eq!(world.settle(first, b"first"), Ok(true));
        assert_eq!(world.settle(second, b"second"), Ok(true));
        let turn = crate::turn::Turn::of(Duration::from_secs(1));
        let entry = world.store.get("a", turn).unwrap();
        assert_eq!(entry.as_deref(), Some(&b"second"[..]));
        assert_eq!(world.delete("a"), Ok(true));

        let begun = Instant::now();
        let mut watch = world.watch("a");
        world.wait(&mut watch, Duration::from_secs(9));
        assert!(begun.elapsed() < Duration::from_secs(1));
    }
}
