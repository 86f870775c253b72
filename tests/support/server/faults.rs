//! What a server does wrong although it runs, and how that ends.

use std::time::Duration;

use super::RedisServer;
use crate::{port, wait};

impl RedisServer {
    /// Memory is full and nothing is evicted: writes are refused (`OOM`).
    pub fn run_out_of_memory(&self) {
        self.configure("maxmemory-policy", "noeviction");
        self.configure("maxmemory", "1");
    }

    /// The end of that.
    pub fn have_memory(&self) {
        self.configure("maxmemory", "0");
    }

    /// A replica whose master is away. It answers look-ups with what it has, or not at all
    /// (`MASTERDOWN`), and takes no writes (`READONLY`).
    pub fn follow_nobody(&self, answers: bool) {
        self.configure(
            "replica-serve-stale-data",
            if answers { "yes" } else { "no" },
        );
        self.raw::<()>(&["REPLICAOF", "127.0.0.1", &port::free().to_string()]);
    }

    /// The end of that.
    pub fn lead(&self) {
        self.raw::<()>(&["REPLICAOF", "NO", "ONE"]);
    }

    /// There are as many clients as there may be: whoever connects is told so and sent away.
    pub fn take_no_clients(&self) {
        self.configure("maxclients", "1");
    }

    /// The end of that.
    pub fn take_clients(&self) {
        self.configure("maxclients", "1000");
    }

    /// Closes the connections of all clients but the test itself.
    pub fn cut_clients(&self) {
        self.raw::<()>(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
    }

    /// Nobody may send this command any more (`NOPERM`).
    pub fn forbid(&self, command: &str) {
        self.raw::<()>(&["ACL", "SETUSER", "default", &format!("-{command}")]);
    }

    /// The end of that.
    pub fn allow(&self, command: &str) {
        self.raw::<()>(&["ACL", "SETUSER", "default", &format!("+{command}")]);
    }

    /// Whoever connects needs this password; who is connected stays so.
    pub fn want_password(&self, password: &str) {
        self.configure("requirepass", password);
        let options = self.settings().clone().password(password);
        *self.settings() = options;
    }

    /// Does nothing for so long, beginning now; the test's own commands wait as well.
    pub fn sleep(&self, length: Duration) {
        let seconds = length.as_secs_f64().to_string();
        self.send(redis::cmd("DEBUG").arg("SLEEP").arg(seconds));
    }

    /// Runs a script that does not end by itself: all else is refused (`BUSY`).
    pub fn run_endless_script(&self) {
        self.configure("busy-reply-threshold", "1");
        self.send(redis::cmd("EVAL").arg("while true do end").arg(0));
        wait::until("the server to be busy", || {
            self.try_raw(&["PING"]) == Err("BUSY".to_owned())
        });
    }

    /// The end of that.
    pub fn kill_script(&self) {
        wait::until("the script to end", || {
            self.try_raw(&["SCRIPT", "KILL"]) == Err("NOTBUSY".to_owned())
        });
    }

    fn configure(&self, setting: &str, value: &str) {
        self.raw::<()>(&["CONFIG", "SET", setting, value]);
    }

    /// Sends a command and waits for nothing.
    fn send(&self, command: &redis::Cmd) {
        let mut connection = self.connect();
        connection
            .send_packed_command(&command.get_packed_command())
            .expect("the server takes bytes");
    }

    /// The code of the error, if the reply is one.
    fn try_raw(&self, words: &[&str]) -> Result<(), String> {
        // One that was open before: a busy server lets nobody say a name.
        let mut connection = self.connection();
        let connection = connection.get_or_insert_with(|| self.connect());
        let reply = redis::cmd(words[0]).arg(&words[1..]).exec(connection);
        reply.map_err(|error| error.code().unwrap_or_default().to_owned())
    }
}
