//! What README, cookbook and the page for Python users say, held against the code and the tests
//! that it speaks of.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, panic};

use dtcache::{Breaker, RedisConfig, RedisInstance, cache_function, cache_wrapper};
use support::events::{self, Event};
use support::{RedisServer, wait};

fn page(path: &str) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the workspace").to_path_buf()
}

/// The part of a page under a heading, up to the next one of the same level.
#[track_caller]
fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let (_, rest) = page
        .split_once(&format!("\n{heading}\n"))
        .unwrap_or_else(|| panic!("no section {heading:?}"));
    let level = heading.split(' ').next().expect("the # of a heading");
    rest.split(&format!("\n{level} ")).next().unwrap_or(rest)
}

/// The cells of every row of the tables in a text, without their heads.
fn rows(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().collect::<Vec<_>>();
    let is_rule = |line: &&str| line.starts_with("|---");
    let body = lines.split(is_rule).skip(1).flat_map(|table| {
        table
            .iter()
            .take_while(|line| line.starts_with('|'))
            .copied()
    });
    body.map(|line| {
        let line = line.trim_matches('|').replace(r"\|", "\u{0}");
        line.split('|')
            .map(|cell| cell.trim().replace('\u{0}', "|"))
            .collect()
    })
    .collect()
}

/// What stands between backticks in a cell.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The functions that are tests in a suite, `python_sharing`, or in a module of one,
/// `unavailable/faults`.
fn tests_in(suite: &str) -> BTreeSet<String> {
    let source = page(&format!("tests/suites/{suite}.rs"));
    let mut names = BTreeSet::new();
    for item in syn::parse_file(&source).expect("a suite that parses").items {
        if let syn::Item::Fn(function) = item {
            let is_test = |attr: &syn::Attribute| {
                attr.path()
                    .segments
                    .last()
                    .is_some_and(|last| last.ident == "test")
            };
            if function.attrs.iter().any(is_test) {
                names.insert(function.sig.ident.to_string());
            }
        }
    }
    names
}

#[test]
fn every_row_of_when_rust_and_python_share_is_a_test() {
    let readme = page("README.md");
    let rows = rows(section(&readme, "## When Rust and Python share"));
    let named: Vec<_> = rows
        .iter()
        .map(|row| quoted(row.last().expect("a cell"))[0].to_owned())
        .collect();
    let distinct: BTreeSet<_> = named.iter().cloned().collect();
    assert_eq!(named.len(), distinct.len(), "a test stands for one row");
    assert_eq!(distinct, tests_in("python_sharing"));
}

#[test]
fn every_row_of_faults_and_of_connections_is_a_test() {
    let readme = page("README.md");
    let faults = rows(section(&readme, "## When the cache can't serve"));
    let connections = rows(section(&readme, "## How many connections a process holds"));
    assert!(faults.len() > 20 && connections.len() == 5);
    let rows = faults.into_iter().chain(connections);
    for row in rows {
        let test = quoted(row.last().expect("a cell"))[0];
        let (suite, name) = test.rsplit_once("::").expect("suite::test");
        let suite = suite.replace("::", "/");
        assert!(tests_in(&suite).contains(name), "there is no {test}");
    }
}

#[test]
fn every_argument_of_the_attribute_is_in_the_tables() {
    let source = page("dtcache-macros/src/cache_wrapper/args/mod.rs");
    let (_, table) = source
        .split_once("\narguments! {\n")
        .expect("the table of arguments");
    let (table, _) = table.split_once("\n}").expect("its end");
    let lines = table.lines().filter(|line| !line.contains("///"));
    let known: Vec<_> = lines
        .map(|line| line.split('"').nth(1).expect("a name"))
        .collect();
    assert!(known.contains(&"namespace"), "{known:?}");

    let readme = page("README.md");
    let of_readme = rows(section(&readme, "## The attribute"));
    let macro_docs = page("dtcache-macros/src/lib.rs").replace("/// ", "");
    let of_macro = rows(section(&macro_docs, "# Arguments"));
    for rows in [of_readme, of_macro] {
        let shown: Vec<_> = rows.iter().map(|row| quoted(&row[0])[0]).collect();
        assert_eq!(shown, known);
    }
}

#[test]
fn every_shape_in_the_table_is_one_that_is_called() {
    let readme = page("README.md");
    let rows = rows(section(&readme, "## Which functions"));
    let shapes: Vec<_> = rows.iter().flat_map(|row| quoted(&row[2])).collect();
    assert!(shapes.len() > 20, "{shapes:?}");
    let called = page("tests/shapes/mod.rs");
    for shape in shapes {
        assert!(
            called.contains(&format!("pub mod {shape};")),
            "there is no {shape}"
        );
    }
}

#[test]
fn every_setting_is_in_the_table_with_its_default() {
    let readme = page("README.md");
    let rows = rows(section(&readme, "## Saying where Redis is"));
    let settings = format!("{:?}", RedisConfig::new());
    let (_, settings) = settings.split_once("{ ").expect("the fields");
    let settings = settings.trim_end_matches(" }").split(", ");
    let settings: Vec<_> = settings
        .map(|setting| setting.split_once(": ").expect("name and value"))
        .map(|(name, value)| {
            let value = match value.trim_matches('"') {
                "None" => "none".to_owned(),
                bytes if name.ends_with("_size") => {
                    let bytes: usize = bytes.parse().expect("bytes");
                    format!("{} MiB", bytes >> 20)
                }
                other => other.to_owned(),
            };
            (format!("`.{name}(…)`"), value.replace('`', ""))
        })
        .collect();
    let shown: Vec<_> = rows
        .iter()
        .map(|row| (row[0].clone(), row[1].replace('`', "")))
        .collect();
    assert_eq!(shown, settings);
}

#[test]
fn the_expansion_is_the_one_that_a_test_holds() {
    let readme = page("README.md");
    for file in ["sync_plain.rs", "sync_plain.expanded.rs"] {
        let block = format!("```rust\n{}```", page(&format!("tests/expansions/{file}")));
        assert!(readme.contains(&block), "README has another text: {block}");
    }
}

#[test]
fn the_integration_recipe_is_the_one_that_runs() {
    let recipe = page("tests/suites/cookbook/integration.rs");
    let cookbook = page("dtcache/docs/cookbook.md").replace("#[test]\n", "");
    let block = format!("```rust,no_run\n{recipe}# fn main() {{}}\n```");
    assert!(cookbook.contains(&block), "the page has another text");
}

#[test]
fn the_cookbook_has_every_piece_under_its_old_name() {
    let cookbook = page("dtcache/docs/cookbook.md");
    for name in [
        "Example 1: E-commerce Product Cache",
        "Example 2: API Response Caching",
        "Example 3: Database Query Caching",
        "Example 4: Conditional Caching for User Roles",
        "Example 5: Cache Invalidation Pattern",
        "Example 6: Multi-layer Caching",
        "1. Choose Appropriate Expiration Times",
        "2. Use Meaningful Namespaces",
        "3. Exclude Volatile Arguments",
        "4. Use Conditional Caching Wisely",
        "5. Handle Cache Failures Gracefully",
        "6. Monitor Cache Hit Rates",
        "7. Use Async for I/O-bound Operations",
        "Unit Testing with Mock Redis",
        "Integration Testing",
    ] {
        let text = section(&cookbook, &format!("### {name}"));
        assert!(text.contains("```rust"), "{name} has no code");
    }
    assert!(
        !cookbook.contains("```rust,ignore"),
        "every piece is compiled"
    );
}

#[test]
fn every_old_name_has_its_row() {
    let guide = page("dtcache/docs/from-python.md");
    let old: Vec<_> = rows(&guide).into_iter().map(|row| row[0].clone()).collect();
    for name in [
        "RedisConfig(",
        "set_redis_url",
        "set_redis_host",
        "set_redis_port",
        "set_redis_db",
        "set_redis_username",
        "set_redis_password",
        "set_redis_ssl",
        "set_redis_max_connections",
        "set_redis_socket_timeout",
        "RedisInstance(",
        "get_redis(",
        "get_async_redis(",
        "get_redis_client(",
        "get_async_redis_client(",
        "@cache_wrapper",
        "redis=",
        "namespace=",
        "expire=",
        "cache_only_for=",
        "skip_cache_keys=",
        "`cache_function(",
        "acache_function(",
        "cache_data(",
        "is_redis_connected(",
        "_cache_key_generator",
        "_should_cache",
        "_encode_result",
        "_decode_cached_value",
        "_redis_get_sync",
        "_redis_get_async",
        "_redis_write_sync",
        "_redis_write_async",
        "jsonable_encoder",
        "footprint.leave",
        "controller",
        "subject",
        "payload",
    ] {
        assert!(old.iter().any(|cell| cell.contains(name)), "{name}");
    }
}

#[test]
fn every_event_is_in_the_table_with_its_level_and_fields() {
    fn other_type(redis: &RedisInstance) {
        cache_function("f").redis(redis).call(|| true);
    }
    struct Of<T>(std::marker::PhantomData<T>);
    /// A server that goes and comes back, and what is said of it.
    fn outage() {
        let server = RedisServer::start();
        let redis = RedisInstance::new(RedisConfig::new().url(server.url())).expect("settings");
        let call = || cache_function("outage").redis(&redis).call(|| 1);
        call();
        server.kill();
        let begun = Instant::now();
        // As long as it takes for a probe to fail.
        wait::until("a second probe", || {
            call();
            begun.elapsed() > Duration::from_millis(500)
        });
        server.restart();
        wait::until("the cache is in use again", || {
            call();
            redis.status().breaker() == Breaker::Closed
        });
    }
    /// A call that gets another one's result, one whose result is over before it is stored, and one that
    /// gets a value which is.
    fn refreshed(redis: &RedisInstance) {
        let both = std::sync::Barrier::new(2);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                cache_function("joined").redis(redis).call(|| {
                    both.wait();
                    std::thread::sleep(Duration::from_millis(100));
                    1
                })
            });
            both.wait();
            cache_function("joined").redis(redis).call(|| 2);
        });
        cache_function("over")
            .redis(redis)
            .call(|| redis.delete("over").is_ok());
        let stale = |value: Result<u32, ()>| {
            let call = cache_function("stale").redis(redis);
            let call = call.expire(Duration::from_millis(1));
            let call = call.stale(dtcache::Stale::within(Duration::from_secs(60)));
            call.try_call(|| value)
        };
        stale(Ok(1)).expect("just computed");
        std::thread::sleep(Duration::from_millis(5));
        stale(Err(())).expect("the stale value");
    }
    impl<T> Of<T> {
        #[cache_wrapper(namespace = "method", redis = redis, skip = [redis])]
        fn method(redis: &RedisInstance) -> u32 {
            1
        }
    }
    let shown = |event: &Event| {
        let mut fields: Vec<_> = event.fields.keys().map(String::as_str).collect();
        fields.retain(|field| *field != "message");
        let message = event.field("message").to_owned();
        (message, event.level.to_string(), fields.join(" "))
    };
    let embedded = RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings");
    let ((), seen) = events::collect(|| {
        for _ in 0..2 {
            cache_function("f").redis(&embedded).call(|| 1);
        }
        cache_function("f")
            .redis(&embedded)
            .only_for(false)
            .call(|| 1);
        cache_function("nan").redis(&embedded).call(|| f64::NAN);
        cache_function("nowhere").call(|| 1);
        other_type(&embedded);
        Of::<u8>::method(&embedded);
        Of::<u16>::method(&embedded);
        refreshed(&embedded);
        outage();
    });
    let seen: BTreeSet<_> = seen.iter().map(shown).collect();

    let readme = page("README.md");
    let rows = rows(section(&readme, "## Events"));
    let described = rows.iter().filter(|row| row.len() == 3).map(|row| {
        let mut fields = quoted(&row[2]);
        fields.sort_unstable();
        let message = quoted(&row[0])[0].to_owned();
        (message, row[1].clone(), fields.join(" "))
    });
    assert_eq!(described.collect::<BTreeSet<_>>(), seen);
}

/// The README's table "What is stored of a result", row by row.
#[test]
fn what_is_stored_of_a_result() {
    type Answer = Result<Option<u32>, &'static str>;

    #[cache_wrapper(namespace = "plain", redis = redis, skip = [redis])]
    fn plain(redis: &RedisInstance) -> u32 {
        7
    }
    #[cache_wrapper(namespace = "answer", redis = redis, skip = [redis, answer])]
    fn answer(redis: &RedisInstance, answer: Answer) -> Answer {
        answer
    }
    #[cache_wrapper(namespace = "option", redis = redis, skip = [redis, found])]
    fn option(redis: &RedisInstance, found: Option<u32>) -> Option<u32> {
        found
    }
    #[cache_wrapper(namespace = "inside", redis = redis, skip = [redis, number])]
    fn inside(redis: &RedisInstance, number: f64) -> Vec<f64> {
        vec![number]
    }
    #[cache_wrapper(namespace = "panics", redis = redis, skip = [redis])]
    fn panics(redis: &RedisInstance) -> u32 {
        panic!("as asked for")
    }

    let stores = |call: &dyn Fn(&RedisInstance)| {
        let redis = RedisInstance::new(RedisConfig::new().url("memory://")).expect("settings");
        call(&redis);
        let stored = redis.stats().total().stored == 1;
        call(&redis);
        assert_eq!(redis.stats().total().hits == 1, stored);
        stored
    };
    assert!(stores(&|redis| assert_eq!(plain(redis), 7)));
    assert!(stores(&|redis| assert_eq!(
        answer(redis, Ok(Some(1))),
        Ok(Some(1))
    )));
    assert!(!stores(&|redis| assert_eq!(
        answer(redis, Ok(None)),
        Ok(None)
    )));
    assert!(!stores(&|redis| assert_eq!(
        answer(redis, Err("no")),
        Err("no")
    )));
    assert!(stores(&|redis| assert_eq!(option(redis, Some(1)), Some(1))));
    assert!(!stores(&|redis| assert_eq!(option(redis, None), None)));
    assert!(!stores(&|redis| assert!(
        inside(redis, f64::NAN)[0].is_nan()
    )));
    assert!(!stores(&|redis| {
        let outcome = panic::catch_unwind(panic::AssertUnwindSafe(|| panics(redis)));
        assert!(outcome.is_err());
    }));
}

/// No figure stands without the command that printed it.
#[test]
fn the_readme_shows_what_the_benchmark_wrote_last() {
    let measured = page("benches/results/readme.md");
    let readme = page("README.md");
    let section = section(&readme, "## How fast it is");
    assert!(
        section.contains(&measured),
        "run `cargo xtask bench`, and put readme.md there"
    );
    assert!(section.contains("](benches/results/hit.svg)"));
    assert!(page("benches/results/hit.svg").starts_with("<svg "));
}

#[test]
fn the_readme_shows_what_the_faults_wrote_last() {
    let found = page("benches/results/faults.md");
    let readme = page("README.md");
    assert!(
        section(&readme, "## What happens when Redis breaks").contains(&found),
        "run `cargo xtask faults`, and put faults.md there"
    );
}

#[test]
fn the_readme_shows_what_the_stampede_wrote_last() {
    let measured = page("benches/results/stampede.md");
    let readme = page("README.md");
    assert!(
        section(&readme, "## One load per key").contains(&measured),
        "run `cargo xtask bench stampede`, and put stampede.md there"
    );
}
