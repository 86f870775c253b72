//! `is_redis_connected` and its async twin, against servers that are well and servers that are not.

use std::time::{Duration, Instant};

use dtcache::{
    Error, ErrorKind, RedisConfig, RedisInstance, is_async_redis_connected, is_redis_connected,
};
use support::fake::FakeServer;
use support::{RedisServer, port};

const CONNECT: Duration = Duration::from_millis(1500);
const SOCKET: Duration = Duration::from_millis(200);

fn instance(port: u16) -> RedisInstance {
    let config = RedisConfig::new().host("127.0.0.1").port(port);
    let config = config.connect_timeout(CONNECT).socket_timeout(SOCKET);
    RedisInstance::new(config).expect("settings that are right")
}

/// What both twins say; they must agree on the class.
fn health(redis: &RedisInstance) -> (bool, Option<Error>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let twin = in_time(|| runtime.block_on(is_async_redis_connected(redis)));
    let health = in_time(|| is_redis_connected(redis));
    let kind = |(well, error): &(bool, Option<Error>)| (*well, error.as_ref().map(Error::kind));
    assert_eq!(kind(&health), kind(&twin));
    health
}

/// Both time-outs and what a busy machine may add bound every answer.
fn in_time<T>(code: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = code();
    let elapsed = start.elapsed();
    assert!(
        elapsed < CONNECT + SOCKET + Duration::from_secs(1),
        "{elapsed:?}"
    );
    result
}

#[track_caller]
fn is_ill(redis: &RedisInstance, kind: ErrorKind) {
    let (well, error) = health(redis);
    let error = error.expect("a reason");
    assert!(!well);
    assert_eq!(error.kind(), kind, "{error}");
    assert!(["connect", "ping"].contains(&error.operation()), "{error}");
    assert!(
        error
            .address()
            .is_some_and(|address| address.starts_with("redis://127.0.0.1:"))
    );
}

#[test]
fn is_redis_connected_to_a_server_that_is_well() {
    let server = RedisServer::start();
    assert_eq!(health(&instance(server.port())), (true, None));
    assert_eq!(server.calls("ping"), 2, "each asked the server");
}

#[test]
fn is_redis_connected_to_the_embedded_store() {
    let embedded = RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings");
    assert_eq!(health(&embedded), (true, None));
}

#[test]
fn is_redis_connected_when_nobody_listens() {
    is_ill(&instance(port::free()), ErrorKind::Refused);
}

#[test]
fn is_redis_connected_when_the_server_does_not_answer() {
    is_ill(
        &instance(FakeServer::black_hole().port()),
        ErrorKind::Timeout,
    );
}

#[test]
fn is_redis_connected_while_the_server_loads() {
    is_ill(&instance(FakeServer::loading().port()), ErrorKind::Loading);
}

#[test]
fn is_redis_connected_without_the_password() {
    let server = RedisServer::options().password("secret").start();
    is_ill(&instance(server.port()), ErrorKind::Auth);
}

#[test]
fn is_redis_connected_to_something_else() {
    is_ill(
        &instance(FakeServer::answering(*b"HTTP/1.1 400 Bad Request\r\n\r\n").port()),
        ErrorKind::Protocol,
    );
}

#[test]
fn is_redis_connected_when_the_server_comes_and_goes() {
    let server = RedisServer::start();
    let redis = instance(server.port());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for _ in 0..3 {
        assert_eq!(is_redis_connected(&redis), (true, None));
        assert_eq!(
            runtime.block_on(is_async_redis_connected(&redis)),
            (true, None)
        );
        server.kill();
        assert!(!is_redis_connected(&redis).0);
        assert!(!runtime.block_on(is_async_redis_connected(&redis)).0);
        server.restart();
    }
}

#[test]
fn is_redis_connected_when_idle_connections_were_cut() {
    let server = RedisServer::start();
    let redis = instance(server.port());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for _ in 0..3 {
        assert_eq!(is_redis_connected(&redis), (true, None));
        assert_eq!(
            runtime.block_on(is_async_redis_connected(&redis)),
            (true, None)
        );
        server.raw::<()>(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
    }
}
