//! The cookbook's recipe for integration tests, run against a real server as its reader would run
//! it. `cookbook_pages` holds the page against the file that is included here.

use support::{RedisServer, process};

include!("cookbook/integration.rs");

#[test]
fn integration_testing() {
    if process::is_child() {
        test_cache_decorator();
        return;
    }
    let server = RedisServer::start();
    let db = server.url().replace("/0", "/15");
    for _ in 0..2 {
        process::child_with_env("integration_testing", [("REDIS_URL", &db)]);
    }
    assert_eq!(server.keys(), [""; 0], "it stays in its own database");
    server.raw::<()>(&["SWAPDB", "0", "15"]);
    assert_eq!(server.keys(), ["test:counter"]);
    assert!(server.pttl("test:counter") > 0);
}

#[test]
fn integration_testing_fails_without_a_server() {
    if process::is_child() {
        let outcome = std::panic::catch_unwind(redis_instance);
        assert!(outcome.is_err(), "it would pass on an empty cache");
        return;
    }
    let name = "integration_testing_fails_without_a_server";
    process::child_with_env(name, [("REDIS_URL", "")]);
}
