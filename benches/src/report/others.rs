//! What the smaller commands print and write.

use serde::Serialize;

use super::number::{figure, spread, thousands};
use super::text::table;
use super::{Machine, write};
use crate::lanes::Contest;
use crate::measure::Unit;

/// How many instructions an operation takes.
#[derive(Clone, Debug, Serialize)]
pub struct Instructions {
    /// Which one.
    pub operation: String,
    /// Instructions for each.
    pub each: u64,
}

/// Prints a contest of connections.
pub fn print_contest(contest: &Contest) {
    println!("\n{}; {}", contest.load, contest.place);
    let heads = [
        "",
        "replies a second",
        "to the first",
        "small p50 µs",
        "small p99 µs",
    ];
    let mut lines = vec![heads.map(str::to_owned)];
    for row in &contest.rows {
        lines.push([
            row.setting.clone(),
            thousands(row.throughput.median),
            spread(&row.ratio),
            figure(row.p50, Unit::Microseconds),
            figure(row.p99, Unit::Microseconds),
        ]);
    }
    print!("{}", table(&lines));
}

/// Writes `lanes.json`.
pub fn save_contests(contests: &[Contest]) {
    write_with_machine("lanes.json", "contests", contests);
}

/// Prints the counts.
#[expect(clippy::cast_precision_loss, reason = "no operation takes 2^52")]
pub fn print_instructions(rows: &[Instructions]) {
    println!("instructions for each operation of dtcache, on the embedded store");
    let lines = rows
        .iter()
        .map(|row| [row.operation.clone(), thousands(row.each as f64)]);
    print!("{}", table(&lines.collect::<Vec<_>>()));
}

/// Writes `instructions.json`.
pub fn save_instructions(rows: &[Instructions]) {
    write_with_machine("instructions.json", "operations", rows);
}

pub(super) fn write_with_machine(file: &str, name: &str, rows: &[impl Serialize]) {
    let Machine {
        date,
        processor,
        cores,
        versions,
    } = Machine::look();
    let machine = serde_json::json!({
        "date": date, "processor": processor, "cores": cores, "versions": versions, name: rows,
    });
    let json = serde_json::to_string_pretty(&machine).expect("figures are plain data");
    write(file, &(json + "\n"));
}
