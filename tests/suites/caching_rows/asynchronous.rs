//! `acache_function`, on the same engine as `cache_function`.

use dtcache::{acache_function, cache_function};
use serde_json::json;

use crate::{holds, start};

#[tokio::test]
async fn acache_function_with_everything() {
    let (server, redis) = start();
    let orders = async |status: &str, value: u32| {
        let call = acache_function("orders:user")
            .redis(&redis)
            .expire(3600)
            .positional(&7);
        let call = call.arg("user_id", &123).arg("status", status);
        let call = call
            .only_for(status == "completed")
            .cache_if(|value: &u32| *value != 0);
        let key = call.key().expect("a key");
        let call = acache_function("orders:user")
            .redis(&redis)
            .expire(3600)
            .positional(&7);
        let call = call.arg("user_id", &123).arg("status", status);
        let call = call
            .only_for(status == "completed")
            .cache_if(|value: &u32| *value != 0);
        (key, call.call(|| async move { value }).await)
    };
    let (key, zero) = orders("completed", 0).await;
    assert_eq!((zero, server.get(&key)), (0, None));
    assert_eq!(orders("completed", 1).await.1, 1);
    assert_eq!(orders("completed", 2).await.1, 1);
    holds(&server, &key, Some(3600), &json!(1));
    let before = server.look_ups();
    assert_eq!(
        (orders("pending", 3).await.1, orders("pending", 4).await.1),
        (3, 4)
    );
    assert_eq!(server.look_ups(), before, "neither looked up nor stored");
}

#[tokio::test]
async fn acache_function_with_a_result() {
    let (server, redis) = start();
    let parse = async |text: &str| {
        let call = acache_function("parse").redis(&redis).arg("text", text);
        call.try_call(|| async { text.parse::<i32>() }).await
    };
    assert_eq!(parse("7").await, Ok(7));
    assert_eq!(parse("7").await, Ok(7));
    assert!(parse("seven").await.is_err());
    assert_eq!(server.keys().len(), 1);
    assert_eq!(redis.stats().total().hits, 1);
}

#[tokio::test]
async fn acache_function_with_a_sync_body() {
    let (server, redis) = start();
    let data = [1, 2, 3, 4, 5];
    for _ in 0..2 {
        let stats = acache_function("stats")
            .redis(&redis)
            .expire(1200)
            .arg("data", &data);
        let count = stats.call_sync(|| data.len()).await;
        assert_eq!(count, 5);
        let parsed = acache_function("parsed")
            .redis(&redis)
            .try_call_sync(|| "7".parse::<u8>());
        assert_eq!(parsed.await, Ok(7));
    }
    assert_eq!(server.keys().len(), 2);
    assert_eq!(redis.stats().total().hits, 2);
}

#[tokio::test]
async fn sync_and_async_share_entries() {
    let (_server, redis) = start();
    let sync = |value: u32| {
        cache_function("shared")
            .redis(&redis)
            .arg("id", &1)
            .call(|| value)
    };
    let call = acache_function("shared")
        .redis(&redis)
        .arg("id", &1)
        .call(|| async { 1 });
    assert_eq!(call.await, 1);
    assert_eq!(sync(2), 1);
    redis.reset();
    assert_eq!(sync(3), 1);
    let call = acache_function("shared")
        .redis(&redis)
        .arg("id", &1)
        .call(|| async { 4 });
    assert_eq!(call.await, 1);
}
