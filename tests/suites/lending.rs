//! `get_redis`, `get_async_redis` and both clients: connections that a user works with.

use std::time::Duration;

use dtcache::redis::{self, AsyncCommands, Commands, ConnectionLike};
use dtcache::{Error, ErrorKind, RedisConfig, RedisInstance};
use support::{RedisServer, wait};

fn start() -> (RedisServer, RedisInstance) {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    (server, redis)
}

fn id(connection: &mut redis::Connection) -> u64 {
    redis::cmd("CLIENT")
        .arg("ID")
        .query(connection)
        .expect("an answer")
}

async fn id_async(connection: &mut redis::aio::MultiplexedConnection) -> u64 {
    redis::cmd("CLIENT")
        .arg("ID")
        .query_async(connection)
        .await
        .expect("an answer")
}

/// The guard goes to whatever takes a connection.
fn pong(connection: &mut impl ConnectionLike) -> String {
    redis::cmd("PING").query(connection).expect("an answer")
}

async fn pong_async(connection: &mut impl redis::aio::ConnectionLike) -> String {
    redis::cmd("PING")
        .query_async(connection)
        .await
        .expect("an answer")
}

#[test]
fn get_redis() {
    let (server, redis) = start();
    assert!(
        server.clients().is_empty(),
        "nothing is connected before it is needed"
    );
    let mut client = redis.get_redis().expect("a connection");
    let () = client.set("my-key", "my-value").expect("stored");
    let value: String = client.get("my-key").expect("there");
    assert_eq!(value, "my-value");
    assert_eq!(
        server.get("my-key").as_deref(),
        Some(b"my-value".as_slice())
    );

    assert_eq!(pong(&mut client), "PONG");
    assert!(client.check_connection());
}

#[tokio::test]
async fn get_async_redis() {
    let (server, redis) = start();
    let mut client = redis.get_async_redis().await.expect("a connection");
    let () = client
        .set("my-key", "my-async-value")
        .await
        .expect("stored");
    let value: String = client.get("my-key").await.expect("there");
    assert_eq!(value, "my-async-value");
    assert_eq!(
        server.get("my-key").as_deref(),
        Some(b"my-async-value".as_slice())
    );

    assert_eq!(pong_async(&mut client).await, "PONG");
    assert_eq!(pong_async(&mut *client).await, "PONG");
}

#[test]
fn get_redis_client() {
    let (server, redis) = start();
    let client = redis.get_redis_client().expect("a client");
    assert!(server.clients().is_empty(), "a client is no connection");
    let mut connection = client.get_connection().expect("a connection");
    let () = connection.set("own", 1).expect("stored");
    assert_eq!(server.clients().len(), 1);
    drop(connection);
    wait::until("the connection to close", || server.clients().is_empty());
}

#[tokio::test]
async fn get_async_redis_client() {
    let (server, redis) = start();
    let client = redis.get_async_redis_client().expect("a client");
    let mut connection = client
        .get_multiplexed_async_connection()
        .await
        .expect("a connection");
    let () = connection.set("own", 1).await.expect("stored");
    assert_eq!(server.get("own").as_deref(), Some(b"1".as_slice()));
}

#[test]
fn a_connection_comes_back_and_is_lent_again() {
    let (server, redis) = start();
    let first = id(&mut redis.get_redis().expect("a connection"));
    let second = id(&mut redis.clone().get_redis().expect("a connection"));
    assert_eq!(first, second);
    assert_eq!(server.clients().len(), 1);
}

#[tokio::test]
async fn an_async_connection_comes_back_and_is_lent_again() {
    let (server, redis) = start();
    let first = id_async(&mut redis.get_async_redis().await.expect("a connection")).await;
    let second = id_async(&mut redis.get_async_redis().await.expect("a connection")).await;
    assert_eq!(first, second);
    assert_eq!(server.clients().len(), 1);
}

#[test]
fn a_connection_that_was_cut_is_not_lent_again() {
    let (server, redis) = start();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for _ in 0..3 {
        let mut lent = redis.get_redis().expect("a connection");
        let () = lent.set("key", 1).expect("a connection that works");
        runtime.block_on(async {
            let mut lent = redis.get_async_redis().await.expect("a connection");
            let () = lent.set("key", 1).await.expect("a connection that works");
        });
        drop(lent);
        server.raw::<()>(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
    }
    for _ in 0..3 {
        server.restart();
        let () = redis
            .get_redis()
            .expect("a connection")
            .set("key", 1)
            .expect("it works");
    }
}

#[test]
fn a_connection_with_an_unread_reply_is_not_lent_again() {
    let server = RedisServer::start();
    let config = RedisConfig::new()
        .url(server.url())
        .socket_timeout(Duration::from_millis(100));
    let redis = RedisInstance::new(config.max_connections(1)).expect("settings");
    server.set("key", b"of the abandoned request");

    let mut lent = redis.get_redis().expect("a connection");
    server.pause();
    let late: redis::RedisResult<String> = lent.get("key");
    assert!(late.expect_err("nothing came").is_timeout());
    drop(lent);
    server.resume();

    let mut lent = redis.get_redis().expect("a connection");
    let echo: String = redis::cmd("ECHO")
        .arg("mine")
        .query(&mut lent)
        .expect("an answer");
    assert_eq!(
        echo, "mine",
        "the answer to this request, not to the one before"
    );
}

#[test]
fn connections_overlap_up_to_the_limit() {
    let (server, redis) = start();
    let mut lent: Vec<_> = (0..10)
        .map(|_| redis.get_redis().expect("a connection"))
        .collect();
    let mut ids: Vec<_> = lent.iter_mut().map(|connection| id(connection)).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 10);
    drop(lent);
    assert_eq!(server.clients().len(), 10, "they stay open for the next");
}

#[test]
fn reset() {
    let (server, redis) = start();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (mut kept, idle) = (
        redis.get_redis().expect("a connection"),
        redis.get_redis().expect("a connection"),
    );
    let mut kept_async = runtime
        .block_on(redis.get_async_redis())
        .expect("a connection");
    redis.ping().expect("an answer");
    runtime.block_on(redis.ping_async()).expect("an answer");
    let old = [id(&mut kept), runtime.block_on(id_async(&mut kept_async))];
    drop(idle);
    assert_eq!(
        server.clients().len(),
        5,
        "three lent, one of the cache path in each world"
    );

    redis.reset();
    // What is idle goes at once; what is lent works until it comes back.
    wait::until("idle connections to close", || server.clients().len() == 2);
    let still = [id(&mut kept), runtime.block_on(id_async(&mut kept_async))];
    assert_eq!(old, still);
    drop(kept);
    runtime.block_on(async { drop(kept_async) });

    let new = [
        id(&mut redis.get_redis().expect("a connection")),
        runtime.block_on(async {
            id_async(&mut redis.get_async_redis().await.expect("a connection")).await
        }),
    ];
    assert!(old.iter().all(|id| !new.contains(id)), "{old:?} {new:?}");
    wait::until("renewed connections to close", || {
        server.clients().len() == 2
    });
    redis.ping().expect("the cache path connects anew");
    runtime
        .block_on(redis.ping_async())
        .expect("the cache path connects anew");
}

#[test]
fn nothing_stays_open_after_the_last_clone() {
    let (server, redis) = start();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let clone = redis.clone();
    drop(redis.get_redis().expect("a connection"));
    redis.ping().expect("an answer");
    runtime.block_on(async {
        drop(clone.get_async_redis().await.expect("a connection"));
        clone.ping_async().await.expect("an answer");
    });
    assert_eq!(server.clients().len(), 4);
    drop(redis);
    assert_eq!(server.clients().len(), 4);
    drop(clone);
    wait::until("all connections to close", || server.clients().is_empty());
}

#[track_caller]
fn unsupported<T>(result: Result<T, Error>) {
    let error = result.err().expect("nothing to lend");
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.to_string().contains("memory://"), "{error}");
}

#[tokio::test]
async fn the_embedded_store_has_nothing_to_lend() {
    let embedded = RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings");
    unsupported(embedded.get_redis());
    unsupported(embedded.get_async_redis().await);
    unsupported(embedded.get_redis_client());
    unsupported(embedded.get_async_redis_client());
    embedded.reset();
    embedded.ping().expect("always there");
}

#[test]
fn an_async_connection_needs_a_runtime() {
    let (_server, redis) = start();
    let error = futures_executor::block_on(redis.get_async_redis()).expect_err("no runtime");
    assert_eq!(error.kind(), ErrorKind::NoRuntime);
    for builder in [false, true] {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = if builder {
            runtime.enable_io()
        } else {
            runtime.enable_time()
        };
        let runtime = runtime.build().expect("a runtime");
        let error = runtime
            .block_on(redis.get_async_redis())
            .expect_err("a runtime without");
        assert_eq!(error.kind(), ErrorKind::NoRuntime);
        let error = runtime
            .block_on(redis.ping_async())
            .expect_err("a runtime without");
        assert_eq!(error.kind(), ErrorKind::NoRuntime);
    }
}
