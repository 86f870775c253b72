//! The example programs, built once, and what they print.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The program `name`, to be run in an environment that says nothing of Redis.
pub(crate) fn program(name: &str) -> Command {
    static PROGRAMS: OnceLock<HashMap<String, PathBuf>> = OnceLock::new();
    let programs = PROGRAMS.get_or_init(build);
    let mut command = Command::new(programs.get(name).expect("an example of this workspace"));
    for variable in ["REDIS_URL", "DATABASE", "PORT"] {
        command.env_remove(variable);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs it to its end and gives what it printed; panics with its complaint if it failed.
#[track_caller]
pub(crate) fn printed(command: &mut Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("a program that was built starts");
    let complaint = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{status}\n{complaint}");
    String::from_utf8(stdout).expect("UTF-8")
}

/// Builds as `cargo test --workspace --all-features` does, so that after it nothing is left to do.
fn build() -> HashMap<String, PathBuf> {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["build", "--workspace", "--all-features", "--examples"])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .env("CARGO_TARGET_DIR", target_folder());
    // What cargo told this test about its own package would make it build dependencies anew that
    // look at these variables.
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_about_a_package(name)) {
        command.env_remove(name);
    }
    let messages = printed(&mut command);
    let messages = messages.lines().map(serde_json::from_str::<Value>);
    messages
        .filter_map(|message| {
            let message = message.expect("cargo writes JSON");
            let name = message["target"]["name"].as_str()?;
            let program = message["executable"].as_str()?;
            Some((name.to_owned(), program.into()))
        })
        .collect()
}

/// Where this test was built: `target/debug/deps/examples-…` is its own path.
fn target_folder() -> PathBuf {
    let own = std::env::current_exe().expect("a test binary knows its own path");
    let folder = own.ancestors().nth(3);
    folder.map(Path::to_owned).expect("three folders up")
}

fn is_about_a_package(name: &OsString) -> bool {
    let prefixes = [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_CRATE_",
        "CARGO_BIN_",
    ];
    name.to_str()
        .is_some_and(|name| prefixes.iter().any(|prefix| name.starts_with(prefix)))
}
