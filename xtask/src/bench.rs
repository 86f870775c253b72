//! `cargo xtask bench`: the program in `benches/`, which is a workspace of its own.

use std::path::Path;
use std::process::Command;

use crate::{Outcome, tools};

/// Builds it as users build and runs it; all further words are its own.
pub(crate) fn run(words: &[String]) -> Outcome {
    tools::ensure()?;
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("benches/Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--locked", "--release", "--quiet", "--manifest-path"])
        .arg(manifest)
        .arg("--")
        .args(words)
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the benchmark: {status}")),
        Err(error) => Err(format!("cargo run does not start: {error}")),
    }
}
