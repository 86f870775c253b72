//! `cache_data` and `acache_data`, with each kind of target.

use std::time::Duration;

use dtcache::{Expire, acache_data, cache_data};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{holds, start};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct User {
    id: u64,
    name: String,
}

fn john() -> User {
    User {
        id: 123,
        name: "John Doe".to_owned(),
    }
}

#[test]
fn cache_data_with_each_target() {
    let (server, redis) = start();
    let user = john();
    let mut lent = redis.get_redis().expect("a connection");
    let client = redis.get_redis_client().expect("a client");
    let mut own = client.get_connection().expect("a connection");

    let passed: &User = cache_data(&redis, "instance", &user, 300);
    assert!(
        std::ptr::eq(passed, &raw const user),
        "the value is passed through"
    );
    assert_eq!(cache_data(&mut lent, "lent", &user, 300), &user);
    assert_eq!(cache_data(&mut own, "own", &user, 300), &user);
    assert_eq!(cache_data(&client, "client", &user, 300), &user);
    for key in ["instance", "lent", "own", "client"] {
        holds(
            &server,
            key,
            Some(300),
            &json!({"id": 123, "name": "John Doe"}),
        );
    }
}

#[tokio::test]
async fn acache_data_with_each_target() {
    let (server, redis) = start();
    let user = john();
    let mut lent = redis.get_async_redis().await.expect("a connection");
    let client = redis.get_async_redis_client().expect("a client");
    let mut own = client
        .get_multiplexed_async_connection()
        .await
        .expect("a connection");

    let passed: &User = acache_data(&redis, "instance", &user, 300).await;
    assert!(
        std::ptr::eq(passed, &raw const user),
        "the value is passed through"
    );
    assert_eq!(acache_data(&mut lent, "lent", &user, 300).await, &user);
    assert_eq!(acache_data(&mut own, "own", &user, 300).await, &user);
    assert_eq!(acache_data(&client, "client", &user, 300).await, &user);
    for key in ["instance", "lent", "own", "client"] {
        holds(
            &server,
            key,
            Some(300),
            &json!({"id": 123, "name": "John Doe"}),
        );
    }
}

#[test]
fn cache_data_expire() {
    let (server, redis) = start();
    cache_data(&redis, "seconds", "text", 3600);
    cache_data(&redis, "duration", "text", Duration::from_secs(3600));
    cache_data(&redis, "some", "text", Some(Duration::from_secs(3600)));
    for key in ["seconds", "duration", "some"] {
        holds(&server, key, Some(3600), &json!("text"));
    }
    cache_data(&redis, "none", "text", None);
    cache_data(&redis, "never", "text", Expire::never());
    cache_data(&redis, "endless", "text", u64::MAX);
    for key in ["none", "never", "endless"] {
        holds(&server, key, None, &json!("text"));
    }
    cache_data(&redis, "zero", "text", 0);
    assert_eq!(server.get("zero"), None, "over before it begins");
    // A new value brings its own time, also none.
    cache_data(&redis, "seconds", "again", None);
    holds(&server, "seconds", None, &json!("again"));
}

#[test]
fn cache_data_replaces_what_is_there() {
    let (server, redis) = start();
    server.raw::<()>(&["RPUSH", "key", "a list"]);
    cache_data(&redis, "key", &[1, 2], 60);
    holds(&server, "key", Some(60), &json!([1, 2]));
    let counts = redis.stats().total();
    assert_eq!(counts.errors, 0, "{counts:?}");
}
