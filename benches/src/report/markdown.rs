//! The table that the README shows.

use std::fmt::Write as _;

use super::Report;

pub(super) fn table(report: &Report) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", report.heading());
    text
}
