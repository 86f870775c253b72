//! The example programs, run as a user runs them.

#[path = "examples/http.rs"]
mod http;
#[path = "examples/programs.rs"]
mod programs;
#[path = "examples/quickstart.rs"]
mod quickstart;

use http::Service;
use programs::{printed, program};
use serde_json::json;
use support::{RedisServer, port};

#[test]
fn python_and_rust_read_each_others_entries() {
    let server = RedisServer::start();
    for url in [server.url(), server.unix_url()] {
        let text = printed(program("python_interop").env("REDIS_URL", url));
        shows_the_exchange(&text);
    }
    assert_eq!(server.keys().len(), 2);
}

#[test]
fn python_interop_gives_the_credentials_of_the_url() {
    let password = "p@ss:word/1";
    let server = RedisServer::options()
        .password(password)
        .user("app", password)
        .start();
    let port = server.port();
    for user in ["", "app"] {
        let url = format!("redis://{user}:p%40ss%3Aword%2F1@127.0.0.1:{port}/3");
        let text = printed(program("python_interop").env("REDIS_URL", url));
        shows_the_exchange(&text);
        assert!(!text.contains("ss:word"), "{text}");
    }
    assert!(server.keys().is_empty(), "the entries stand in database 3");
}

#[test]
fn python_interop_speaks_tls() {
    let server = RedisServer::options().tls().start();
    let mut command = program("python_interop");
    command.env("REDIS_URL", server.url());
    command.env("SSL_CERT_FILE", server.authority());
    shows_the_exchange(&printed(&mut command));
}

#[test]
fn python_interop_starts_a_server_where_none_is_named() {
    let text = printed(&mut program("python_interop"));
    shows_the_exchange(&text);
    assert!(text.contains("started for this example"), "{text}");
}

#[test]
fn python_interop_says_what_it_needs() {
    let nobody = format!("redis://127.0.0.1:{}", port::free());
    for (variable, value, reason) in [
        ("REDIS_URL", "memory://", "Python cannot see it"),
        ("REDIS_URL", &nobody, "refused"),
        ("PATH", "/nowhere", "install `redis-server`"),
    ] {
        let output = program("python_interop").env(variable, value).output();
        let output = output.expect("it starts");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{variable}={value}: {complaint}"
        );
        assert!(
            complaint.contains(reason),
            "{variable}={value}: {complaint}"
        );
    }
}

#[track_caller]
fn shows_the_exchange(text: &str) {
    let line = |label: &str| {
        let line = text
            .lines()
            .find_map(|line| line.trim_start().strip_prefix(label));
        line.unwrap_or_else(|| panic!("no {label:?} in\n{text}"))
            .trim_start()
    };
    assert_eq!(line("Python stored"), line("Rust looks at"));
    assert!(line("Rust got").contains("sun, then föhn"), "{text}");
    assert_eq!(line("Rust bodies"), "0 so far");
    assert_eq!(line("Python got"), "448664");
}

#[test]
fn the_service_caches_until_an_update() {
    let server = RedisServer::start();
    for url in [None, Some(server.url())] {
        let mut command = program("axum_service");
        command.envs(url.map(|url| ("REDIS_URL", url)));
        drive(&Service::start(command));
    }
    let keys = server.keys();
    let product = |key: &&String| key.starts_with("shop:product:");
    assert_eq!(keys.iter().filter(product).count(), 1, "{keys:?}");
}

fn drive(service: &Service) {
    let product = |cents: u32| (200, json!({ "id": 1, "name": "espresso", "cents": cents }));
    let counters = || {
        let (status, health) = service.get("/health");
        assert_eq!((status, &health["cache"]), (200, &json!("up")), "{health}");
        [&health["hits"], &health["misses"]].map(|count| count.as_u64().expect("a count"))
    };
    assert_eq!(counters(), [0, 0]);

    assert_eq!(service.get("/products/1"), product(250));
    assert_eq!(service.get("/summary").1["mean_cents"], json!(325.0));
    assert_eq!(counters(), [0, 2], "both asked SQLite");
    assert_eq!(service.get("/products/1"), product(250));
    assert_eq!(service.get("/summary").1["mean_cents"], json!(325.0));
    assert_eq!(counters(), [2, 2], "neither did");

    assert_eq!(
        service.put("/products/1", r#"{"cents": 400}"#),
        product(400)
    );
    assert_eq!(service.get("/products/1"), product(400));
    assert_eq!(service.get("/summary").1["mean_cents"], json!(375.0));
    assert_eq!(counters(), [2, 4], "the update had deleted both entries");
    assert_eq!(service.get("/products/1"), product(400));
    assert_eq!(counters(), [3, 4]);

    for answer in [
        service.get("/products/9"),
        service.put("/products/9", r#"{"cents": 1}"#),
    ] {
        assert_eq!(answer, (404, json!({ "error": "no product 9" })));
    }
}

#[test]
fn the_service_serves_without_its_cache() {
    let mut command = program("axum_service");
    command.env("REDIS_URL", format!("redis://127.0.0.1:{}", port::free()));
    let service = Service::start(command);
    assert_eq!(service.get("/products/2").1["name"], "tea");
    assert_eq!(service.put("/products/2", r#"{"cents": 1}"#).1["cents"], 1);
    assert_eq!(service.get("/products/2").1["cents"], 1);
    let (status, health) = service.get("/health");
    assert_eq!(status, 200);
    assert_eq!([&health["cache"], &health["error"]], ["down", "refused"]);
}

#[test]
fn a_database_in_memory_is_another_one_in_each_run() {
    let server = RedisServer::start();
    let start = || {
        let mut command = program("axum_service");
        command.env("REDIS_URL", server.url());
        Service::start(command)
    };
    let first = start();
    first.put("/products/3", r#"{"cents": 999}"#);
    assert_eq!(first.get("/products/3").1["cents"], 999);
    assert_eq!(start().get("/products/3").1["cents"], 425);
}
