//! The Python services' side of the wire format: one live Python process for a suite.

pub mod described;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

pub use described::Described;

/// A running `tests/oracle/oracle.py`, gone when dropped.
pub struct Oracle {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// A call as the Python caller writes it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PythonCall {
    /// What stands before the hashes.
    pub namespace: String,
    /// Arguments without a name.
    pub positional: Vec<Described>,
    /// Arguments with one, in the order written.
    pub named: Vec<(String, Described)>,
}

impl Oracle {
    /// Starts Python.
    pub fn start() -> Self {
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/oracle/oracle.py");
        let mut child = Command::new("python3")
            .args(["-I", "-X", "utf8", program])
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3, which these tests compare with, has to be installed");
        let answers = child.stdout.take().expect("a pipe was asked for");
        Self {
            questions: child.stdin.take(),
            answers: BufReader::new(answers),
            child,
        }
    }

    /// The keys that Python services use for these calls.
    pub fn keys(&mut self, calls: &[PythonCall]) -> Vec<String> {
        self.ask("keys", calls)
    }

    /// What the texts mean as JSON.
    pub fn parse(&mut self, texts: &[String]) -> Vec<Described> {
        self.ask("parse", texts)
    }

    /// What Python finds in these entries; `None` where it finds nothing.
    pub fn read(&mut self, entries: &[Vec<u8>]) -> Vec<Option<Described>> {
        let entries: Vec<String> = entries.iter().map(|entry| hex(entry)).collect();
        self.ask("read", &entries)
    }

    /// The entries that Python stores for these values.
    pub fn write(&mut self, values: &[Described]) -> Vec<Vec<u8>> {
        let entries: Vec<String> = self.ask("write", values);
        entries.iter().map(|entry| unhex(entry)).collect()
    }

    /// Many questions are one line, since a line there and back costs more than an answer.
    fn ask<A: DeserializeOwned>(&mut self, question: &str, items: &[impl Serialize]) -> Vec<A> {
        let pipe = self.questions.as_mut().expect("open until dropped");
        writeln!(pipe, "{}", json!({ question: items })).expect("python3 is there");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("UTF-8");
        let answers: Vec<A> = serde_json::from_str(&line).expect("python3 answers");
        assert_eq!(answers.len(), items.len(), "one answer for each item");
        answers
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // The end of its input is the end of the program.
        self.questions = None;
        let _ = self.child.wait();
    }
}

/// Bytes as lowercase hex digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).expect("below 16");
    let digits = |byte: &u8| [digit(byte >> 4), digit(byte & 0xf)];
    bytes.iter().flat_map(digits).collect()
}

/// The bytes of hex digits.
pub fn unhex(digits: &str) -> Vec<u8> {
    let byte = |pair| u8::from_str_radix(pair, 16).expect("hex digits");
    (0..digits.len())
        .step_by(2)
        .map(|at| byte(&digits[at..at + 2]))
        .collect()
}
