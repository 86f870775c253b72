//! What the service knows: cached queries, and the update that makes them forget.

use dtcache::{RedisInstance, acache_function, cache_wrapper};
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use tokio::task::JoinError;

use crate::database::Database;

const PRODUCT: &str = "shop:product";
const SUMMARY: &str = "shop:summary";

const FIND: &str = "SELECT id, name, cents FROM products WHERE id = ?1";
const COUNT: &str = "SELECT count(*), coalesce(avg(cents), 0.0) FROM products";
const UPDATE: &str = "UPDATE products SET cents = ?2 WHERE id = ?1 RETURNING id, name, cents";

#[derive(Clone)]
pub(crate) struct Shop {
    database: Database,
    redis: RedisInstance,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Product {
    id: i64,
    name: String,
    cents: u32,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Summary {
    products: u32,
    mean_cents: f64,
}

#[derive(Debug)]
pub(crate) enum ShopError {
    NoSuchProduct(i64),
    Database(rusqlite::Error),
    /// The thread with the query ended before the query did.
    Stopped(JoinError),
}

impl Shop {
    pub(crate) fn new(database: Database, redis: RedisInstance) -> Self {
        Self { database, redis }
    }

    pub(crate) fn redis(&self) -> &RedisInstance {
        &self.redis
    }

    /// One product. An unknown one is an `Err`, which is not cached.
    ///
    /// The answer hangs on the database too, so its id stands in the key for `self`.
    #[cache_wrapper(
        namespace = PRODUCT,
        expire = "10m",
        redis = self.redis,
        key(self = self.database.id()),
    )]
    pub(crate) async fn product(&self, id: i64) -> Result<Product, ShopError> {
        let found = self
            .database
            .run(move |connection| connection.query_row(FIND, [id], from_row).optional());
        found.await?.ok_or(ShopError::NoSuchProduct(id))
    }

    /// How many products there are, and what they cost on average.
    #[cache_wrapper(
        namespace = SUMMARY,
        expire = "10m",
        redis = self.redis,
        key(self = self.database.id()),
    )]
    pub(crate) async fn summary(&self) -> Result<Summary, ShopError> {
        let query = self.database.run(|connection| {
            connection.query_row(COUNT, [], |row| {
                Ok(Summary {
                    products: row.get(0)?,
                    mean_cents: row.get(1)?,
                })
            })
        });
        query.await
    }

    /// Changes a price, then deletes every entry that knows the old one.
    pub(crate) async fn set_price(&self, id: i64, cents: u32) -> Result<Product, ShopError> {
        let changed = self.database.run(move |connection| {
            connection
                .query_row(UPDATE, (id, cents), from_row)
                .optional()
        });
        let changed = changed.await?.ok_or(ShopError::NoSuchProduct(id))?;

        // The keys that the attributes make: the same names and values, in the same order.
        let database = self.database.id();
        let entries = [
            acache_function(PRODUCT)
                .arg("self", database)
                .arg("id", &id),
            acache_function(SUMMARY).arg("self", database),
        ];
        for entry in entries {
            self.forget(entry.key()).await;
        }
        Ok(changed)
    }

    /// The update stands whatever happens here: an entry that is left, or that a query which began
    /// before the update stores after it, lives until it expires.
    async fn forget(&self, key: Result<String, dtcache::Error>) {
        let deleted = match key {
            Ok(key) => self.redis.delete_async(&key).await,
            Err(error) => Err(error),
        };
        if let Err(error) = deleted {
            eprintln!("an old entry may remain: {error}");
        }
    }
}

fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Product> {
    Ok(Product {
        id: row.get(0)?,
        name: row.get(1)?,
        cents: row.get(2)?,
    })
}

impl From<rusqlite::Error> for ShopError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<JoinError> for ShopError {
    fn from(error: JoinError) -> Self {
        Self::Stopped(error)
    }
}
