//! A real `redis-server` of the test's own, gone when the test is over.

mod certificates;
mod client;
mod faults;
mod launch;
mod options;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use redis::FromRedisValue;
use tempfile::TempDir;

pub use client::Client;
pub use options::Options;

use crate::wait;
use launch::Process;

/// The name under which our own connection stands in `CLIENT LIST`.
const SUPPORT: &str = "dtcache-support";

/// A running `redis-server` on a free TCP port of 127.0.0.1 and on a Unix socket, without
/// persistence.
///
/// A test's own commands go through the Unix socket and one connection, so that what a suite counts
/// at the server (connections, commands) is what the code under test did.
pub struct RedisServer {
    folder: TempDir,
    options: Mutex<Options>,
    port: u16,
    process: Mutex<Process>,
    connection: Mutex<Option<redis::Connection>>,
}

impl RedisServer {
    /// Starts a server without password or TLS and waits until it answers.
    ///
    /// Panics with what to install when this machine has no `redis-server` of version 7 or newer:
    /// a test that needs Redis and finds none has failed.
    pub fn start() -> Self {
        Self::options().start()
    }

    /// A server with settings: finish with [`Options::start`].
    pub fn options() -> Options {
        Options::default()
    }

    fn start_with(options: Options) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("dtcache-")
            .tempdir()
            .expect("a temp folder");
        let (port, process) = launch::on_some_port(folder.path(), &options);
        Self {
            folder,
            options: Mutex::new(options),
            port,
            process: Mutex::new(process),
            connection: Mutex::default(),
        }
    }

    /// The TCP port: of TLS when the server was started with it, else of plain text.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address as a URL, `rediss://` when the server was started with TLS; no credentials.
    pub fn url(&self) -> String {
        let scheme = if self.settings().has_tls() {
            "rediss"
        } else {
            "redis"
        };
        format!("{scheme}://127.0.0.1:{}/0", self.port)
    }

    /// The path of the Unix socket.
    pub fn socket(&self) -> PathBuf {
        launch::socket(self.folder.path())
    }

    /// The Unix socket as a URL.
    pub fn unix_url(&self) -> String {
        format!("redis+unix://{}", self.socket().display())
    }

    /// The certificate of the authority that signed the server's, a PEM file. Only with TLS.
    pub fn authority(&self) -> PathBuf {
        assert!(
            self.settings().has_tls(),
            "this server was started without TLS"
        );
        certificates::authority(self.folder.path())
    }

    /// The folder of this server, for a test's own files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Stops the process (SIGSTOP): connections stay open and are accepted, nothing is answered.
    pub fn pause(&self) {
        self.process().signal("STOP");
    }

    /// Lets a paused process go on.
    pub fn resume(&self) {
        self.process().signal("CONT");
    }

    /// Ends the process without warning (SIGKILL); nobody listens at its address any more.
    pub fn kill(&self) {
        self.process().kill();
        *self.connection() = None;
    }

    /// Starts it again at the same address, empty.
    pub fn restart(&self) {
        self.kill();
        let options = self.settings().clone();
        let start = || launch::on_port(self.folder.path(), &options, self.port).ok();
        *self.process() = wait::for_some("the server's port to be free again", start);
    }

    /// Starts it again at the same address, empty, with another password of the user `default`.
    pub fn restart_with_password(&self, password: &str) {
        self.kill();
        let options = self.settings().clone().password(password);
        *self.settings() = options;
        self.restart();
    }

    /// Sends a command and returns the reply; an error reply is a failed test.
    pub fn query<T: FromRedisValue>(&self, command: &redis::Cmd) -> T {
        let mut connection = self.connection();
        let connection = connection.get_or_insert_with(|| self.connect());
        match command.query(connection) {
            Ok(reply) => reply,
            Err(error) => panic!("the server refused a test's own command: {error}"),
        }
    }

    /// Sends the words of a command and returns the reply.
    pub fn raw<T: FromRedisValue>(&self, words: &[&str]) -> T {
        self.query(redis::cmd(words[0]).arg(&words[1..]))
    }

    /// The bytes under a key of database 0, if there are any.
    pub fn get(&self, key: &str) -> Option<Vec<u8>> {
        self.raw(&["GET", key])
    }

    /// Puts bytes under a key of database 0, without expiry.
    pub fn set(&self, key: &str, bytes: &[u8]) {
        self.query::<()>(redis::cmd("SET").arg(key).arg(bytes));
    }

    /// All keys of database 0, sorted.
    pub fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.raw(&["KEYS", "*"]);
        keys.sort();
        keys
    }

    /// Milliseconds until the key expires: -1 means never, -2 that there is no such key.
    pub fn pttl(&self, key: &str) -> i64 {
        self.raw(&["PTTL", key])
    }

    /// Who is connected, other than the test itself.
    pub fn clients(&self) -> Vec<Client> {
        let list: String = self.raw(&["CLIENT", "LIST"]);
        let clients = list.lines().map(Client::parse);
        clients
            // The one that saw the server start is closed, which a busy server may not know yet.
            .filter(|client| ![SUPPORT, launch::STARTING].contains(&client.field("name")))
            .collect()
    }

    /// How often the server carried out a command, named as in `INFO commandstats`
    /// (`get`, `client|list`); what a test sends through this type counts too.
    pub fn calls(&self, command: &str) -> u64 {
        let stats: String = self.raw(&["INFO", "commandstats"]);
        let prefix = format!("cmdstat_{command}:calls=");
        let line = stats.lines().find_map(|line| line.strip_prefix(&prefix));
        let number = line.and_then(|rest| rest.split(',').next());
        number.map_or(0, |text| text.parse().expect("a count"))
    }

    /// How many keys were looked for, by any command: hits and misses of `INFO stats`.
    pub fn look_ups(&self) -> u64 {
        let stats: String = self.raw(&["INFO", "stats"]);
        let count = |name: &str| {
            let line = stats.lines().find_map(|line| line.strip_prefix(name));
            line.map_or(0, |text| text.parse::<u64>().expect("a count"))
        };
        count("keyspace_hits:") + count("keyspace_misses:")
    }

    fn connect(&self) -> redis::Connection {
        client::connect(&self.socket(), self.settings().default_password(), SUPPORT)
            .expect("the server takes the test's own connection")
    }

    fn process(&self) -> MutexGuard<'_, Process> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn settings(&self) -> MutexGuard<'_, Options> {
        self.options.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connection(&self) -> MutexGuard<'_, Option<redis::Connection>> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
