//! A service on a port of its own, and the little HTTP that it takes to talk to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;
use support::wait::PATIENCE;

/// A running service; ended when dropped.
pub(crate) struct Service {
    process: Child,
    address: String,
    /// Open, so that the service can go on printing.
    _output: BufReader<ChildStdout>,
}

impl Service {
    /// Starts it on a free port and waits until it says which.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut process = command
            .env("PORT", "0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("a program that was built starts");
        let mut output = BufReader::new(process.stdout.take().expect("a pipe was asked for"));
        let lines = output.by_ref().lines();
        let address = lines
            .map(|line| line.expect("UTF-8"))
            .find_map(|line| Some(line.strip_prefix("listening on http://")?.to_owned()));
        Self {
            process,
            address: address.expect("an address before the end of its output"),
            _output: output,
        }
    }

    pub(crate) fn get(&self, path: &str) -> (u16, Value) {
        self.send("GET", path, "")
    }

    pub(crate) fn put(&self, path: &str, body: &str) -> (u16, Value) {
        self.send("PUT", path, body)
    }

    /// The status and the JSON of the answer.
    fn send(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        let (address, length) = (&self.address, body.len());
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, json) = answer.split_once("\r\n\r\n").expect("head and body");
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
        (
            status.expect("a status line"),
            serde_json::from_str(json).expect("JSON"),
        )
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
