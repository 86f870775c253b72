//! Where the server is and who we are there: the seed's rows from `set_redis_url` to
//! `set_redis_ssl`.

use dtcache::redis::{self, Commands};
use dtcache::{ErrorKind, RedisConfig, RedisInstance, cache_function, is_redis_connected};
use support::{RedisServer, process};

use crate::{config, instance};

/// What the server says of a connection lent by `redis`, and of one of the cache path.
fn client_info(redis: &RedisInstance, field: &str) -> String {
    let mut lent = redis.get_redis().expect("a connection");
    let info: String = redis::cmd("CLIENT")
        .arg("INFO")
        .query(&mut lent)
        .expect("an answer");
    let field = format!("{field}=");
    let value = info
        .split_whitespace()
        .find_map(|word| word.strip_prefix(&field));
    value.expect("a field that CLIENT INFO has").to_owned()
}

fn whoami(redis: &RedisInstance) -> String {
    let mut lent = redis.get_redis().expect("a connection");
    redis::cmd("ACL")
        .arg("WHOAMI")
        .query(&mut lent)
        .expect("an answer")
}

#[test]
fn url() {
    let server = RedisServer::options().user("app", "p@ss/word").start();
    let url = format!("redis://app:p%40ss%2Fword@127.0.0.1:{}/3", server.port());
    // The URL wins over every part.
    let parts = RedisConfig::new()
        .host("192.0.2.1")
        .port(1)
        .db(7)
        .username("x")
        .password("y");
    let redis = instance(parts.ssl(true).url(url));
    assert_eq!(client_info(&redis, "db"), "3");
    assert_eq!(whoami(&redis), "app");
}

#[test]
fn url_of_a_unix_socket() {
    let server = RedisServer::options().user("app", "secret").start();
    let url = format!("{}?db=2&user=app&pass=secret", server.unix_url());
    let redis = instance(RedisConfig::new().url(url));
    assert_eq!(client_info(&redis, "db"), "2");
    assert_eq!(whoami(&redis), "app");
    assert!(client_info(&redis, "addr").starts_with(server.socket().to_str().expect("a path")));
}

#[test]
fn host() {
    // Not the address that the default, localhost, stands for.
    let server = RedisServer::options().line("bind 127.0.0.2").start();
    let there = RedisConfig::new().port(server.port());
    assert_eq!(
        is_redis_connected(&instance(there.clone().host("127.0.0.2"))),
        (true, None)
    );
    let (elsewhere, error) = is_redis_connected(&instance(there));
    assert!(!elsewhere);
    assert_eq!(error.expect("a reason").kind(), ErrorKind::Refused);
}

#[test]
fn port() {
    let (one, other) = (RedisServer::start(), RedisServer::start());
    for server in [&one, &other] {
        server.set("port", server.port().to_string().as_bytes());
        let mut lent = instance(config(server)).get_redis().expect("a connection");
        let port: u16 = lent.get("port").expect("the key of this server");
        assert_eq!(port, server.port());
    }
}

#[test]
fn db() {
    let server = RedisServer::start();
    let redis = instance(config(&server).db(5));
    assert_eq!(client_info(&redis, "db"), "5");
    assert_eq!(client_info(&instance(config(&server)), "db"), "0");

    // Entries go there as well.
    cache_function("numbered").redis(&redis).call(|| 1);
    let spaces: String = server.raw(&["INFO", "keyspace"]);
    assert!(
        spaces.contains("db5:keys=1,") && !spaces.contains("db0:"),
        "{spaces}"
    );
}

#[test]
fn username() {
    let server = RedisServer::options().user("app", "secret").start();
    let redis = instance(config(&server).username("app").password("secret"));
    assert_eq!(whoami(&redis), "app");
    assert_eq!(whoami(&instance(config(&server))), "default");

    // The cache path's own connections are this user's too.
    cache_function("named").redis(&redis).call(|| 1);
    let cache_path = |client: &support::server::Client| client.field("cmd") == "set";
    let client = server
        .clients()
        .into_iter()
        .find(cache_path)
        .expect("who wrote the entry");
    assert_eq!(client.field("user"), "app");
}

#[test]
fn password() {
    let server = RedisServer::options().password("sec ret").start();
    assert_eq!(
        is_redis_connected(&instance(config(&server).password("sec ret"))),
        (true, None)
    );
    for wrong in [config(&server).password("other"), config(&server)] {
        let (connected, error) = is_redis_connected(&instance(wrong));
        assert!(!connected);
        assert_eq!(error.expect("a reason").kind(), ErrorKind::Auth);
    }
}

#[test]
fn ssl() {
    const PORT: &str = "DTCACHE_TEST_PORT";
    if process::is_child() {
        let port = std::env::var(PORT)
            .expect("set by the parent")
            .parse()
            .expect("a port");
        return with_tls(port);
    }
    let server = RedisServer::options().tls().start();
    let port = server.port().to_string();
    let authority = server.authority();
    let variables = [
        ("SSL_CERT_FILE", authority.as_os_str()),
        (PORT, port.as_ref()),
    ];
    process::child_with_env("address::ssl", variables);
    assert_eq!(
        server.keys().len(),
        2,
        "both entries of the child are there"
    );

    // This process does not know the authority, so it must not trust the server.
    let (connected, error) = is_redis_connected(&instance(config(&server).ssl(true)));
    assert!(!connected);
    assert_eq!(error.expect("a reason").kind(), ErrorKind::Tls);
}

/// In a process that trusts the server's authority.
fn with_tls(port: u16) {
    let parts = RedisConfig::new().host("localhost").port(port);
    let redis = instance(parts.clone().ssl(true));
    assert_eq!(is_redis_connected(&redis), (true, None));
    cache_function("encrypted").redis(&redis).call(|| 1);
    let url = RedisConfig::new().url(format!("rediss://127.0.0.1:{port}/0"));
    let redis = instance(url);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        assert_eq!(
            dtcache::is_async_redis_connected(&redis).await,
            (true, None)
        );
        dtcache::acache_function("async")
            .redis(&redis)
            .call_sync(|| 1)
            .await;
        drop(redis.get_async_redis().await.expect("a connection"));
    });

    let plain = instance(parts.ssl(false));
    assert!(
        !is_redis_connected(&plain).0,
        "a server with TLS takes no plain text"
    );
}
