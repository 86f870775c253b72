//! `SQLite`, which waits for the disk, behind a door that async code can use.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::task::spawn_blocking;

use crate::shop::ShopError;

/// The id tells databases apart: services with different ones may share a Redis, and a database in
/// memory is another one in each run.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS identity (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT);
    INSERT OR IGNORE INTO identity VALUES (1, lower(hex(randomblob(16))));
    CREATE TABLE IF NOT EXISTS products (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, cents INTEGER NOT NULL
    );
    INSERT OR IGNORE INTO products VALUES (1, 'espresso', 250), (2, 'tea', 300), (3, 'cake', 425);
";

#[derive(Clone)]
pub(crate) struct Database {
    id: Arc<str>,
    connection: Arc<Mutex<Connection>>,
}

impl Database {
    /// Opens the file, or a database in memory, with some products in it.
    pub(crate) fn open(file: Option<PathBuf>) -> rusqlite::Result<Self> {
        let connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        connection.execute_batch(SCHEMA)?;
        let id: String = connection.query_row("SELECT id FROM identity", [], |row| row.get(0))?;
        Ok(Self {
            id: id.into(),
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Runs `work` on a thread that may wait.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, ShopError> {
        let connection = Arc::clone(&self.connection);
        let done = spawn_blocking(move || {
            work(&connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        Ok(done.await??)
    }
}
