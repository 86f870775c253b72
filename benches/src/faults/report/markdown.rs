//! The table that the README shows: a row a scenario, a column a contender.

use std::fmt::Write as _;

use super::super::contender::Contender;
use super::super::outcome::Outcome;
use super::Report;

pub(super) fn table(report: &Report) -> String {
    let heading = report.heading().replace('\n', ": ");
    let mut text = format!("<!-- Written by `cargo xtask faults`. -->\nMeasured {heading}.\n\n");
    let heads = Contender::ALL.map(Contender::name).join(" | ");
    let _ = writeln!(text, "| | {heads} |");
    let _ = writeln!(text, "|---{}|", "|---".repeat(Contender::ALL.len()));
    for row in &report.rows {
        let cells: Vec<_> = row.outcomes.iter().map(cell).collect();
        let _ = writeln!(text, "| {} | {} |", row.scenario.name(), cells.join(" | "));
    }
    text
}

/// What is wrong first; then the most that a call waited, and when there was a cache again.
fn cell(outcome: &Outcome) -> String {
    let ills = [
        (outcome.hung, "hang"),
        (outcome.panicked, "panic"),
        (outcome.failed, "fail"),
        (outcome.wrong, "wrong"),
    ];
    let ills = ills.into_iter().filter(|(count, _)| *count > 0);
    let ills = ills.map(|(count, what)| format!("{} {what}", share(count, outcome.calls)));
    let ills = ills.collect::<Vec<_>>().join(", ");
    let added = match (outcome.hung, outcome.added_max) {
        (0, max) => format!(", max +{max:.0} ms"),
        _ => String::new(),
    };
    let back = match outcome.back_after {
        Some(back) => format!("back in {back:.1} s"),
        None => "**not back**".to_owned(),
    };
    let ills = if ills.is_empty() {
        "0 failed".to_owned()
    } else {
        format!("**{ills}**")
    };
    format!("{ills}{added}, {back}")
}

/// Neither are few none, nor most all.
fn share(count: usize, all: usize) -> String {
    if count == all {
        return "all".to_owned();
    }
    let percent = (100 * count + all / 2) / all;
    format!("{} %", percent.clamp(1, 99))
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn few_are_some_and_most_are_not_all() {
        let shares = [(1, 1000), (160, 176), (999, 1000), (16, 16)];
        let shares = shares.map(|(count, all)| share(count, all));
        assert_eq!(shares, ["1 %", "91 %", "99 %", "all"]);
    }
}
