//! Tables for the terminal.

use super::Row;
use crate::report::table;

/// Prints a scenario.
pub(in crate::faults) fn print(row: &Row) {
    println!("\n{}", row.scenario.name());
    let heads = [
        "",
        "calls",
        "failed",
        "panicked",
        "hung",
        "wrong",
        "p50 ms",
        "p99 ms",
        "max ms",
        "back after s",
        "lines",
    ];
    let mut lines = vec![heads.map(str::to_owned)];
    for outcome in &row.outcomes {
        let back = outcome.back_after;
        lines.push([
            outcome.contender.name().to_owned(),
            outcome.calls.to_string(),
            outcome.failed.to_string(),
            outcome.panicked.to_string(),
            outcome.hung.to_string(),
            outcome.wrong.to_string(),
            format!("{:.1}", outcome.added_p50),
            format!("{:.1}", outcome.added_p99),
            format!("{:.1}", outcome.added_max),
            back.map_or("never".to_owned(), |back| format!("{back:.2}")),
            outcome.lines.to_string(),
        ]);
    }
    print!("{}", table(&lines));
}
