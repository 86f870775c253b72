//! A JSON API over `SQLite` with cached queries, an update that invalidates, and a health endpoint.
//!
//! ```sh
//! cargo run --example axum_service
//!
//! curl http://127.0.0.1:3000/products/1                       # asks SQLite
//! curl http://127.0.0.1:3000/products/1                       # from the cache
//! curl http://127.0.0.1:3000/summary
//! curl -X PUT -H 'content-type: application/json' -d '{"cents": 275}' \
//!     http://127.0.0.1:3000/products/1                        # updates and invalidates
//! curl http://127.0.0.1:3000/products/1                       # the new price
//! curl http://127.0.0.1:3000/health                           # and the counters
//! ```
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `REDIS_URL` | the server | `memory://`, the embedded store |
//! | `DATABASE` | a file | a database in memory |
//! | `PORT` | port of 127.0.0.1; 0 picks a free one | 3000 |

mod api;
mod database;
mod shop;

use std::error::Error;
use std::net::Ipv4Addr;
use std::process::ExitCode;

use dtcache::{RedisConfig, RedisInstance};
use tokio::net::TcpListener;

use database::Database;
use shop::Shop;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let redis = RedisInstance::new(config()?)?;
    let file = std::env::var_os("DATABASE").map(Into::into);
    let database = Database::open(file)?;
    let port = match std::env::var("PORT") {
        Ok(port) => port.parse().map_err(|error| format!("PORT: {error}"))?,
        Err(_) => 3000,
    };

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, api::router(Shop::new(database, redis))).await?;
    Ok(())
}

fn config() -> Result<RedisConfig, dtcache::Error> {
    if std::env::var_os("REDIS_URL").is_some_and(|url| !url.is_empty()) {
        println!("cache: the one that REDIS_URL names");
        RedisConfig::from_env()
    } else {
        println!("cache: memory://, the embedded store, since REDIS_URL is not set");
        Ok(RedisConfig::new().url("memory://"))
    }
}
