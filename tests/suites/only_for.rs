//! `only_for`: every form of `in`, plain conditions, and proof at the server that nothing is looked
//! up or stored when no condition holds.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use dtcache::{RedisConfig, RedisInstance, cache_wrapper};
use serde::Serialize;
use support::RedisServer;

/// A server, an instance, and a count of the bodies that ran.
struct Bench {
    server: RedisServer,
    redis: RedisInstance,
    runs: AtomicU32,
}

impl Bench {
    fn new() -> Self {
        let server = RedisServer::start();
        let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
        Self {
            server,
            redis,
            runs: AtomicU32::new(0),
        }
    }

    /// What every body does.
    fn run(&self) -> u32 {
        self.runs.fetch_add(1, Ordering::Relaxed)
    }

    /// Makes a call twice: the second is a hit.
    #[track_caller]
    fn caches(&self, call: impl Fn(&Self) -> u32) {
        let before = self.runs.load(Ordering::Relaxed);
        call(self);
        call(self);
        assert_eq!(
            self.runs.load(Ordering::Relaxed),
            before + 1,
            "the second call is a hit"
        );
    }

    /// Makes a call twice: both run the body, and the server hears of neither.
    #[track_caller]
    fn bypasses(&self, call: impl Fn(&Self) -> u32) {
        let traffic = || {
            let commands = ["getrange", "get", "set", "del"];
            (
                commands.map(|command| self.server.calls(command)),
                self.server.look_ups(),
            )
        };
        let before = (self.runs.load(Ordering::Relaxed), traffic());
        call(self);
        call(self);
        let after = (self.runs.load(Ordering::Relaxed), traffic());
        assert_eq!(
            after,
            (before.0 + 2, before.1),
            "runs, and what the server was asked"
        );
    }
}

/// Functions that differ in the type of their parameter and in their conditions alone.
macro_rules! functions {
    ($($name:ident($param:ident: $type:ty) only_for [$($condition:tt)*];)*) => {$(
        #[allow(clippy::ref_option, reason = "a form that users write")]
        #[cache_wrapper(
            namespace = concat!("only_for:", stringify!($name)),
            redis = bench.redis,
            skip = [bench],
            only_for = [$($condition)*],
        )]
        fn $name(bench: &Bench, $param: $type) -> u32 {
            bench.run()
        }
    )*};
}

#[derive(Clone, Copy, PartialEq, Serialize)]
enum Role {
    Admin,
    Customer,
}

#[derive(Clone, Copy, Serialize)]
enum Plan {
    Free,
    Paid { seats: u32 },
}

#[derive(PartialEq, Serialize)]
struct Money {
    cents: u64,
}

const TOP: u32 = 10;

functions! {
    text(x: &str) only_for [x in ["daily", "weekly"]];
    string(x: String) only_for [x in ["daily", "weekly"]];
    string_ref(x: &String) only_for [x in ["daily", "weekly"]];
    owned_strings(x: &str) only_for [x in ["daily".to_owned(), "weekly".to_owned()]];
    boxed_text(x: Box<str>) only_for [x in ["daily"]];
    shared_text(x: Arc<str>) only_for [x in ["daily"]];
    shared_string(x: &Arc<String>) only_for [x in ["daily"]];
    maybe_owned(x: Cow<'_, str>) only_for [x in ["daily"]];
    number(x: u32) only_for [x in [1, 2, TOP]];
    number_ref(x: &u32) only_for [x in [1, 2, TOP]];
    number_ref_ref(x: &&u32) only_for [x in [1, 2, TOP]];
    boxed_number(x: Box<u32>) only_for [x in [1, 2, TOP]];
    shared_number(x: Arc<u32>) only_for [x in [1, 2, TOP]];
    signed(x: i64) only_for [x in [-1, 0]];
    float(x: f64) only_for [x in [0.5, 1.5]];
    letter(x: char) only_for [x in ['a', 'b']];
    flag(x: bool) only_for [x in [true]];
    closed(x: u32) only_for [x in 1..=TOP];
    half_open(x: u32) only_for [x in 1..TOP + 1];
    from(x: &u32) only_for [x in 1..];
    up_to(x: Arc<u32>) only_for [x in ..=TOP];
    below(x: i8) only_for [x in ..11];
    letters(x: char) only_for [x in 'a'..='f'];
    some_text(x: Option<&str>) only_for [x in [Some("daily"), Some("weekly")]];
    some_string(x: &Option<String>) only_for [x in [Some("daily"), None]];
    some_number(x: Option<u32>) only_for [x in [Some(1), None]];
    nothing(x: Option<u32>) only_for [x in [None]];
    role(x: Role) only_for [x in [Role::Customer]];
    role_ref(x: &Role) only_for [x in [Role::Customer]];
    shared_role(x: Arc<Role>) only_for [x in [Role::Customer]];
    some_role(x: Option<Role>) only_for [x in [Some(Role::Customer), None]];
    money(x: &Money) only_for [x in [Money { cents: 5 }]];
    plain(x: u32) only_for [x < 5];
    no_partial_eq(x: Plan) only_for [matches!(x, Plan::Paid { seats: 1..=5 })];
    several(x: u32) only_for [x in [1, 2], x in 20..30, x == 99];
    element(x: &[u32]) only_for [x[0] in [1, 2]];
    length(x: &str) only_for [x.len() in 1..=3];
    field(x: &Money) only_for [x.cents in [5, 10]];
}

/// Calls each function with what its conditions hold for, and with what they do not.
macro_rules! check {
    ($($name:ident [$($right:expr),*] not [$($wrong:expr),*];)*) => {
        let bench = Bench::new();
        $(
            $(bench.caches(|bench| $name(bench, $right));)*
            $(bench.bypasses(|bench| $name(bench, $wrong));)*
        )*
    };
}

#[test]
fn strings() {
    check! {
        text ["daily", "weekly"] not ["yearly", ""];
        string ["daily".to_owned(), "weekly".to_owned()] not ["Daily".to_owned()];
        string_ref [&"daily".to_owned()] not [&String::new()];
        owned_strings ["daily", "weekly"] not ["yearly"];
        boxed_text ["daily".into()] not ["weekly".into()];
        shared_text ["daily".into()] not ["weekly".into()];
        shared_string [&Arc::new("daily".to_owned())] not [&Arc::new("weekly".to_owned())];
        maybe_owned ["daily".into()] not ["weekly".to_owned().into()];
    }
}

#[test]
fn numbers_letters_and_flags() {
    check! {
        number [1, 2, 10] not [0, 3];
        number_ref [&1, &10] not [&3];
        number_ref_ref [&&1] not [&&3];
        boxed_number [Box::new(1)] not [Box::new(3)];
        shared_number [Arc::new(1)] not [Arc::new(3)];
        signed [-1, 0] not [1];
        float [0.5, 1.5] not [0.6, f64::NAN];
        letter ['a', 'b'] not ['c'];
        flag [true] not [false];
    }
}

#[test]
fn ranges() {
    check! {
        closed [1, 10] not [0, 11];
        half_open [1, 10] not [0, 11];
        from [&1, &u32::MAX] not [&0];
        up_to [Arc::new(0), Arc::new(10)] not [Arc::new(11)];
        below [-128, 10] not [11];
        letters ['a', 'f'] not ['g', 'A'];
    }
}

#[test]
fn options() {
    check! {
        some_text [Some("daily"), Some("weekly")] not [Some("yearly"), None];
        some_string [&Some("daily".to_owned()), &None] not [&Some("weekly".to_owned())];
        some_number [Some(1), None] not [Some(2)];
        nothing [None] not [Some(1)];
    }
}

#[test]
fn types_with_partial_eq() {
    check! {
        role [Role::Customer] not [Role::Admin];
        role_ref [&Role::Customer] not [&Role::Admin];
        shared_role [Arc::new(Role::Customer)] not [Arc::new(Role::Admin)];
        some_role [Some(Role::Customer), None] not [Some(Role::Admin)];
        money [&Money { cents: 5 }] not [&Money { cents: 6 }];
    }
}

#[test]
fn plain_conditions() {
    check! {
        plain [2, 4] not [5];
        no_partial_eq [Plan::Paid { seats: 5 }] not [Plan::Paid { seats: 6 }, Plan::Free];
        element [&[1], &[2, 7]] not [&[3], &[0, 1]];
        length ["abc"] not ["", "abcd"];
        field [&Money { cents: 10 }] not [&Money { cents: 6 }];
    }
}

#[test]
fn any_of_several_conditions_suffices() {
    check! {
        several [1, 2, 20, 29, 99] not [0, 30, 98];
    }
}

#[cache_wrapper(
    namespace = "async",
    redis = bench.redis,
    skip = [bench],
    only_for = [kind in ["daily"], user_id == 0],
)]
async fn report(bench: &Bench, kind: String, user_id: u64) -> u32 {
    // What a condition looked at is still the body's to take.
    drop(kind);
    bench.run()
}

#[test]
fn async_functions() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let call = |bench: &Bench, kind: &str, id| runtime.block_on(report(bench, kind.to_owned(), id));
    let bench = Bench::new();
    bench.caches(|bench| call(bench, "daily", 7));
    bench.caches(|bench| call(bench, "yearly", 0));
    bench.bypasses(|bench| call(bench, "yearly", 7));
}

/// A condition sees what is left out of the key, which in the Python framework it cannot.
#[cache_wrapper(
    namespace = "skipped",
    redis = bench.redis,
    skip = [bench, cached],
    only_for = [cached],
)]
fn gated_by_what_is_skipped(bench: &Bench, id: u32, cached: bool) -> u32 {
    bench.run()
}

#[test]
fn conditions_see_skipped_parameters() {
    let bench = Bench::new();
    bench.caches(|bench| gated_by_what_is_skipped(bench, 1, true));
    bench.bypasses(|bench| gated_by_what_is_skipped(bench, 1, false));
    assert_eq!(bench.server.keys().len(), 1);
}

#[test]
fn a_bypass_is_counted_and_no_warning() {
    let bench = Bench::new();
    let (_, seen) = support::events::warnings(|| flag(&bench, false));
    assert_eq!(seen, []);
    let counts = bench.redis.stats().total();
    assert_eq!(
        (counts.bypassed, counts.misses, counts.errors),
        (1, 0, 0),
        "{counts:?}"
    );
}
