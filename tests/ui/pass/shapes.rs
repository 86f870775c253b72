//! What a function can be, and what a body can do, with no lint of ours in the user's crate.
#![deny(warnings, missing_docs, rust_2018_idioms)]

use dtcache::{RedisConfig, RedisInstance, cache_wrapper};
use serde::Serialize;
use std::borrow::Cow;
use std::cell::Cell;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A service with a lock that both the key and the body take.
#[derive(Serialize)]
pub struct Service {
    tenant: String,
    runs: Mutex<u64>,
    life: Duration,
}

impl Service {
    /// A guard in an expression of the attribute is gone when the body begins.
    #[cache_wrapper(
        namespace = "guarded",
        key(self = self.runs.lock().unwrap().min(0)),
        only_for = [*self.runs.lock().unwrap() < 9],
        expire = self.life,
    )]
    pub async fn guarded(&self, id: u64) -> Result<u64, Box<dyn Error>> {
        std::future::ready(()).await;
        let mut runs = self.runs.lock().unwrap();
        *runs += 1;
        if id == 0 {
            return Err("no such id".into());
        }
        Ok(id)
    }

    /// A smart pointer stands for what it points to.
    #[cache_wrapper(namespace = "shared")]
    pub fn shared(self: Arc<Self>, suffix: char) -> String {
        format!("{}{suffix}", self.tenant)
    }

    /// The body takes what the key was made of.
    #[cache_wrapper(namespace = "by_value", skip = [self, log], expire = Some(self.life))]
    pub fn by_value(self, mut id: u64, log: &mut Vec<u64>) -> u64 {
        log.push(id);
        id += self.tenant.len() as u64;
        drop(self);
        id
    }
}

/// A trait with a body to cache.
pub trait Table {
    /// The rows.
    type Rows: Serialize + serde::de::DeserializeOwned;

    /// Reads them.
    fn read(&self) -> Self::Rows;

    /// Reads them through the cache.
    #[cache_wrapper(namespace = "table", skip = [self, Self], key(limit = limit))]
    fn rows(&self, limit: usize) -> Self::Rows {
        let _ = limit;
        self.read()
    }
}

impl Table for Service {
    type Rows = Vec<String>;

    fn read(&self) -> Vec<String> {
        vec![self.tenant.clone()]
    }
}

/// What is not `Sync` may be moved into the body.
#[cache_wrapper(namespace = "moved", skip = [cell, call])]
pub async fn moved(cell: Cell<u32>, call: impl Fn(u32) -> u32, id: u32) -> Option<u32> {
    std::future::ready(()).await;
    let value = call(cell.get()).checked_sub(id)?;
    Some(value)
}

/// Parameters of every kind.
#[cache_wrapper(namespace = "kinds", skip = [_, a, b, into, N], positional = [r#type])]
pub fn kinds<'a, const N: usize>(
    _: &mut u8,
    (a, b): (u8, u8),
    into: impl Into<Cow<'a, str>>,
    shown: impl Serialize + std::fmt::Display,
    r#type: &'a str,
    #[cfg(any())] absent: std::net::Absent,
    #[cfg(not(any()))] present: u8,
    _unused: u8,
) -> Cow<'a, str> {
    #![allow(clippy::needless_pass_by_value)]
    if a > b {
        return into.into();
    }
    Cow::Owned(format!("{shown}{type}{present}{N}"))
}

/// An alias of a `Result` is one.
pub type Parsed = std::io::Result<u32>;

/// Only what could be read is kept.
#[cache_wrapper(namespace = "alias", cache_if = |number| *number > 1)]
pub async fn alias(text: &str) -> Parsed {
    text.parse().map_err(std::io::Error::other)
}

fn is_send<T: Send>(value: T) -> T {
    value
}

/// One line, whose braces are not unused.
#[cache_wrapper(namespace = "one_line")]
pub async fn one_line(id: u64) -> u64 { std::future::ready(id).await }

macro_rules! cached {
    ($name:ident, $body:block) => {
        /// A body that comes as a fragment.
        #[cache_wrapper(namespace = "fragment")]
        pub fn $name(x: u32) -> u32 $body
    };
}

cached!(fragment, { 3 });

fn main() {
    assert_eq!(fragment(1), 3);
    let redis = RedisInstance::new(RedisConfig::new().url("memory://")).unwrap();
    redis.clone().install().unwrap();
    let service = Service {
        tenant: "acme".to_owned(),
        runs: Mutex::new(0),
        life: Duration::from_secs(60),
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for _ in 0..2 {
            assert_eq!(is_send(service.guarded(1)).await.unwrap(), 1);
            assert!(service.guarded(0).await.is_err());
            assert_eq!(is_send(moved(Cell::new(3), |n| n, 1)).await, Some(2));
            assert_eq!(is_send(alias("1")).await.unwrap(), 1);
            assert_eq!(one_line(1).await, 1);
        }
    });
    assert_eq!(*service.runs.lock().unwrap(), 3);
    assert_eq!(service.rows(1), ["acme"]);
    assert_eq!(kinds::<1>(&mut 0, (2, 1), "x", 1, "t", 1, 2), "x");
    assert_eq!(kinds::<1>(&mut 0, (1, 2), "y", 1, "t", 1, 3), "1t11");
    let mut log = Vec::new();
    assert_eq!(service.by_value(1, &mut log), 5);
    let service = || {
        Arc::new(Service {
            tenant: "b".to_owned(),
            runs: Mutex::new(0),
            life: Duration::ZERO,
        })
    };
    assert_eq!(service().shared('!'), "b!");
    assert_eq!(service().shared('!'), "b!");
    let counts = |namespace| redis.stats().namespace(namespace).unwrap();
    assert_eq!((counts("guarded").hits, counts("guarded").misses), (1, 3));
    assert_eq!(counts("shared").hits, 1);
    assert_eq!(counts("alias").hits, 0);
}
