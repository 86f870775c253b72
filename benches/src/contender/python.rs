//! A Python service, as far as a hit goes: `python_service.py`, in a process of its own.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::entrant::{Entrant, Ids};
use crate::payload::{Large, Medium, Payload, Size, Small};

const SCRIPT: &str = include_str!("../../python_service.py");

/// The script, asked by a pipe for so many calls at a time; it times them itself.
pub struct Python {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Python {
    /// Its name in the tables.
    pub const NAME: &'static str = "Python service";

    /// Starts it and has it store the result; `None` where there is no Python.
    pub fn start(url: &str, size: Size) -> Option<Self> {
        let port = url.rsplit(':').next()?.split('/').next()?;
        let json = match size {
            Size::Small => Small::json(),
            Size::Medium => Medium::json(),
            Size::Large => Large::json(),
        };
        let mut process = Command::new("python3")
            .args(["-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let mut input = process.stdin.take()?;
        let output = BufReader::new(process.stdout.take()?);
        let json = String::from_utf8_lossy(json);
        // A Python that is none breaks the pipe.
        write!(input, "{port}\npython:{size}\n{json}\n").ok()?;
        let mut python = Self {
            process,
            input: Some(input),
            output,
        };
        (python.ask(1).len() == 1).then_some(python)
    }

    fn ask(&mut self, count: usize) -> Vec<u64> {
        let mut line = String::new();
        let input = self.input.as_mut().map(|input| writeln!(input, "{count}"));
        if matches!(input, Some(Ok(()))) && self.output.read_line(&mut line).is_ok() {
            serde_json::from_str(&line).unwrap_or_default()
        } else {
            Vec::new()
        }
    }
}

impl Entrant for Python {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    /// Only hits are asked for: it has stored its result when it was started.
    fn call(&mut self, _: u64) {
        assert_eq!(self.ask(1).len(), 1, "the Python service ended");
    }

    fn time(&mut self, ids: Ids, count: usize) -> Vec<u64> {
        assert_eq!(ids, Ids::Hit, "the Python service only knows hits");
        let times = self.ask(count);
        assert_eq!(times.len(), count, "the Python service ended");
        times
    }

    fn throughput(&mut self, _: Duration) -> f64 {
        unreachable!("the Python service has one thread")
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // The end of its input is the end of it.
        self.input = None;
        let _ = self.process.wait();
    }
}
