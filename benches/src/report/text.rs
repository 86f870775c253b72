//! Tables for the terminal.

use std::fmt::Write as _;

use super::number::{figure, spread, thousands};
use crate::measure::{Group, Stored};

/// Prints a group.
pub fn print_group(group: &Group) {
    let unit = group.unit.name();
    println!(
        "\n{}, {}, {}, {} ({unit})",
        group.what.name(),
        group.world.name(),
        group.size,
        group.place.name()
    );
    let mut lines = vec![["", "to the floor", "median", "p99", "best round"].map(str::to_owned)];
    for row in &group.rows {
        let figure = |number| figure(number, group.unit);
        lines.push([
            row.contender.clone(),
            spread(&row.ratio),
            figure(row.median),
            row.p99.map(figure).unwrap_or_default(),
            figure(row.best),
        ]);
    }
    print!("{}", table(&lines));
}

/// Prints how long entries are.
pub fn print_stored(stored: &[Stored]) {
    println!("\nbytes in Redis");
    let mut lines = vec![["", "world", "payload", "value", "key"].map(str::to_owned)];
    for entry in stored {
        lines.push([
            entry.contender.clone(),
            entry.world.name().to_owned(),
            entry.size.to_string(),
            thousands(number(entry.value)),
            thousands(number(entry.key)),
        ]);
    }
    print!("{}", table(&lines));
}

#[expect(clippy::cast_precision_loss, reason = "entries are short")]
fn number(bytes: usize) -> f64 {
    bytes as f64
}

/// Columns side by side: the first to the left, the others to the right.
pub(crate) fn table<const COLUMNS: usize>(lines: &[[String; COLUMNS]]) -> String {
    let width = |column: usize| {
        let widths = lines.iter().map(|line| line[column].chars().count());
        widths.max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..COLUMNS).map(width).collect();
    let mut text = String::new();
    for line in lines {
        for (column, cell) in line.iter().enumerate() {
            let width = widths[column];
            if column == 0 {
                let _ = write!(text, "  {cell:<width$}");
            } else {
                let _ = write!(text, "  {cell:>width$}");
            }
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let lines = [["", "µs"], ["raw GET", "12.5"]].map(|line| line.map(str::to_owned));
        assert_eq!(table(&lines), "             µs\n  raw GET  12.5\n");
    }
}
