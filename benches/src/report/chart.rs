//! The chart that the README shows: for each world, the ratios of latency and throughput.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, TextStyle, WHITE};

use super::Report;
use super::number::ratio;
use crate::contender::python::Python;
use crate::entrant::World;
use crate::job::Place;
use crate::measure::{Group, What};
use crate::payload::Size;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn std::error::Error>>;

const WIDTH: i32 = 1000;
const LINE: i32 = 19;
const BAR: i32 = 14;
/// Where bars begin in a panel, and how long the longest is.
const LEFT: i32 = 170;
const LENGTH: i32 = 260;

const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
const OURS: RGBColor = RGBColor(0xC2, 0x41, 0x0C);
const BY_HAND: RGBColor = RGBColor(0x9C, 0xA3, 0xAF);
const PEERS: RGBColor = RGBColor(0x3B, 0x6E, 0xA8);

/// The chart as SVG.
pub(super) fn draw(report: &Report) -> String {
    let mut text = String::new();
    let drawn = chart(report, &mut text);
    drawn.expect("a chart is drawn into memory");
    text
}

fn chart(report: &Report, text: &mut String) -> Drawn {
    let worlds = [World::Async, World::Sync].map(|world| (world, shown(report, world)));
    let heights = worlds.iter().map(|(_, names)| panel_height(names.len()));
    let height = 40 + heights.sum::<i32>();
    let size = (WIDTH.unsigned_abs(), height.unsigned_abs());
    let area = SVGBackend::with_string(text, size).into_drawing_area();
    area.fill(&WHITE)?;
    write(
        &area,
        (WIDTH / 2, 22),
        22,
        HPos::Center,
        "Hits in ratio to one bare GET of the same JSON",
    )?;
    let mut top = 40;
    for (world, names) in &worlds {
        let panel = |column, what, words| {
            let corner = (column * WIDTH / 2 + 10, top);
            let title = format!("{} functions: {words}", world.name());
            write(&area, (corner.0, corner.1 + 12), 19, HPos::Left, &title)?;
            sections(&area, corner, report, (what, *world), names)
        };
        panel(0, What::HitLatency, "median latency, less is better")?;
        panel(1, What::HitThroughput, "throughput, more is better")?;
        top += panel_height(names.len());
    }
    area.present()?;
    Ok(())
}

/// Who has bars: all but the floors, and the one whose bars would dwarf the others.
fn shown(report: &Report, world: World) -> Vec<&str> {
    let mut names = report.contenders(world);
    names.retain(|name| !name.starts_with("raw") && *name != Python::NAME);
    names
}

fn panel_height(bars: usize) -> i32 {
    let bars = i32::try_from(bars).unwrap_or_default();
    30 + 3 * (bars * LINE + 34)
}

/// One section for each payload, each with a scale of its own.
fn sections(
    area: &Area<'_>,
    (left, top): (i32, i32),
    report: &Report,
    (what, world): (What, World),
    names: &[&str],
) -> Drawn {
    let mut y = top + 26;
    for size in Size::ALL {
        if let Some(group) = report.group(what, world, size, Place::OneCore) {
            write(area, (left + LEFT, y + 8), 16, HPos::Left, size.name())?;
            y += LINE;
            y = bars(area, (left, y), group, names)? + 15;
        }
    }
    Ok(())
}

/// The bars of a section, and a line where the floor is; gives where they end.
fn bars(
    area: &Area<'_>,
    (left, top): (i32, i32),
    group: &Group,
    names: &[&str],
) -> Result<i32, Box<dyn std::error::Error>> {
    let rows: Vec<_> = names.iter().filter_map(|name| group.row(name)).collect();
    let ratios = rows.iter().map(|row| row.ratio.median);
    let longest = ratios.fold(1.0, f64::max);
    let mut y = top;
    for row in rows {
        let end = left + LEFT + length(row.ratio.median / longest);
        let color = match row.contender.as_str() {
            name if name.starts_with("dtcache") => OURS,
            name if name.starts_with("by hand") => BY_HAND,
            _ => PEERS,
        };
        let corners = [(left + LEFT, y), (end, y + BAR)];
        area.draw(&Rectangle::new(corners, color.filled()))?;
        let middle = y + BAR / 2;
        write(
            area,
            (left + LEFT - 6, middle),
            16,
            HPos::Right,
            &row.contender,
        )?;
        write(
            area,
            (end + 5, middle),
            16,
            HPos::Left,
            &ratio(row.ratio.median),
        )?;
        y += LINE;
    }
    let floor = left + LEFT + length(1.0 / longest);
    let line = vec![(floor, top - 3), (floor, y - 2)];
    area.draw(&PathElement::new(line, INK.stroke_width(1)))?;
    Ok(y)
}

#[expect(clippy::cast_possible_truncation, reason = "the share is at most 1")]
fn length(share: f64) -> i32 {
    (f64::from(LENGTH) * share).round() as i32
}

fn write(area: &Area<'_>, at: (i32, i32), height: i32, side: HPos, text: &str) -> Drawn {
    let style = TextStyle::from(("sans-serif", height).into_font())
        .color(&INK)
        .pos(Pos::new(side, VPos::Center));
    area.draw(&Text::new(text.to_owned(), at, style))?;
    Ok(())
}
