//! What a run leaves behind: the tables that the README shows, and a file with every figure.

mod markdown;
mod text;

use std::fs;

use serde::{Deserialize, Serialize};

use super::contest::Contest;
use super::processes::Fleet;
use crate::report::{Machine, folder, write};

pub(super) use text::{print_contest, print_processes};

/// Everything that was measured, and on what.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Report {
    #[serde(flatten)]
    machine: Machine,
    quick: bool,
    /// How long it took.
    pub(super) seconds: u64,
    pub(super) contests: Vec<Contest>,
    pub(super) processes: Vec<Fleet>,
}

impl Report {
    pub(super) fn begin(quick: bool) -> Self {
        let mut machine = Machine::look();
        machine.versions.retain(|(name, _)| name != "Python");
        Self {
            machine,
            quick,
            seconds: 0,
            contests: Vec::new(),
            processes: Vec::new(),
        }
    }

    pub(super) fn heading(&self) -> String {
        self.machine
            .heading(if self.quick { ", quick" } else { "" })
    }
}

/// Writes the tables anew, from the figures that are there.
///
/// # Errors
///
/// In words, where there are none.
pub fn render() -> Result<(), String> {
    let figures = fs::read_to_string(folder().join("stampede.json"));
    let figures = figures.map_err(|error| error.to_string())?;
    save(&serde_json::from_str(&figures).map_err(|error| error.to_string())?);
    Ok(())
}

/// Writes the files into `benches/results`.
pub(super) fn save(report: &Report) {
    let json = serde_json::to_string_pretty(report).expect("figures are plain data");
    write("stampede.json", &(json + "\n"));
    write("stampede.md", &markdown::tables(report));
}
