//! `quickstart`: what it says was computed was, and what it says was cached was.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use support::{RedisServer, port};

use crate::programs::{printed, program};

/// Real text that no test changes.
const TEXT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../dtcache-runtime/src");

const FIRST_RUN: [&str; 6] = [
    "computed", "cached", "computed", "cached", "computed", "computed",
];
const LATER_RUN: [&str; 6] = [
    "cached", "cached", "cached", "cached", "computed", "computed",
];

/// What one run printed.
struct Run(String);

impl Run {
    fn on(redis: Option<&str>, folder: Option<&Path>) -> Self {
        let mut command = program("quickstart");
        command.args(folder);
        command.envs(redis.map(|url| ("REDIS_URL", url)));
        Self(printed(&mut command))
    }

    /// What stands behind a label, line by line.
    fn lines(&self, label: &str) -> Vec<&str> {
        let lines = self.0.lines();
        lines
            .filter_map(|line| Some(line.trim_start().strip_prefix(label)?.trim_start()))
            .collect()
    }

    /// What became of the calls, in order.
    fn outcomes(&self) -> Vec<&str> {
        let calls = self.0.lines().map(str::trim_start);
        calls
            .filter_map(|line| {
                let after = line.strip_prefix("first call");
                after.or_else(|| line.strip_prefix("second call"))
            })
            .filter_map(|line| line.split_whitespace().next())
            .collect()
    }

    /// What its counters say.
    fn totals(&self) -> &str {
        self.lines("this run:").first().expect("the last line")
    }
}

#[test]
fn it_computes_and_then_caches_on_the_embedded_store() {
    let run = Run::on(None, None);
    assert_eq!(run.outcomes(), FIRST_RUN, "{}", run.0);
    assert!(run.0.contains("memory://"), "{}", run.0);
    assert!(
        run.totals()
            .starts_with("2 hits, 2 misses, 2 without the cache, 2 stored, 0 errors")
    );
    // Where a body did not run, it read nothing.
    assert!(!run.lines("first call")[0].contains(" 0 files read"));
    assert!(run.lines("second call")[0].contains(" 0 files read"));
}

#[test]
fn a_second_run_on_redis_starts_with_hits() {
    let server = RedisServer::start();
    let folder = Some(Path::new(TEXT));
    let first = Run::on(Some(&server.url()), folder);
    assert_eq!(first.outcomes(), FIRST_RUN, "{}", first.0);
    assert!(first.0.contains("REDIS_URL names"), "{}", first.0);
    let second = Run::on(Some(&server.url()), folder);
    assert_eq!(second.outcomes(), LATER_RUN, "{}", second.0);
    assert!(
        second.totals().starts_with("4 hits, 0 misses"),
        "{}",
        second.0
    );
    assert_eq!(first.lines("key"), second.lines("key"));
}

#[test]
fn python_reads_the_reports_that_it_stored() {
    let server = RedisServer::start();
    let run = Run::on(Some(&server.url()), Some(Path::new(TEXT)));
    let mut keys = run.lines("key");
    keys.sort_unstable();
    assert_eq!(
        server.keys(),
        keys,
        "the keys that it shows are those that it uses"
    );

    let [words, files] = ["words", "files"].map(|name| {
        let key = keys.iter().find(|key| key.contains(name)).expect("a key");
        python(&server.get(key).expect("an entry"))
    });
    let summary = format!("{} words of 4 letters and more", words["words"]);
    assert!(run.0.contains(&summary), "{summary} in {}", run.0);
    let most = &words["top"][0];
    let most = format!("{} {}", most[1], most[0].as_str().expect("a word"));
    assert!(run.0.contains(&most), "{most} in {}", run.0);
    assert!(
        files
            .as_array()
            .expect("a list")
            .iter()
            .any(|file| file["path"] == "lib.rs"),
        "{files}"
    );
    for stored in run.lines("stored") {
        let key = keys.iter().find(|key| {
            let bytes = server.get(key).expect("an entry");
            stored.starts_with(&format!("{} bytes for ", bytes.len()))
        });
        assert!(key.is_some(), "no entry has the size shown: {stored}");
    }
}

#[test]
fn a_change_in_the_folder_is_seen() {
    let server = RedisServer::start();
    let folder = tempfile::tempdir().expect("a temp folder");
    let run = || Run::on(Some(&server.url()), Some(folder.path()));
    let text = folder.path().join("deep");
    fs::create_dir(&text).expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(text.join(name), bytes).expect("a file");

    write("a.txt", "Über über Brücken".as_bytes());
    write("b.bin", b"text\0and more");
    write("c.bin", b"text \xff and more");
    let first = run();
    assert_eq!(first.outcomes(), FIRST_RUN, "{}", first.0);
    assert!(
        first.lines("first call")[0].ends_with("1 files read, 2 skipped"),
        "{}",
        first.0
    );
    assert!(first.0.contains("2 über"), "{}", first.0);
    assert_eq!(run().outcomes(), LATER_RUN);

    write("d.txt", b"another one");
    assert_eq!(run().outcomes(), FIRST_RUN, "a new file");
    fs::rename(text.join("d.txt"), text.join("e.txt")).expect("renamed");
    assert_eq!(run().outcomes(), FIRST_RUN, "a new name");
    fs::remove_file(text.join("a.txt")).expect("removed");
    let last = run();
    assert_eq!(last.outcomes(), FIRST_RUN, "a file less");
    assert!(!last.0.contains("über"), "{}", last.0);
    // What Cargo and git keep for themselves is no part of it.
    fs::create_dir(text.join("target")).expect("a folder");
    write("target/f.txt", b"noise");
    assert_eq!(run().outcomes(), LATER_RUN);
}

#[test]
fn without_a_server_it_computes() {
    let nobody = format!("redis://:secret@127.0.0.1:{}/0", port::free());
    let run = Run::on(Some(&nobody), Some(Path::new(TEXT)));
    assert_eq!(run.outcomes(), ["computed"; 6], "{}", run.0);
    assert!(run.lines("stored")[0].contains("refused"), "{}", run.0);
    assert!(!run.0.contains("secret"), "{}", run.0);
}

#[test]
fn a_folder_that_is_not_there_is_an_error_with_its_name() {
    let output = program("quickstart").arg("/no/such/folder").output();
    let output = output.expect("it starts");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/no/such/folder: "));
}

/// What Python's `json.loads(zlib.decompress(...))` makes of an entry.
fn python(entry: &[u8]) -> Value {
    const CODE: &str = "import json, sys, zlib; \
        print(json.dumps(json.loads(zlib.decompress(sys.stdin.buffer.read()))))";
    let mut python = Command::new("python3")
        .args(["-I", "-c", CODE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("these tests need python3");
    let mut input = python.stdin.take().expect("a pipe was asked for");
    input.write_all(entry).expect("it reads");
    drop(input);
    let output = python.wait_with_output().expect("it ends");
    assert!(output.status.success(), "python3: {}", output.status);
    serde_json::from_slice(&output.stdout).expect("JSON")
}
