//! `cargo xtask test`: every test of the workspace.

use std::process::Command;

use crate::{Outcome, nothing_more, tools};

pub(crate) fn run(words: &[String]) -> Outcome {
    nothing_more(words)?;
    tools::ensure()?;
    // Without a choice of targets: these are the suites, the unit tests, the examples (which must
    // build) and the documentation's examples.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["test", "--workspace", "--all-features"])
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("cargo test: {status}")),
        Err(error) => Err(format!("cargo test does not start: {error}")),
    }
}
