//! A `redis-server` of a test's own.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::config::RedisConfig;
use crate::store::lease::Lease;
use crate::store::redis::lease::token::token;

/// Gone with the value, and with this process however that ends.
pub(super) struct Server {
    /// A shell, which ends the server when its input does.
    shell: Child,
    port: u16,
    password: String,
}

impl Server {
    pub(super) fn start() -> Self {
        // Not of those from which outgoing connections get theirs.
        let [low, high, rest @ ..] = token().unwrap();
        let start = u16::from_le_bytes([low, high]) % 18_000;
        let password = u64::from_le_bytes(*rest.first_chunk().unwrap()).to_string();
        for port in 12_000 + start..32_000 {
            if TcpListener::bind(("127.0.0.1", port)).is_err() {
                continue;
            }
            let server = Self::on(port, &password);
            if server.answers() {
                return server;
            }
        }
        panic!("no redis-server that starts: the tests need one of version 7 or newer");
    }

    fn on(port: u16, password: &str) -> Self {
        let script = "\"$0\" \"$@\" >/dev/null 2>&1 & read -r _; kill -s KILL $!; wait";
        let (text, save) = (port.to_string(), "");
        let shell = Command::new("sh")
            .args(["-c", script, "redis-server", "--bind", "127.0.0.1"])
            .args(["--port", &text, "--save", save, "--appendonly", "no"])
            .args(["--requirepass", password])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("this machine has a shell");
        Self {
            shell,
            port,
            password: password.to_owned(),
        }
    }

    /// Only ours has the password.
    fn answers(&self) -> bool {
        (0..200).any(|_| {
            thread::sleep(Duration::from_millis(10));
            self.connect().is_ok()
        })
    }

    pub(super) fn config(&self) -> RedisConfig {
        RedisConfig::new().url(self.url())
    }

    pub(super) fn url(&self) -> String {
        format!("redis://:{}@127.0.0.1:{}/0", self.password, self.port)
    }

    fn connect(&self) -> redis::RedisResult<redis::Connection> {
        redis::Client::open(self.url())?.get_connection()
    }

    pub(super) fn raw<T: redis::FromRedisValue>(&self, words: &[&str]) -> T {
        let mut connection = self.connect().expect("the server is there");
        let mut command = redis::cmd(words[0]);
        let reply = command.arg(&words[1..]).query(&mut connection);
        reply.expect("the server does it")
    }

    /// What stands under a key.
    pub(super) fn get(&self, key: &str) -> Option<Vec<u8>> {
        self.raw(&["GET", key])
    }

    /// Whether somebody has the lease on a key.
    pub(super) fn is_held(&self, key: &str) -> bool {
        self.get(&format!("{{{key}}}:lock")).is_some()
    }

    /// Whether this one stands there.
    pub(super) fn holds(&self, lease: &Lease) -> bool {
        let held = lease.held.as_ref().expect("of a server");
        self.get(held.lock()).as_deref() == Some(held.token())
    }

    /// How many connections hear what is published.
    pub(super) fn listeners(&self) -> usize {
        let list: String = self.raw(&["CLIENT", "LIST", "TYPE", "PUBSUB"]);
        list.lines().count()
    }

    /// How many connections there are, beside the one that asks.
    pub(super) fn connections(&self) -> usize {
        let list: String = self.raw(&["CLIENT", "LIST"]);
        list.lines().count() - 1
    }

    pub(super) fn kill(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Waits until it is so, up to ten seconds.
#[track_caller]
pub(super) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(10), "{what}");
        thread::sleep(Duration::from_millis(5));
    }
}
