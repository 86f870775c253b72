//! What a run leaves behind: tables to read, a file with every figure, a chart.

mod chart;
mod curve;
mod machine;
mod markdown;
mod number;
mod others;
mod text;

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::entrant::World;
use crate::job::Place;
use crate::measure::{Group, Stored, What};
use crate::payload::Size;

pub use curve::{print_curve, save_curve};
pub use machine::Machine;
pub(crate) use number::thousands;
pub use others::{
    Instructions, print_contest, print_instructions, save_contests, save_instructions,
};
pub(crate) use text::table;
pub use text::{print_group, print_stored};

/// Everything that was measured, and on what.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// On what.
    #[serde(flatten)]
    pub machine: Machine,
    /// Whether rounds were few and short.
    pub quick: bool,
    /// How long it took.
    pub seconds: u64,
    /// The measurements.
    pub groups: Vec<Group>,
    /// The entries.
    pub stored: Vec<Stored>,
}

impl Report {
    /// Looks at the machine.
    pub fn begin(quick: bool) -> Self {
        Self {
            machine: Machine::look(),
            quick,
            seconds: 0,
            groups: Vec::new(),
            stored: Vec::new(),
        }
    }

    /// A group of the report.
    fn group(&self, what: What, world: World, size: Size, place: Place) -> Option<&Group> {
        self.groups.iter().find(|group| {
            (group.what, group.world, group.size, group.place) == (what, world, size, place)
        })
    }

    /// The names of a world's contenders, the floor first.
    fn contenders(&self, world: World) -> Vec<&str> {
        let group = self.group(What::HitLatency, world, Size::Small, Place::OneCore);
        let rows = group.into_iter().flat_map(|group| &group.rows);
        rows.map(|row| row.contender.as_str()).collect()
    }

    /// On what it was measured, in a line or two.
    pub fn heading(&self) -> String {
        let quick = if self.quick { ", quick" } else { "" };
        self.machine.heading(quick)
    }
}

/// Writes tables and chart anew, from the figures that are there.
///
/// # Errors
///
/// In words, where there are none.
pub fn render() -> Result<(), String> {
    let path = folder().join("latest.json");
    let figures = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    save(&serde_json::from_str(&figures).map_err(|error| error.to_string())?);
    Ok(())
}

/// Writes the files into `benches/results`.
pub fn save(report: &Report) {
    let json = serde_json::to_string_pretty(report).expect("figures are plain data");
    write("latest.json", &(json + "\n"));
    write("table.md", &markdown::table(report));
    write("readme.md", &markdown::readme(report));
    write("hit.svg", &chart::draw(report));
}

/// Writes one file into `benches/results`.
pub fn write(name: &str, text: &str) {
    let folder = folder();
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join(name), text));
    written.expect("benches/results can be written to");
    println!("wrote benches/results/{name}");
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("results")
}
