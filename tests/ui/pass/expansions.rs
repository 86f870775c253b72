//! The programs whose expansions are written down, as the compiler sees them.
#![allow(dead_code)]

#[path = "../../expansions/async_result.rs"]
mod async_result;
#[path = "../../expansions/generic.rs"]
mod generic;
#[path = "../../expansions/self_projected.rs"]
mod self_projected;
#[path = "../../expansions/shared_with_python.rs"]
mod shared_with_python;
#[path = "../../expansions/skip_and_only_for.rs"]
mod skip_and_only_for;
#[path = "../../expansions/sync_plain.rs"]
mod sync_plain;

use dtcache::{RedisConfig, RedisInstance};
use std::sync::Mutex;

fn main() {
    let redis = RedisInstance::new(RedisConfig::new().url("memory://")).unwrap();
    let tenant = "acme".to_owned();
    let orders = self_projected::Orders {
        tenant,
        redis: redis.clone(),
        open: Mutex::new(vec![1, 2]),
    };
    assert_eq!(orders.open_above(1), [2]);
    orders.open.lock().unwrap().push(3);
    assert_eq!(orders.open_above(1), [2]);
    assert_eq!(orders.open_above(2), [3]);

    redis.install().unwrap();
    let mut session = skip_and_only_for::Session(0);
    for region in [None, Some(7)] {
        for _ in 0..2 {
            skip_and_only_for::report("daily", region, 1, &mut session);
            skip_and_only_for::report("yearly", Some(7), 99, &mut session);
        }
    }
    assert_eq!(session.0, 2 + 4);

    for _ in 0..2 {
        assert_eq!(sync_plain::word_count("a", "a b a"), 2);
        assert_eq!(generic::first::<Wide, u32, 1>(&[7, 8]).unwrap(), [Wide(7)]);
    }
}

#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Wide(u32);

impl From<&u32> for Wide {
    fn from(narrow: &u32) -> Self {
        Self(*narrow)
    }
}
