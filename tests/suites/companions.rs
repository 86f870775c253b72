//! `entry`, `version` and scopes, as a user of the attribute meets them, against a real server.

use std::marker::PhantomData;
use std::time::Duration;

use dtcache::{ErrorKind, RedisConfig, RedisInstance, Scope, TimeToLive, cache_wrapper};
use serde::{Deserialize, Serialize};
use serde_json::json;
use support::{RedisServer, entry};

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct User {
    id: u64,
    name: String,
}

#[cache_wrapper(
    namespace = "user",
    expire = life,
    redis = redis,
    positional = [id],
    skip = [redis, life, runs],
    entry = user_entry,
)]
fn user(
    redis: &RedisInstance,
    id: u64,
    locale: &str,
    life: Duration,
    runs: &mut u32,
) -> Result<User, String> {
    *runs += 1;
    if id == 0 {
        return Err("no such user".to_owned());
    }
    let name = format!("{locale} {runs}");
    Ok(User { id, name })
}

struct Service {
    redis: RedisInstance,
    tenant: &'static str,
}

type Found = std::io::Result<Option<User>>;

impl Service {
    #[cache_wrapper(
        namespace = "find",
        version = 3,
        redis = self.redis,
        key(self = self.tenant),
        entry(find_entry, value = Option<User>),
    )]
    async fn find(&self, mut id: u64) -> Found {
        id += std::future::ready(1).await;
        let name = self.tenant.to_owned();
        Ok(Some(User { id, name }))
    }

    #[cache_wrapper(namespace = "later", redis = self.redis, skip = [self, now], entry = later_entry)]
    fn later(&self, id: u64, now: u64) -> impl Future<Output = u64> + use<> {
        async move { now + id }
    }
}

fn start() -> (RedisServer, RedisInstance) {
    let server = RedisServer::start();
    let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
    (server, redis)
}

#[test]
fn a_companion_finds_what_its_function_stored() {
    let (server, redis) = start();
    let (life, mut runs) = (Duration::from_secs(600), 0);
    let entry = user_entry(&redis, 7, "de", life);
    assert_eq!(entry.peek(), Ok(None));
    assert_eq!(redis.stats().namespace("user"), None, "no call was made");
    let first = user(&redis, 7, "de", life, &mut runs);
    assert_eq!(entry.peek().as_ref(), Ok(&first.ok()));
    let key = entry.key().expect("a key");
    assert_eq!(server.keys(), [key]);
    let stored = server.get(key).expect("an entry");
    assert_eq!(entry::decode(&stored), json!({ "id": 7, "name": "de 1" }));

    let other = user_entry(&redis, 7, "fr", life);
    assert_eq!(other.invalidate(), Ok(false));
    assert_eq!(other.ttl(), Ok(TimeToLive::Absent));
    assert!(matches!(entry.ttl(), Ok(TimeToLive::Left(left)) if left <= life));
    assert_eq!(entry.invalidate(), Ok(true));
    let again = user(&redis, 7, "de", life, &mut runs);
    assert_eq!(
        (again.map(|user| user.name), runs),
        (Ok("de 2".to_owned()), 2)
    );
}

#[test]
fn what_a_companion_puts_its_function_gives() {
    let (server, redis) = start();
    let (life, mut runs) = (Duration::from_secs(60), 0);
    let entry = user_entry(&redis, 7, "de", life);
    let name = "Ada".to_owned();
    assert_eq!(entry.put(&User { id: 7, name }), Ok(true));
    let user = user(&redis, 7, "de", life, &mut runs).expect("a user");
    assert_eq!((user.name.as_str(), runs), ("Ada", 0));
    let left = server.pttl(entry.key().expect("a key"));
    assert!(left > 40_000 && left <= 60_000, "{left}");
}

#[tokio::test]
async fn an_async_functions_handle_is_async() {
    let (server, redis) = start();
    let service = Service {
        redis,
        tenant: "acme",
    };
    let found = service.find(7).await.expect("no failure");
    assert_eq!(service.find_entry(7).peek().await, Ok(Some(found)));
    let keys = server.keys();
    assert!(
        keys.iter().all(|key| key.starts_with("find:v3:")),
        "{keys:?}"
    );
    assert_eq!(keys, [service.find_entry(7).key().expect("a key")]);
    assert_eq!(service.find_entry(7).put(&None).await, Ok(false));
    assert_eq!(server.keys(), [""; 0]);

    // A companion of a function that returns a future, which is left without its receiver.
    assert_eq!(service.later(1, 10).await, 11);
    assert_eq!(service.later_entry(1).peek().await, Ok(Some(11)));
}

/// The key is made when the function is called; what the cache is to do is asked when its future
/// is polled.
#[tokio::test]
async fn a_returned_future_is_in_the_scope_that_polls_it() {
    let (_server, redis) = start();
    let service = Service {
        redis,
        tenant: "acme",
    };
    assert_eq!(service.later(1, 10).await, 11);
    assert_eq!(service.later(1, 20).await, 11);
    let made_outside = service.later(1, 30);
    assert_eq!(Scope::new().refresh().run_async(made_outside).await, 31);
    let made_inside = Scope::new().refresh().run(|| service.later(1, 40));
    assert_eq!(made_inside.await, 31);
    let bypassed = Scope::new().bypass().run_async(service.later(1, 50));
    assert_eq!(bypassed.await, 51);
    assert_eq!(service.later(1, 60).await, 31);
}

struct Table<T>(PhantomData<T>);

impl<T: Default + ToString> Table<T> {
    #[cache_wrapper(namespace = "first", redis = redis, skip = [redis], entry = first_entry)]
    fn first(redis: &RedisInstance) -> String {
        T::default().to_string()
    }
}

/// A handle of the second type would put its values where the first one's calls read.
#[test]
fn two_types_with_one_key_do_not_meet_in_a_handle() {
    let (_server, redis) = start();
    assert_eq!(Table::<u32>::first(&redis), "0");
    assert_eq!(Table::<bool>::first(&redis), "false");
    assert_eq!(
        Table::<u32>::first_entry(&redis).peek(),
        Ok(Some("0".to_owned()))
    );
    let error = Table::<bool>::first_entry(&redis).put(&"false".to_owned());
    let error = error.expect_err("the keys are another type's");
    assert_eq!(error.kind(), ErrorKind::Unencodable);
    assert!(error.to_string().contains("skip = [Self]"), "{error}");
    assert_eq!(Table::<u32>::first(&redis), "0");
}

/// The one line of the Python framework's "update a post, invalidate its entry".
#[test]
fn an_update_invalidates_in_one_line() {
    let (_server, redis) = start();
    let (life, mut runs) = (Duration::from_secs(60), 0);
    let name = |user: Result<User, String>| user.expect("a user").name;
    assert_eq!(name(user(&redis, 1, "de", life, &mut runs)), "de 1");
    assert_eq!(name(user(&redis, 1, "de", life, &mut runs)), "de 1");
    user_entry(&redis, 1, "de", life)
        .invalidate()
        .expect("a server");
    assert_eq!(name(user(&redis, 1, "de", life, &mut runs)), "de 2");
}
