//! When Rust and Python share an entry, and when they do not: each test is a row of the README's
//! table. A cached Rust function and a live Python process stand beside one real server.
//!
//! "Shares" means both ways: Python finds under its own key what Rust stored, and the Rust function
//! returns what Python stored there.

use std::collections::{BTreeMap, HashMap, HashSet};

use dtcache::{RedisConfig, RedisInstance, cache_wrapper};
use serde::Serialize;
use support::RedisServer;
use support::oracle::{Described, Oracle, PythonCall};

const FROM_RUST: &str = "from Rust";
const FROM_PYTHON: &str = "from Python";

#[test]
fn shares_keywords_in_the_order_of_the_declaration() {
    #[cache_wrapper(namespace = "orders:user", redis = redis, skip = [redis])]
    fn orders(redis: &RedisInstance, user_id: u64, status: &str, limit: u32) -> String {
        from_rust()
    }
    // orders(user_id=123, status="completed", limit=20)
    let python = call("orders:user").named("user_id", Described::int(123));
    let python = python.named("status", Described::text("completed"));
    let python = python.named("limit", Described::int(20));
    python.shares(|redis| orders(redis, 123, "completed", 20));
}

#[test]
fn shares_positional_arguments() {
    #[cache_wrapper(namespace = "user", redis = redis, skip = [redis], positional = [id, status])]
    fn user(redis: &RedisInstance, id: u64, status: &str) -> String {
        from_rust()
    }
    // user(123, "active")
    let python = call("user").positional(Described::int(123));
    let python = python.positional(Described::text("active"));
    python.shares(|redis| user(redis, 123, "active"));
}

#[test]
fn shares_positional_arguments_before_keywords() {
    #[cache_wrapper(namespace = "user", redis = redis, skip = [redis], positional = [id])]
    fn user(redis: &RedisInstance, id: u64, status: &str) -> String {
        from_rust()
    }
    // user(123, status="active")
    let python = call("user").positional(Described::int(123));
    let python = python.named("status", Described::text("active"));
    python.shares(|redis| user(redis, 123, "active"));
}

#[test]
fn shares_a_call_without_arguments() {
    #[cache_wrapper(namespace = "app:config", redis = redis, skip = [redis])]
    fn config(redis: &RedisInstance) -> String {
        from_rust()
    }
    // config()
    call("app:config").shares(config);
}

#[test]
fn shares_when_the_same_parameters_are_skipped() {
    #[cache_wrapper(namespace = "product", redis = redis, skip = [redis, request_id])]
    fn product(redis: &RedisInstance, id: u64, request_id: &str) -> String {
        assert!(!request_id.is_empty(), "the body sees it all the same");
        from_rust()
    }
    // product(id=456, request_id="abc"), with skip_cache_keys={"request_id"}
    let python = call("product").named("id", Described::int(456));
    python.shares(|redis| product(redis, 456, "def"));
}

#[test]
fn shares_under_the_name_that_python_uses() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis], key("userId" = user_id))]
    fn user(redis: &RedisInstance, user_id: u64, r#type: &str) -> String {
        from_rust()
    }
    // user(userId=7, type="admin")
    let python = call("f").named("userId", Described::int(7));
    let python = python.named("type", Described::text("admin"));
    python.shares(|redis| user(redis, 7, "admin"));
}

#[tokio::test]
async fn shares_with_an_async_function() {
    #[cache_wrapper(namespace = "api:user", redis = redis, skip = [redis])]
    async fn user(redis: &RedisInstance, user_id: u64) -> Result<String, ()> {
        tokio::task::yield_now().await;
        Ok(from_rust())
    }
    let python = call("api:user").named("user_id", Described::int(123));
    let mut both = Both::start();
    assert_eq!(user(&both.redis, 123).await.as_deref(), Ok(FROM_RUST));
    assert_eq!(both.python_reads(&python), Some(FROM_RUST.to_owned()));
    both.python_writes(&python);
    assert_eq!(user(&both.redis, 123).await.as_deref(), Ok(FROM_PYTHON));
}

#[test]
fn shares_scalars() {
    type Numbers = (u64, i128, f64, f32);

    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn f(redis: &RedisInstance, text: &str, flag: bool, numbers: Numbers) -> String {
        from_rust()
    }
    let (text, numbers) = (
        "Zürich \"東京\" 😀\n\u{7f}",
        (u64::MAX, i128::MIN, 1e16, 0.1),
    );
    let python = call("f").named("text", Described::text(text));
    let python = python.named("flag", Described::Bool(true));
    let described = [
        Described::int(u64::MAX),
        Described::int(i128::MIN),
        Described::float(1e16),
        Described::float(0.1),
    ];
    let python = python.named("numbers", Described::list(described));
    python.shares(|redis| f(redis, text, true, numbers));
}

#[test]
fn shares_options() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn f(redis: &RedisInstance, rating: Option<u8>, category: Option<&str>) -> String {
        from_rust()
    }
    // f(rating=None, category="new")
    let python = call("f").named("rating", Described::Null);
    let python = python.named("category", Described::text("new"));
    python.shares(|redis| f(redis, None, Some("new")));
}

#[test]
fn shares_lists() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn f(redis: &RedisInstance, many: &[u8], two: (u8, &str), three: [f64; 3]) -> String {
        from_rust()
    }
    // A tuple and a list are one to Python's JSON, too.
    let numbers = |numbers: &[u8]| Described::list(numbers.iter().map(Described::int));
    let pair = [Described::int(1), Described::text("two")];
    let python = call("f").named("many", numbers(&[1, 2, 3]));
    let python = python.named("two", Described::list(pair));
    let python = python.named(
        "three",
        Described::list([0.5, 1.0, -0.0].map(Described::float)),
    );
    python.shares(|redis| f(redis, &[1, 2, 3], (1, "two"), [0.5, 1.0, -0.0]));
}

#[test]
fn shares_dicts_in_sorted_order() {
    #[cache_wrapper(namespace = "search", redis = redis, skip = [redis])]
    fn search(redis: &RedisInstance, filter: &HashMap<String, u8>) -> String {
        from_rust()
    }
    // search(filter={"a": 1, "z": 2, "é": 3})
    let sorted = [("a", 1), ("z", 2), ("é", 3)];
    let filter = Described::dict(sorted.map(|(key, value)| (key, Described::int(value))));
    let python = call("search").named("filter", filter);
    let filter = sorted.map(|(key, value)| (key.to_owned(), value)).into();
    python.shares(|redis| search(redis, &filter));
}

#[test]
fn shares_structs_as_dicts_in_the_order_of_their_fields() {
    #[derive(Serialize)]
    struct Page {
        size: u8,
        number: u32,
    }

    #[cache_wrapper(namespace = "search", redis = redis, skip = [redis])]
    fn search(redis: &RedisInstance, page: &Page) -> String {
        from_rust()
    }
    // search(page={"size": 20, "number": 1})
    let page = [("size", Described::int(20)), ("number", Described::int(1))];
    let python = call("search").named("page", Described::dict(page));
    let page = Page {
        size: 20,
        number: 1,
    };
    python.shares(|redis| search(redis, &page));
}

#[test]
fn shares_enums_as_text() {
    #[derive(Clone, Copy, Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Daily,
    }

    #[cache_wrapper(namespace = "reports", redis = redis, skip = [redis])]
    fn report(redis: &RedisInstance, kind: Kind) -> String {
        from_rust()
    }
    // report(kind="daily")
    let python = call("reports").named("kind", Described::text("daily"));
    python.shares(|redis| report(redis, Kind::Daily));
}

/// A time as serde prints it: `2025-10-24T10:30:00+00:00`.
const TIME: &str = "2025-10-24T10:30:00+00:00";

#[test]
fn shares_a_datetime_through_key() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis], key(at = at.replace('T', " ")))]
    fn f(redis: &RedisInstance, at: &str) -> String {
        from_rust()
    }
    // f(at=datetime(2025, 10, 24, 10, 30, tzinfo=timezone.utc))
    let python = call("f").named("at", Described::Datetime(TIME.to_owned()));
    python.shares(|redis| f(redis, TIME));
}

#[test]
fn shares_a_method_that_skips_self_with_a_plain_function() {
    struct Service<'a>(&'a RedisInstance);

    impl Service<'_> {
        #[cache_wrapper(namespace = "roles", redis = self.0, skip = [self])]
        fn roles(&self, user_id: u64) -> String {
            from_rust()
        }
    }
    // roles(user_id=123), a function
    let python = call("roles").named("user_id", Described::int(123));
    python.shares(|redis| Service(redis).roles(123));
}

#[test]
fn not_a_positional_argument_with_a_keyword() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn named(redis: &RedisInstance, id: u64) -> String {
        from_rust()
    }
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis], positional = [id])]
    fn positional(redis: &RedisInstance, id: u64) -> String {
        from_rust()
    }
    let python = || call("f").positional(Described::int(1));
    python().does_not_share(|redis| named(redis, 1));
    python().shares(|redis| positional(redis, 1));

    let python = || call("f").named("id", Described::int(1));
    python().does_not_share(|redis| positional(redis, 1));
    python().shares(|redis| named(redis, 1));
}

#[test]
fn not_keywords_in_another_order() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn f(redis: &RedisInstance, a: u8, b: u8) -> String {
        from_rust()
    }
    // f(b=2, a=1)
    let python = call("f").named("b", Described::int(2));
    let python = python.named("a", Described::int(1));
    python.does_not_share(|redis| f(redis, 1, 2));
}

#[test]
fn not_a_default_that_python_leaves_out() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn f(redis: &RedisInstance, user_id: u64, limit: u32) -> String {
        from_rust()
    }
    // f(user_id=123), with limit=20 by default
    let python = call("f").named("user_id", Described::int(123));
    python.does_not_share(|redis| f(redis, 123, 20));
}

#[test]
fn not_dicts_in_another_order() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn f(redis: &RedisInstance, filter: &BTreeMap<&str, u8>) -> String {
        from_rust()
    }
    // f(filter={"z": 2, "a": 1})
    let filter = Described::dict([("z", Described::int(2)), ("a", Described::int(1))]);
    let python = call("f").named("filter", filter);
    python.does_not_share(|redis| f(redis, &[("z", 2), ("a", 1)].into()));
}

#[test]
fn not_methods_in_python() {
    struct Service<'a>(&'a RedisInstance);

    impl Service<'_> {
        #[cache_wrapper(namespace = "roles", redis = self.0, skip = [self])]
        fn roles(&self, user_id: u64) -> String {
            from_rust()
        }
    }
    // service.roles(user_id=123): Python hashes the text of `service`, which holds its address.
    let service = Described::text("<service.Service object at 0x7f3b1c0d5e50>");
    let python = call("roles").positional(service);
    let python = python.named("user_id", Described::int(123));
    python.does_not_share(|redis| Service(redis).roles(123));
}

#[test]
fn not_sets() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn f(redis: &RedisInstance, ids: &HashSet<u8>) -> String {
        from_rust()
    }
    // f(ids={1}): Python hashes the text "{1}".
    let python = call("f").named("ids", Described::Set(vec![Described::int(1)]));
    python.does_not_share(|redis| f(redis, &[1].into()));
}

#[test]
fn not_bytes() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn f(redis: &RedisInstance, data: &[u8]) -> String {
        from_rust()
    }
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn text(redis: &RedisInstance, data: &str) -> String {
        from_rust()
    }
    // f(data=b"hi"): Python hashes the text "b'hi'".
    let python = || call("f").named("data", Described::Bytes("6869".to_owned()));
    python().does_not_share(|redis| f(redis, b"hi"));
    python().does_not_share(|redis| text(redis, "hi"));
}

#[test]
fn not_a_datetime_as_serde_prints_it() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn f(redis: &RedisInstance, at: &str) -> String {
        from_rust()
    }
    // Python hashes str(datetime), with a space where serde prints a T.
    let python = call("f").named("at", Described::Datetime(TIME.to_owned()));
    python.does_not_share(|redis| f(redis, TIME));
}

#[test]
fn not_an_integer_with_a_float() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn f(redis: &RedisInstance, price: f64) -> String {
        from_rust()
    }
    // f(price=1) against f(price=1.0)
    let python = |price| call("f").named("price", price);
    python(Described::int(1)).does_not_share(|redis| f(redis, 1.0));
    python(Described::float(1.0)).shares(|redis| f(redis, 1.0));
}

#[test]
#[allow(
    clippy::option_option,
    reason = "how options nest is what the row is about"
)]
fn not_some_of_none() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis])]
    fn f(redis: &RedisInstance, change: Option<Option<u8>>) -> String {
        from_rust()
    }
    let python = || call("f").named("change", Described::Null);
    python().does_not_share(|redis| f(redis, Some(None)));
    python().shares(|redis| f(redis, None));
}

#[test]
fn not_a_null_result() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis, found])]
    fn f(redis: &RedisInstance, found: Option<&str>) -> Option<String> {
        found.map(str::to_owned)
    }
    let both = &mut Both::start();
    let python = call("f");
    assert_eq!(f(&both.redis, None), None);
    assert_eq!(both.server.keys(), [""; 0], "not stored");
    both.put(&python, &Described::Null);
    assert_eq!(f(&both.redis, Some("a")).as_deref(), Some("a"), "a miss");
    assert_eq!(both.python_reads(&python), Some("a".to_owned()));
}

#[test]
fn not_a_nan_in_a_result() {
    #[cache_wrapper(namespace = "f", redis = redis, skip = [redis, mean])]
    fn f(redis: &RedisInstance, mean: f64) -> f64 {
        mean
    }
    let both = &mut Both::start();
    let python = call("f");
    assert!(f(&both.redis, f64::NAN).is_nan());
    assert_eq!(both.server.keys(), [""; 0], "not stored");
    both.put(&python, &Described::float(f64::NAN));
    assert_eq!(f(&both.redis, 0.5).to_bits(), 0.5_f64.to_bits(), "a miss");
    let stored = both.entry(&python).expect("overwritten");
    assert_eq!(
        both.oracle.read(&[stored]),
        [Some(Described::float(0.5))],
        "and overwritten"
    );
}

fn from_rust() -> String {
    FROM_RUST.to_owned()
}

/// A Rust service and a Python service beside one server.
struct Both {
    server: RedisServer,
    redis: RedisInstance,
    oracle: Oracle,
}

impl Both {
    fn start() -> Self {
        let server = RedisServer::start();
        let config = RedisConfig::new().url(server.url());
        Self {
            redis: RedisInstance::new(config).expect("settings that are right"),
            oracle: Oracle::start(),
            server,
        }
    }

    fn key(&mut self, python: &Python) -> String {
        self.oracle.keys(std::slice::from_ref(&python.0)).remove(0)
    }

    fn entry(&mut self, python: &Python) -> Option<Vec<u8>> {
        let key = self.key(python);
        self.server.get(&key)
    }

    /// What the Python service finds for its call.
    fn python_reads(&mut self, python: &Python) -> Option<String> {
        let entry = self.entry(python)?;
        match self.oracle.read(&[entry]).remove(0) {
            Some(Described::Text(text)) => Some(text),
            other => panic!("not a text: {other:?}"),
        }
    }

    /// The Python service stores its own result for its call.
    fn python_writes(&mut self, python: &Python) {
        self.put(python, &Described::text(FROM_PYTHON));
    }

    fn put(&mut self, python: &Python, value: &Described) {
        let entry = self.oracle.write(std::slice::from_ref(value)).remove(0);
        let key = self.key(python);
        self.server.set(&key, &entry);
    }
}

/// A call as the Python caller writes it.
struct Python(PythonCall);

fn call(namespace: &str) -> Python {
    Python(PythonCall {
        namespace: namespace.to_owned(),
        ..PythonCall::default()
    })
}

impl Python {
    fn positional(mut self, value: Described) -> Self {
        self.0.positional.push(value);
        self
    }

    fn named(mut self, name: &str, value: Described) -> Self {
        self.0.named.push((name.to_owned(), value));
        self
    }

    #[track_caller]
    fn shares(&self, rust: impl Fn(&RedisInstance) -> String) {
        let mut both = Both::start();
        assert_eq!(rust(&both.redis), FROM_RUST, "computed");
        let found = both.python_reads(self);
        assert_eq!(found.as_deref(), Some(FROM_RUST), "Python reads Rust's");
        both.python_writes(self);
        assert_eq!(rust(&both.redis), FROM_PYTHON, "Rust reads Python's");
        assert_eq!(both.server.keys().len(), 1);
    }

    #[track_caller]
    fn does_not_share(&self, rust: impl Fn(&RedisInstance) -> String) {
        let mut both = Both::start();
        both.python_writes(self);
        assert_eq!(rust(&both.redis), FROM_RUST, "Rust computes its own");
        let found = both.python_reads(self);
        assert_eq!(found.as_deref(), Some(FROM_PYTHON), "Python keeps its own");
        assert_eq!(both.server.keys().len(), 2);
    }
}
