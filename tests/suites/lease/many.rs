//! Many processes with many callers each.

use std::time::Duration;

use dtcache::{Flight, acache_function};
use redis::Commands as _;
use support::{RedisServer, process, wait};
use tokio::runtime::Builder;

use super::locked;

const PROCESSES: usize = 20;
const CALLERS: usize = 500;

/// A child's callers, of whom each may run the body.
fn call_together(flight: Flight) {
    let url = std::env::var("SERVER").unwrap();
    let mut other = redis::Client::open(url.as_str())
        .unwrap()
        .get_connection()
        .unwrap();
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    // Longer than it takes, and 20 processes on two cores are slow.
    let config = dtcache::RedisConfig::new().url(url.as_str());
    let redis = dtcache::RedisInstance::new(config.budget(Duration::from_secs(5))).unwrap();
    runtime.block_on(redis.ping_async()).unwrap();
    let _: u64 = other.incr("ready", 1).unwrap();
    while !other.exists::<_, bool>("go").unwrap() {
        std::thread::sleep(Duration::from_millis(2));
    }
    let client = redis::Client::open(url.as_str()).unwrap();
    runtime.block_on(async {
        let callers: Vec<_> = (0..CALLERS)
            .map(|_| {
                let (redis, client) = (redis.clone(), client.clone());
                tokio::spawn(async move {
                    let flight = flight.wait(Duration::from_secs(60));
                    let call = acache_function("fleet")
                        .redis(&redis)
                        .expire(60)
                        .flight(flight);
                    let body = || async {
                        let mut other = client.get_multiplexed_async_connection().await.unwrap();
                        let _: u64 = redis::AsyncCommands::incr(&mut other, "runs", 1)
                            .await
                            .unwrap();
                        tokio::time::sleep(Duration::from_millis(500)).await;
                        "result".to_owned()
                    };
                    call.call(body).await
                })
            })
            .collect();
        for caller in callers {
            assert_eq!(caller.await.unwrap(), "result");
        }
    });
}

/// How often the body ran in all processes.
fn runs(test: &str) -> usize {
    let server = RedisServer::start();
    let start = |_| process::start(test, [("SERVER", server.url())]);
    let children: Vec<_> = (0..PROCESSES).map(start).collect();
    wait::until("the children", || {
        server.get("ready") == Some(PROCESSES.to_string().into_bytes())
    });
    server.set("go", b"1");
    for child in children {
        child.passes();
    }
    let runs = server.get("runs").expect("the body ran");
    String::from_utf8(runs).unwrap().parse().unwrap()
}

#[test]
fn under_a_lease_the_body_runs_once_in_all() {
    if process::is_child() {
        return call_together(locked());
    }
    assert_eq!(runs("many::under_a_lease_the_body_runs_once_in_all"), 1);
}

#[test]
fn without_one_it_runs_once_in_each_at_most() {
    if process::is_child() {
        return call_together(Flight::new());
    }
    let runs = runs("many::without_one_it_runs_once_in_each_at_most");
    assert!((1..=PROCESSES).contains(&runs), "{runs}");
}
