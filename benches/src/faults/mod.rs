//! `cargo xtask faults`: what calls see of a Redis that breaks, of dtcache and of what stands beside it.
//!
//! For each scenario a process for each contender, all at the same time, each with a server of its own:
//! the server is fine, then the fault begins, lasts, and ends, and callers call all the while.

mod body;
mod callers;
mod child;
mod contender;
mod ledger;
mod lines;
mod outcome;
mod report;
mod scenario;
mod stage;
mod trial;

use std::time::Instant;

use serde::{Deserialize, Serialize};

pub use contender::Contender;
pub use outcome::Outcome;
pub use report::render;
pub use scenario::Scenario;
pub use trial::trial;

use report::Report;

/// One contender in one scenario.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Trial {
    /// What breaks.
    pub scenario: Scenario,
    /// For whom.
    pub contender: Contender,
}

/// Runs every scenario, prints each as it comes, and writes the results.
pub fn run() {
    let begin = Instant::now();
    let mut report = Report::begin();
    println!("{}", report.heading());
    for scenario in Scenario::ALL {
        let row = child::row(scenario);
        report::print(&row);
        report.rows.push(row);
    }
    report.seconds = begin.elapsed().as_secs();
    report::save(&report);
    println!("\n{} s in all", report.seconds);
}

/// Runs the scenarios whose names have `word` in them, for a look, and writes nothing.
///
/// # Errors
///
/// In words, where there is none.
pub fn look(word: &str) -> Result<(), String> {
    let wanted = |scenario: &Scenario| scenario.name().contains(word);
    let mut scenarios = Scenario::ALL.into_iter().filter(wanted).peekable();
    if scenarios.peek().is_none() {
        let names = Scenario::ALL.map(Scenario::name).join("\n  ");
        return Err(format!(
            "no scenario has {word:?} in its name; there are\n  {names}"
        ));
    }
    for scenario in scenarios {
        report::print(&child::row(scenario));
    }
    Ok(())
}
