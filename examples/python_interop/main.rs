//! Rust and Python share entries: each reads here what the other has stored.
//!
//! ```sh
//! cargo run --example python_interop            # starts a redis-server of its own
//! REDIS_URL=redis://localhost:6379/0 cargo run --example python_interop
//! ```
//!
//! The Python side, `service.py`, needs nothing but `python3`.

mod server;

use std::error::Error;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use dtcache::{RedisConfig, RedisInstance, cache_function, cache_wrapper};
use serde::{Deserialize, Serialize};

use server::Server;

const FORECAST: &str = "interop:forecast";
const INHABITANTS: &str = "interop:inhabitants";

/// How often a body ran.
static BODIES: AtomicUsize = AtomicUsize::new(0);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Forecast {
    text: String,
    celsius: Vec<f64>,
}

/// The same function stands in `service.py`: `forecast("Zürich", days=3)`.
///
/// What Python passes positionally is `positional` here; the order is Python's.
#[cache_wrapper(namespace = FORECAST, expire = "1m", positional = [city])]
fn forecast(city: &str, days: usize) -> Forecast {
    BODIES.fetch_add(1, Ordering::Relaxed);
    Forecast {
        text: format!("Rust knows nothing of the weather in {city}"),
        celsius: vec![0.0; days],
    }
}

/// Python calls it `inhabitants(city="Zürich", year=2024)`.
#[cache_wrapper(namespace = INHABITANTS, expire = "1m")]
fn inhabitants(city: &str, year: u16) -> Result<u64, String> {
    BODIES.fetch_add(1, Ordering::Relaxed);
    match (city, year) {
        ("Zürich", 2024) => Ok(448_664),
        _ => Err(format!("not counted in {year}: {city}")),
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let (_server, url) = server()?;
    let redis = RedisInstance::new(RedisConfig::new().url(&url))?;
    redis.ping()?;
    redis.clone().install()?;
    let (city, days, year) = ("Zürich", 3, 2024);
    let weather = cache_function(FORECAST).positional(city).arg("days", &days);
    let people = cache_function(INHABITANTS)
        .arg("city", city)
        .arg("year", &year);
    let (weather, people) = (weather.key()?, people.key()?);
    for key in [&weather, &people] {
        // An entry of an earlier run would prove nothing.
        redis.delete(key)?;
    }

    println!("\nPython writes, Rust reads");
    println!("  Python stored  {}", python(&url, "write")?);
    println!("  Rust looks at  {weather}");
    let report = forecast(city, days);
    println!("  Rust got       {report:?}");
    bodies_so_far(0)?;

    println!("\nRust writes, Python reads");
    let count = inhabitants(city, year)?;
    println!("  Rust stored    {people}");
    bodies_so_far(1)?;
    let answer = python(&url, "read")?;
    println!("  Python got     {answer}");
    if answer == count.to_string() {
        Ok(())
    } else {
        Err(format!("Python read {answer} where Rust stored {count}").into())
    }
}

/// The server of `REDIS_URL`, or one of our own, which ends with the value.
fn server() -> Result<(Option<Server>, String), String> {
    match std::env::var("REDIS_URL") {
        Ok(url) if url.starts_with("memory:") => {
            Err("memory:// is in this process, where Python cannot see it".to_owned())
        }
        Ok(url) if !url.is_empty() => {
            println!("server  the one that REDIS_URL names");
            Ok((None, url))
        }
        _ => {
            let (server, url) = Server::start()?;
            println!("server  {url}, started for this example");
            Ok((Some(server), url))
        }
    }
}

/// Runs the Python service and gives what it printed.
fn python(url: &str, task: &str) -> Result<String, String> {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/python_interop/service.py");
    let output = Command::new("python3")
        .args([program, task])
        // Not an argument: it may hold a password, and arguments are seen by everybody.
        .env("REDIS_URL", url)
        .env("PYTHONIOENCODING", "utf-8")
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("this example needs `python3` on the PATH: {error}"))?;
    if !output.status.success() {
        return Err(format!("service.py {task}: {}", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn bodies_so_far(expected: usize) -> Result<(), String> {
    let bodies = BODIES.load(Ordering::Relaxed);
    println!("  Rust bodies    {bodies} so far");
    if bodies == expected {
        Ok(())
    } else {
        Err(format!("{bodies} bodies ran where {expected} were due"))
    }
}
