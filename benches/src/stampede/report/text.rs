//! Tables for the terminal.

use super::super::contest::{Contest, Summary};
use super::super::processes::Fleet;
use crate::report::table;

/// Prints one number of callers.
pub(in crate::stampede) fn print_contest(contest: &Contest) {
    let (world, callers) = (contest.world.name(), contest.callers);
    println!("\n{callers} callers, {world}; times from the end of the first body");
    let heads = [
        "",
        "bodies",
        "at most",
        "failed",
        "p50 ms",
        "p99 ms",
        "p99 ratio",
        "low",
        "high",
        "whole",
    ];
    let mut lines = vec![heads.map(str::to_owned)];
    for row in &contest.rows {
        let [bodies, most, failed, p50, p99] = cells(&row.summary);
        lines.push([
            row.contender.clone(),
            bodies,
            most,
            failed,
            p50,
            p99,
            format!("{:.2}", row.ratio.median),
            format!("{:.2}", row.ratio.low),
            format!("{:.2}", row.ratio.high),
            format!("{:.3}", row.ratio_whole.median),
        ]);
    }
    print!("{}", table(&lines));
}

/// Prints what many processes came to.
pub(in crate::stampede) fn print_processes(rows: &[Fleet]) {
    let mut lines = vec![
        [
            "", "bodies", "at most", "failed", "p50 ms", "p99 ms", "unserved",
        ]
        .map(str::to_owned),
    ];
    for row in rows {
        let [bodies, most, failed, p50, p99] = cells(&row.summary);
        let name = if row.locks { "with lock" } else { "without" };
        let unserved = row.unserved.iter().sum::<u64>().to_string();
        lines.push([name.to_owned(), bodies, most, failed, p50, p99, unserved]);
    }
    if let Some(Fleet {
        processes, callers, ..
    }) = rows.first()
    {
        println!("\n{processes} processes, {callers} callers each, async");
    }
    print!("{}", table(&lines));
}

fn cells(summary: &Summary) -> [String; 5] {
    [
        summary.bodies.to_string(),
        summary.most_bodies.to_string(),
        summary.failed.to_string(),
        format!("{:.2}", summary.p50),
        format!("{:.2}", summary.p99),
    ]
}
