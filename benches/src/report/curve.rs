//! The curve by which small texts are stored and large ones deflated.

use plotters::backend::SVGBackend;
use plotters::chart::{ChartBuilder, LabelAreaPosition};
use plotters::coord::combinators::IntoLogRange;
use plotters::drawing::IntoDrawingArea;
use plotters::element::PathElement;
use plotters::series::LineSeries;
use plotters::style::{Color, RGBColor, WHITE};

use super::number::figure;
use super::others::write_with_machine;
use super::text::table;
use super::write;
use crate::curve::Point;
use crate::measure::Unit;

type Drawn = Result<(), Box<dyn std::error::Error>>;
/// A line: its name, its color, and a point of it.
type Line<'l> = (&'l str, RGBColor, fn(&Point) -> f64);

const STORED: RGBColor = RGBColor(0xC2, 0x41, 0x0C);
const DEFLATED: RGBColor = RGBColor(0x3B, 0x6E, 0xA8);
const READ: RGBColor = RGBColor(0x6B, 0x72, 0x80);

/// Prints the points.
pub fn print_curve(points: &[Point]) {
    let heads = [
        "bytes of JSON",
        "stored",
        "deflated",
        "stored: write",
        "read",
        "deflated: write",
        "read (µs)",
    ];
    let mut lines = vec![heads.map(str::to_owned)];
    for point in points {
        let micros = |nanos: f64| figure(nanos / 1e3, Unit::Microseconds);
        lines.push([
            point.text.to_string(),
            point.stored.bytes.to_string(),
            point.deflated.bytes.to_string(),
            format!("{:.2}", point.stored.write / 1e3),
            format!("{:.2}", point.stored.read / 1e3),
            micros(point.deflated.write),
            micros(point.deflated.read),
        ]);
    }
    print!("{}", table(&lines));
}

/// Writes `stored.json` and `stored.svg`.
pub fn save_curve(points: &[Point]) {
    write_with_machine("stored.json", "points", points);
    let mut text = String::new();
    draw(points, &mut text).expect("a chart is drawn into memory");
    write("stored.svg", &text);
}

fn draw(points: &[Point], text: &mut String) -> Drawn {
    let area = SVGBackend::with_string(text, (1000, 380)).into_drawing_area();
    area.fill(&WHITE)?;
    let halves = area.split_evenly((1, 2));
    let [left, right] = halves.as_slice() else {
        return Ok(());
    };
    let bytes: [Line<'_>; 2] = [
        ("stored", STORED, |point| share(point.stored.bytes, point)),
        ("deflated", DEFLATED, |point| {
            share(point.deflated.bytes, point)
        }),
    ];
    let time: [Line<'_>; 3] = [
        ("stored, write and read", STORED, |point| {
            (point.stored.write + point.stored.read) / 1e3
        }),
        ("deflated, write and read", DEFLATED, |point| {
            (point.deflated.write + point.deflated.read) / 1e3
        }),
        ("deflated, read", READ, |point| point.deflated.read / 1e3),
    ];
    panel(
        left,
        "bytes of the entry for each byte of JSON",
        points,
        &bytes,
    )?;
    panel(right, "µs", points, &time)?;
    area.present()?;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "sizes are small")]
fn share(bytes: usize, point: &Point) -> f64 {
    bytes as f64 / point.text as f64
}

#[expect(clippy::cast_precision_loss, reason = "sizes are small")]
fn panel(
    area: &plotters::drawing::DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    title: &str,
    points: &[Point],
    lines: &[Line<'_>],
) -> Drawn {
    let highest = lines
        .iter()
        .flat_map(|(_, _, of)| points.iter().map(of))
        .fold(0.0, f64::max);
    let mut chart = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 18))
        .margin(12)
        .set_label_area_size(LabelAreaPosition::Left, 44)
        .set_label_area_size(LabelAreaPosition::Bottom, 36)
        .build_cartesian_2d(
            (16.0..2048.0_f64).log_scale().base(2.0),
            0.0..highest * 1.05,
        )?;
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .x_desc("bytes of JSON")
        .x_label_formatter(&|bytes| format!("{bytes:.0}"))
        .draw()?;
    for (name, color, of) in lines {
        let series = points.iter().map(|point| (point.text as f64, of(point)));
        let color = *color;
        chart
            .draw_series(LineSeries::new(series, color.stroke_width(2)))?
            .label(*name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], color.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .background_style(WHITE)
        .border_style(READ)
        .label_font(("sans-serif", 14))
        .draw()?;
    Ok(())
}
