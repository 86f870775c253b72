//! A `redis-server` of the example's own.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, ChildStdout, Command, Stdio};

/// How often another port is tried: somebody may take it before the server does.
const ATTEMPTS: usize = 3;

/// A running server, ended when dropped.
pub(crate) struct Server {
    process: Child,
    /// Open as long as the server runs, so that it can go on writing.
    log: BufReader<ChildStdout>,
}

impl Server {
    /// Starts a server that keeps nothing on disk; gives its URL too.
    pub(crate) fn start() -> Result<(Self, String), String> {
        let mut log = String::new();
        for _ in 0..ATTEMPTS {
            let port = free_port().map_err(|error| format!("no free port: {error}"))?;
            let mut server = Self::on_port(port)?;
            match server.wait_until_ready() {
                Ok(()) => return Ok((server, format!("redis://127.0.0.1:{port}/0"))),
                Err(text) => log = text,
            }
        }
        Err(format!("redis-server does not start; its log:\n{log}"))
    }

    fn on_port(port: u16) -> Result<Self, String> {
        let mut process = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--port", &port.to_string()])
            .args(["--save", "", "--appendonly", "no"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| {
                format!(
                    "this example needs a Redis server: name one in REDIS_URL, or install \
                     `redis-server` for it to start ({error})"
                )
            })?;
        let log = process.stdout.take().ok_or("redis-server has no output")?;
        let log = BufReader::new(log);
        Ok(Self { process, log })
    }

    /// Reads the log up to the line that says so; gives the log if it ends before that.
    fn wait_until_ready(&mut self) -> Result<(), String> {
        let mut text = String::new();
        loop {
            let start = text.len();
            match self.log.read_line(&mut text) {
                Ok(0) | Err(_) => return Err(text),
                Ok(_) if text[start..].contains("Ready to accept connections") => return Ok(()),
                Ok(_) => {}
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Fails only if it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> std::io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}
