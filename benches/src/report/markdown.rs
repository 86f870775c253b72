//! The tables that the README shows.

use std::fmt::Write as _;

use super::Report;
use super::number::{figure, ratio};
use crate::entrant::World;
use crate::job::Place::{self, AllCores, OneCore};
use crate::measure::Unit;
use crate::measure::What::{
    self, ColdStart, EmbeddedHit, HitLatency, HitLatencyAway, HitThroughput,
};
use crate::measure::What::{Memory, MissLatency};
use crate::payload::Size::{self, Large, Medium, Small};

/// The heading of a column, and which group stands in it.
type Column = (&'static str, What, Size, Place);

const HITS: [Column; 7] = [
    ("small", HitLatency, Small, OneCore),
    ("medium", HitLatency, Medium, OneCore),
    ("large", HitLatency, Large, OneCore),
    ("small, many callers", HitThroughput, Small, AllCores),
    ("medium, many callers", HitThroughput, Medium, AllCores),
    ("large, many callers", HitThroughput, Large, AllCores),
    ("small, 1 ms away", HitLatencyAway, Small, AllCores),
];

/// What the README has room for.
const README: [Column; 6] = [
    ("small", HitLatency, Small, OneCore),
    ("medium", HitLatency, Medium, OneCore),
    ("large", HitLatency, Large, OneCore),
    ("many callers, small", HitThroughput, Small, AllCores),
    ("1 ms away, small", HitLatencyAway, Small, AllCores),
    ("miss, small", MissLatency, Small, OneCore),
];

const OTHERS: [Column; 6] = [
    ("miss, small", MissLatency, Small, OneCore),
    ("miss, medium", MissLatency, Medium, OneCore),
    ("miss, large", MissLatency, Large, OneCore),
    ("embedded store, small", EmbeddedHit, Small, OneCore),
    ("process with one hit", ColdStart, Small, OneCore),
    ("memory", Memory, Small, OneCore),
];

pub(super) fn table(report: &Report) -> String {
    let heading = report.heading().replace('\n', ": ");
    let mut text = format!("<!-- Written by `cargo xtask bench`. -->\n\nMeasured {heading}.\n");
    for world in [World::Async, World::Sync] {
        let _ = writeln!(text, "\nHits, {} functions:\n", world.name());
        part(&mut text, report, world, &HITS, false);
        let _ = writeln!(text, "\nThe rest, {} functions:\n", world.name());
        part(&mut text, report, world, &OTHERS, true);
    }
    text
}

/// The same for the README: fewer columns, and the bytes of an entry.
pub(super) fn readme(report: &Report) -> String {
    let heading = report.heading().replace('\n', ": ");
    let mut text = format!("<!-- Written by `cargo xtask bench`. -->\nMeasured {heading}.\n");
    for world in [World::Async, World::Sync] {
        let _ = writeln!(
            text,
            "\n{} functions:\n",
            if world == World::Async {
                "Async"
            } else {
                "Sync"
            }
        );
        part(&mut text, report, world, &README, true);
    }
    text
}

fn part(text: &mut String, report: &Report, world: World, columns: &[Column], with_bytes: bool) {
    let mut heads: Vec<String> = columns.iter().map(|column| column.0.to_owned()).collect();
    if with_bytes {
        heads.extend(Size::ALL.map(|size| format!("bytes, {size}")));
    }
    let _ = writeln!(text, "| | {} |", heads.join(" | "));
    let _ = writeln!(text, "|---{}|", "|--:".repeat(heads.len()));
    for contender in report.contenders(world) {
        let cell = |column: &Column| cell(report, world, contender, column);
        let mut cells: Vec<_> = columns.iter().map(cell).collect();
        if with_bytes {
            cells.extend(Size::ALL.map(|size| bytes(report, world, contender, size)));
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            let _ = writeln!(text, "| {contender} | {} |", cells.join(" | "));
        }
    }
}

/// The ratio, and the figure that it is made of; empty where nothing was measured.
fn cell(report: &Report, world: World, contender: &str, column: &Column) -> String {
    let (_, what, size, place) = *column;
    let group = report.group(what, world, size, place);
    let found = group.and_then(|group| Some((group.unit, group.row(contender)?)));
    found.map_or(String::new(), |(unit, row)| {
        let (ratio, figure) = (ratio(row.ratio.median), figure(row.median, unit));
        let figure = format!("{figure} {}", unit.name());
        // The floor's memory is next to nothing: so would be a ratio to it.
        match unit {
            Unit::Kibibytes => figure,
            _ => format!("**{ratio}** ({figure})"),
        }
    })
}

fn bytes(report: &Report, world: World, contender: &str, size: Size) -> String {
    let mut stored = report.stored.iter();
    let entry = stored.find(|entry| {
        (entry.contender.as_str(), entry.world, entry.size) == (contender, world, size)
    });
    entry.map_or(String::new(), |entry| {
        format!("{} + {}", entry.value, entry.key)
    })
}
