//! What a run leaves behind: the table that the README shows, and a file with every figure.

mod markdown;
mod text;

use std::fs;

use serde::{Deserialize, Serialize};

use super::outcome::Outcome;
use super::scenario::Scenario;
use crate::report::{Machine, folder, write};

pub(super) use text::print;

/// Everything that was found, and on what.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Report {
    #[serde(flatten)]
    machine: Machine,
    /// How long it took.
    pub(super) seconds: u64,
    /// The scenarios.
    pub(super) rows: Vec<Row>,
}

/// One scenario, and what it was for everybody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) scenario: Scenario,
    pub(super) outcomes: Vec<Outcome>,
}

impl Report {
    pub(super) fn begin() -> Self {
        let mut machine = Machine::look();
        machine.versions.retain(|(name, _)| name != "Python");
        Self {
            machine,
            seconds: 0,
            rows: Vec::new(),
        }
    }

    pub(super) fn heading(&self) -> String {
        self.machine.heading("")
    }
}

/// Writes the table anew, from the figures that are there.
///
/// # Errors
///
/// In words, where there are none.
pub fn render() -> Result<(), String> {
    let figures = fs::read_to_string(folder().join("faults.json"));
    let figures = figures.map_err(|error| error.to_string())?;
    save(&serde_json::from_str(&figures).map_err(|error| error.to_string())?);
    Ok(())
}

/// Writes the files into `benches/results`.
pub(super) fn save(report: &Report) {
    let json = serde_json::to_string_pretty(report).expect("figures are plain data");
    write("faults.json", &(json + "\n"));
    write("faults.md", &markdown::table(report));
}
