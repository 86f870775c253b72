//! The tables that the README shows.

use std::fmt::Write as _;

use super::super::contest::{Contest, Row, Summary};
use super::Report;
use crate::entrant::World;
use crate::report::thousands;

pub(super) fn tables(report: &Report) -> String {
    let heading = report.heading().replace('\n', ": ");
    let mut text =
        format!("<!-- Written by `cargo xtask bench stampede`. -->\nMeasured {heading}.\n\n");
    let heads = report.contests.iter().map(head).collect::<Vec<_>>();
    let _ = writeln!(text, "| | {} |", heads.join(" | "));
    let _ = writeln!(text, "|---{}|", "|--:".repeat(heads.len()));
    for name in names(report) {
        let cells = report.contests.iter().map(|contest| cell(contest, name));
        let cells = cells.collect::<Vec<_>>().join(" | ");
        let _ = writeln!(text, "| {name} | {cells} |");
    }
    let Some(first) = report.processes.first() else {
        return text;
    };
    let (processes, callers) = (first.processes, first.callers);
    let _ = writeln!(
        text,
        "\n| {processes} processes, {callers} callers each | | p50 | p99 |\n|---|--:|--:|--:|"
    );
    for row in &report.processes {
        let name = if row.locks {
            "dtcache, `flight(lock = true)`"
        } else {
            "dtcache"
        };
        let Summary { p50, p99, .. } = row.summary;
        let bodies = bodies(&row.summary);
        let _ = writeln!(text, "| {name} | {bodies} | {p50:.1} ms | {p99:.1} ms |");
    }
    text
}

fn head(contest: &Contest) -> String {
    format!(
        "{} {}",
        count(contest.callers),
        match contest.world {
            World::Async => "tasks",
            World::Sync => "threads",
        }
    )
}

/// The contenders, in the order in which the worlds have them.
fn names(report: &Report) -> Vec<&str> {
    let mut names = Vec::new();
    for row in report.contests.iter().flat_map(|contest| &contest.rows) {
        if !names.contains(&row.contender.as_str()) {
            names.push(&row.contender);
        }
    }
    names
}

/// How often the body ran, and the p99 as a ratio and as a time.
fn cell(contest: &Contest, name: &str) -> String {
    let row = contest.rows.iter().find(|row| row.contender == name);
    row.map_or(String::new(), |Row { summary, ratio, .. }| {
        let failed = match summary.failed {
            0 => String::new(),
            failed => format!(", **{} failed**", count(failed)),
        };
        let (bodies, ratio, p99) = (bodies(summary), ratio.median, summary.p99);
        format!("{bodies}, **{ratio:.2}** ({p99:.1} ms){failed}")
    })
}

/// In most rounds, and in the worst where that is another number.
fn bodies(summary: &Summary) -> String {
    let (bodies, most) = (summary.bodies, summary.most_bodies);
    let times = if bodies == 1 { "body" } else { "bodies" };
    if bodies == most {
        format!("{} {times}", count(bodies))
    } else {
        format!("{} {times} (at most {})", count(bodies), count(most))
    }
}

#[expect(clippy::cast_precision_loss, reason = "some thousands")]
fn count(count: usize) -> String {
    thousands(count as f64)
}
