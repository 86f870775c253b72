//! `#[cache_wrapper]` with each of its parameters, on sync and async functions, against a real
//! server. Each test bears the name of its row in the seed, or of ours.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dtcache::{RedisConfig, RedisInstance, cache_wrapper};
use serde_json::json;
use support::{RedisServer, entry};

/// How often bodies ran.
#[derive(Default)]
struct Runs(AtomicU32);

impl Runs {
    fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn take(&self) -> u32 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

fn start() -> (RedisServer, RedisInstance, Runs) {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    (server, redis, Runs::default())
}

#[cache_wrapper(namespace = "user_data", redis = redis, skip = [redis, runs])]
fn user(redis: &RedisInstance, runs: &Runs, user_id: u64) -> String {
    runs.add_one();
    format!("user {user_id}")
}

#[cache_wrapper(namespace = "user_data", redis = redis, skip = [redis, runs])]
async fn user_async(redis: &RedisInstance, runs: &Runs, user_id: u64) -> String {
    runs.add_one();
    tokio::task::yield_now().await;
    format!("user {user_id}")
}

#[tokio::test]
async fn redis_is_the_instance_that_is_used() {
    let (server, redis, runs) = start();
    let (other_server, other, _) = start();
    assert_eq!(user(&redis, &runs, 1), "user 1");
    assert_eq!(user_async(&other, &runs, 1).await, "user 1");
    assert_eq!(runs.take(), 2);
    assert_eq!((server.keys().len(), other_server.keys().len()), (1, 1));
    assert_eq!(user_async(&redis, &runs, 1).await, "user 1");
    assert_eq!(user(&other, &runs, 1), "user 1");
    assert_eq!(runs.take(), 0);
}

#[tokio::test]
async fn namespace_is_the_prefix_of_the_key() {
    let (server, redis, runs) = start();
    // As the Python services name the same call.
    let key = "user_data:4be62850ffc6f007b0af499d5a1846cb57e8238813969f5c4c2beafcaef2c553";
    for _ in 0..2 {
        assert_eq!(user(&redis, &runs, 123), "user 123");
    }
    assert_eq!(server.keys(), [key]);
    assert_eq!(
        entry::decode(&server.get(key).expect("an entry")),
        json!("user 123")
    );
    assert_eq!(runs.take(), 1);
    redis.delete(key).expect("deleted");
    for _ in 0..2 {
        assert_eq!(user_async(&redis, &runs, 123).await, "user 123");
    }
    assert_eq!(server.keys(), [key]);
    assert_eq!(runs.take(), 1);
    assert_eq!(user(&redis, &runs, 124), "user 124");
    assert_eq!(server.keys().len(), 2);
}

const LIFE: Duration = Duration::from_secs(500);

#[cache_wrapper(namespace = "seconds", expire = 3600, redis = redis, skip = [redis])]
fn expires_in_seconds(redis: &RedisInstance) -> u32 {
    1
}

#[cache_wrapper(namespace = "words", expire = "1h 30m", redis = redis, skip = [redis])]
async fn expires_in_words(redis: &RedisInstance) -> u32 {
    1
}

#[cache_wrapper(namespace = "duration", expire = LIFE * times, redis = redis, skip = [redis, times])]
async fn expires_in_a_duration(redis: &RedisInstance, times: u32) -> u32 {
    1
}

#[cache_wrapper(namespace = "parameter", expire = seconds, redis = redis, skip = [redis, seconds])]
fn expires_in_a_parameter(redis: &RedisInstance, seconds: u64) -> u32 {
    1
}

#[cache_wrapper(namespace = "millis", expire = "1s 500ms", redis = redis, skip = [redis])]
fn expires_in_millis(redis: &RedisInstance) -> u32 {
    1
}

#[cache_wrapper(namespace = "absent", redis = redis, skip = [redis])]
fn expires_never(redis: &RedisInstance) -> u32 {
    1
}

#[tokio::test]
async fn expire_is_the_time_to_live() {
    let (server, redis, _) = start();
    let left = |key: &str, longest: i64| {
        let left = server.pttl(key);
        assert!(
            left > longest - 20_000 && left > 0 && left <= longest,
            "{key}: {left} ms"
        );
    };
    expires_in_seconds(&redis);
    left("seconds", 3_600_000);
    expires_in_words(&redis).await;
    left("words", 5_400_000);
    expires_in_a_duration(&redis, 2).await;
    left("duration", 1_000_000);
    expires_in_a_parameter(&redis, 42);
    left("parameter", 42_000);
    expires_in_millis(&redis);
    left("millis", 1_500);
    expires_never(&redis);
    assert_eq!(server.pttl("absent"), -1);

    redis.delete("parameter").expect("deleted");
    expires_in_a_parameter(&redis, 0);
    assert_eq!(server.get("parameter"), None, "zero is not stored");
}

#[cache_wrapper(namespace = "product", redis = redis, skip = [redis, runs, request_id])]
fn product(redis: &RedisInstance, runs: &Runs, id: u64, request_id: &str) -> String {
    runs.add_one();
    format!("{id} for {request_id}")
}

#[cache_wrapper(namespace = "product", redis = redis, skip = [redis, runs, request_id])]
async fn product_async(redis: &RedisInstance, runs: &Runs, id: u64, request_id: &str) -> String {
    runs.add_one();
    format!("{id} for {request_id}")
}

#[tokio::test]
async fn skip_cache_keys_leaves_parameters_out_of_the_key() {
    let (server, redis, runs) = start();
    assert_eq!(product(&redis, &runs, 456, "a"), "456 for a");
    assert_eq!(product(&redis, &runs, 456, "b"), "456 for a");
    assert_eq!(product_async(&redis, &runs, 456, "c").await, "456 for a");
    assert_eq!(runs.take(), 1);
    assert_eq!(product_async(&redis, &runs, 457, "d").await, "457 for d");
    assert_eq!(runs.take(), 1);
    assert_eq!(server.keys().len(), 2);
}

#[cache_wrapper(
    namespace = "reports",
    redis = redis,
    skip = [redis, runs],
    only_for = [report_type in ["daily", "weekly"], user_id == 0],
)]
fn report(redis: &RedisInstance, runs: &Runs, report_type: &str, user_id: u64) -> String {
    runs.add_one();
    format!("{report_type} of {user_id}")
}

#[cache_wrapper(
    namespace = "reports",
    redis = redis,
    skip = [redis, runs],
    only_for = [report_type in ["daily", "weekly"], user_id == 0],
)]
async fn report_async(
    redis: &RedisInstance,
    runs: &Runs,
    report_type: &str,
    user_id: u64,
) -> String {
    runs.add_one();
    format!("{report_type} of {user_id}")
}

#[tokio::test]
async fn cache_only_for_gates_look_up_and_store() {
    let (server, redis, runs) = start();
    for (kind, id) in [("daily", 7), ("weekly", 7), ("yearly", 0)] {
        report(&redis, &runs, kind, id);
        report(&redis, &runs, kind, id);
        report_async(&redis, &runs, kind, id).await;
        assert_eq!(runs.take(), 1, "{kind} of {id} is cached");
    }
    let before = (server.look_ups(), server.calls("set"));
    report(&redis, &runs, "yearly", 7);
    report(&redis, &runs, "yearly", 7);
    report_async(&redis, &runs, "yearly", 7).await;
    assert_eq!(runs.take(), 3);
    assert_eq!((server.look_ups(), server.calls("set")), before);
}

#[cache_wrapper(namespace = "user", redis = redis, skip = [redis, runs], positional = [id])]
fn positional(redis: &RedisInstance, runs: &Runs, id: u64, status: &str) -> String {
    runs.add_one();
    format!("{id} {status}")
}

#[cache_wrapper(namespace = "user", redis = redis, skip = [redis, runs], positional = [id])]
async fn positional_async(redis: &RedisInstance, runs: &Runs, id: u64, status: &str) -> String {
    runs.add_one();
    format!("{id} {status}")
}

#[tokio::test]
async fn positional_parameters_come_first_in_the_key() {
    let (server, redis, runs) = start();
    positional(&redis, &runs, 123, "active");
    positional_async(&redis, &runs, 123, "active").await;
    assert_eq!(runs.take(), 1);
    let key = dtcache::cache_function("user")
        .positional(&123)
        .arg("status", "active")
        .key();
    assert_eq!(server.keys(), [key.expect("a key")]);
}

struct Account {
    id: u64,
    // A key of this would be another one each time.
    _seen: std::time::Instant,
}

#[cache_wrapper(
    namespace = "account",
    redis = redis,
    skip = [redis, runs],
    key(account = account.id, "userId" = user_id),
)]
fn projected(redis: &RedisInstance, runs: &Runs, account: &Account, user_id: u32) -> u64 {
    runs.add_one();
    account.id
}

#[cache_wrapper(
    namespace = "account",
    redis = redis,
    skip = [redis, runs],
    key(account = account.id, "userId" = user_id),
)]
async fn projected_async(
    redis: &RedisInstance,
    runs: &Runs,
    account: &Account,
    user_id: u32,
) -> u64 {
    runs.add_one();
    account.id
}

#[tokio::test]
async fn key_says_what_stands_for_a_parameter() {
    let (server, redis, runs) = start();
    let account = |id| Account {
        id,
        _seen: std::time::Instant::now(),
    };
    projected(&redis, &runs, &account(7), 1);
    projected_async(&redis, &runs, &account(7), 1).await;
    assert_eq!(runs.take(), 1);
    let key = dtcache::cache_function("account")
        .arg("account", &7)
        .arg("userId", &1)
        .key();
    assert_eq!(server.keys(), [key.expect("a key")]);
    projected(&redis, &runs, &account(8), 1);
    projected_async(&redis, &runs, &account(7), 2).await;
    assert_eq!(runs.take(), 2);
}

#[cache_wrapper(
    namespace = "search",
    redis = redis,
    skip = [redis, runs, found],
    cache_if = |found: &Vec<u32>| !found.is_empty(),
)]
fn search(redis: &RedisInstance, runs: &Runs, found: &[u32]) -> Vec<u32> {
    runs.add_one();
    found.to_vec()
}

#[cache_wrapper(
    namespace = "search:async",
    redis = redis,
    skip = [redis, runs, found],
    cache_if = |found| !found.is_empty(),
)]
async fn search_async(
    redis: &RedisInstance,
    runs: &Runs,
    found: &[u32],
) -> Result<Vec<u32>, String> {
    runs.add_one();
    Ok(found.to_vec())
}

#[tokio::test]
async fn cache_if_says_which_results_are_stored() {
    let (server, redis, runs) = start();
    assert_eq!(search(&redis, &runs, &[]), [0; 0]);
    assert_eq!(search_async(&redis, &runs, &[]).await, Ok(vec![]));
    assert_eq!(server.keys(), [""; 0]);
    assert_eq!(search(&redis, &runs, &[1]), [1]);
    assert_eq!(search_async(&redis, &runs, &[1]).await, Ok(vec![1]));
    assert_eq!(runs.take(), 4);
    assert_eq!(search(&redis, &runs, &[2]), [1]);
    assert_eq!(search_async(&redis, &runs, &[2]).await, Ok(vec![1]));
    assert_eq!(runs.take(), 0);
}

struct Service {
    redis: RedisInstance,
    tenant: String,
    runs: Runs,
}

impl Service {
    #[cache_wrapper(namespace = "roles", redis = self.redis, skip = [self], expire = 1800)]
    fn roles(&self, user_id: u64) -> Vec<String> {
        self.runs.add_one();
        vec![format!("{} of {}", user_id, self.tenant)]
    }

    #[cache_wrapper(namespace = "tenant", redis = self.redis, key(self = self.tenant))]
    async fn of_tenant(&self, user_id: u64) -> Result<Option<u64>, String> {
        self.runs.add_one();
        if user_id == 0 {
            Err("nobody".to_owned())
        } else {
            Ok((user_id > 1).then_some(user_id))
        }
    }
}

#[tokio::test]
async fn methods_results_and_options() {
    let (server, redis, _) = start();
    let service = |tenant: &str| Service {
        redis: redis.clone(),
        tenant: tenant.to_owned(),
        runs: Runs::default(),
    };
    let (one, other) = (service("one"), service("other"));
    assert_eq!(one.roles(1), ["1 of one"]);
    assert_eq!(other.roles(1), ["1 of one"], "self is skipped");
    assert_eq!(server.keys().len(), 1);

    for service in [&one, &other] {
        service.runs.take();
        for _ in 0..2 {
            assert_eq!(service.of_tenant(2).await, Ok(Some(2)));
        }
        assert_eq!(service.runs.take(), 1, "each tenant has its own entry");
        for _ in 0..2 {
            assert_eq!(service.of_tenant(1).await, Ok(None));
            assert_eq!(service.of_tenant(0).await, Err("nobody".to_owned()));
        }
        assert_eq!(
            service.runs.take(),
            4,
            "neither None nor an error is stored"
        );
    }
    assert_eq!(server.keys().len(), 3);
}
