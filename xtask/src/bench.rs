//! `cargo xtask bench`, `faults` and `soak`: the program in `benches/`, which is a workspace of its own.

use std::path::Path;
use std::process::Command;

use crate::{Outcome, tools};

pub(crate) fn run(words: &[String]) -> Outcome {
    program(&[], words)
}

pub(crate) fn faults(words: &[String]) -> Outcome {
    program(&["faults"], words)
}

pub(crate) fn soak(words: &[String]) -> Outcome {
    program(&["soak"], words)
}

/// Builds it as users build and runs it; all further words are its own.
fn program(command: &[&str], words: &[String]) -> Outcome {
    tools::ensure()?;
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("benches/Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(cargo);
    // Cargo describes this package to us. Build scripts that look at it (ring's) would take the
    // difference for a change, and most of what is built would be built again.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    let status = cargo
        .args(["run", "--locked", "--release", "--quiet", "--manifest-path"])
        .arg(manifest)
        .arg("--")
        .args(command)
        .args(words)
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the program in benches: {status}")),
        Err(error) => Err(format!("cargo run does not start: {error}")),
    }
}
