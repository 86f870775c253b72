//! How many connections are lent and how long anything may take: `set_redis_max_connections` and
//! `set_redis_socket_timeout` of the seed, and our `connect_timeout`.

use std::time::{Duration, Instant};

use dtcache::redis;
use dtcache::{ErrorKind, RedisConfig};
use support::RedisServer;
use support::fake::FullQueue;

use crate::{about, config, instance};

#[test]
fn max_connections() {
    let server = RedisServer::start();
    let timeout = Duration::from_millis(200);
    let redis = instance(config(&server).max_connections(3).socket_timeout(timeout));
    let mut lent: Vec<_> = (0..3)
        .map(|_| redis.get_redis().expect("a connection"))
        .collect();
    assert_eq!(server.clients().len(), 3);

    let start = Instant::now();
    let error = redis.get_redis().expect_err("all three are lent");
    assert_eq!(error.kind(), ErrorKind::Busy);
    assert!(start.elapsed() >= timeout, "it waits for one to come back");
    assert_eq!(server.clients().len(), 3);

    // One that comes back during the wait is lent on.
    let back = lent.pop();
    std::thread::scope(|scope| {
        let fourth = scope.spawn(|| redis.get_redis().map(drop));
        drop(back);
        fourth.join().expect("no panic").expect("a connection");
    });
    assert_eq!(server.clients().len(), 3);
}

#[tokio::test]
async fn max_connections_of_a_runtime() {
    let server = RedisServer::start();
    let timeout = Duration::from_millis(200);
    let redis = instance(config(&server).max_connections(2).socket_timeout(timeout));
    let first = redis.get_async_redis().await.expect("a connection");
    let second = redis.get_async_redis().await.expect("a connection");
    assert_eq!(server.clients().len(), 2);

    let start = Instant::now();
    let error = redis.get_async_redis().await.expect_err("both are lent");
    assert_eq!(error.kind(), ErrorKind::Busy);
    assert!(start.elapsed() >= timeout, "it waits for one to come back");

    drop(first);
    let third = redis.get_async_redis().await.expect("the first one");
    assert_eq!(server.clients().len(), 2);
    drop((second, third));
}

#[test]
fn socket_timeout() {
    let server = RedisServer::start();
    let timeout = Duration::from_millis(300);
    let redis = instance(config(&server).socket_timeout(timeout));
    let mut lent = redis.get_redis().expect("a connection");
    redis.ping().expect("an answer");
    server.pause();

    takes(timeout, || {
        assert_eq!(
            redis.ping().expect_err("a stopped server").kind(),
            ErrorKind::Timeout
        );
    });
    takes(timeout, || {
        let error = redis::cmd("PING")
            .exec(&mut lent)
            .expect_err("a stopped server");
        assert!(error.is_timeout(), "{error}");
    });
}

#[tokio::test]
async fn socket_timeout_of_async_connections() {
    let server = RedisServer::start();
    let timeout = Duration::from_millis(300);
    let redis = instance(config(&server).socket_timeout(timeout));
    let mut lent = redis.get_async_redis().await.expect("a connection");
    redis.ping_async().await.expect("an answer");
    server.pause();

    let start = Instant::now();
    let error = redis.ping_async().await.expect_err("a stopped server");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    about(timeout, start.elapsed());

    let start = Instant::now();
    let error = redis::cmd("PING")
        .exec_async(&mut *lent)
        .await
        .expect_err("a stopped server");
    assert!(error.is_timeout(), "{error}");
    about(timeout, start.elapsed());
}

fn takes(timeout: Duration, code: impl FnOnce()) {
    let start = Instant::now();
    code();
    about(timeout, start.elapsed());
}

#[test]
fn connect_timeout() {
    let queue = FullQueue::new();
    let timeout = Duration::from_millis(300);
    let nowhere = RedisConfig::new().host("127.0.0.1").port(queue.port());
    let redis = instance(
        nowhere
            .connect_timeout(timeout)
            .socket_timeout(Duration::from_secs(60)),
    );

    let start = Instant::now();
    assert_eq!(
        redis.ping().expect_err("nobody answers").kind(),
        ErrorKind::Timeout
    );
    about(timeout, start.elapsed());
    let start = Instant::now();
    assert!(redis.get_redis().is_err());
    about(timeout, start.elapsed());

    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let start = Instant::now();
    let error = runtime
        .block_on(redis.ping_async())
        .expect_err("nobody answers");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    about(timeout, start.elapsed());
    let start = Instant::now();
    assert!(runtime.block_on(redis.get_async_redis()).is_err());
    about(timeout, start.elapsed());
}
