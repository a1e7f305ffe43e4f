//! Lines on two logarithmic axes, as SVG: what grows in proportion is a straight line that rises like the grid's diagonal.

use std::fmt::Write;

/// A diagram.
pub(crate) struct Panel {
    pub(crate) title: &'static str,
    /// What the horizontal axis counts.
    pub(crate) axis: &'static str,
    pub(crate) lines: Vec<Line>,
}

/// What one contender took, by size.
pub(crate) struct Line {
    name: String,
    points: Vec<(usize, f64)>,
}

impl Panel {
    /// Adds a point to the line of a contender.
    pub(crate) fn add(&mut self, name: &str, size: usize, microseconds: f64) {
        match self.lines.iter_mut().find(|line| line.name == name) {
            Some(line) => line.points.push((size, microseconds)),
            None => self.lines.push(Line { name: name.to_owned(), points: vec![(size, microseconds)] }),
        }
    }
}

const WIDTH: f64 = 460.0;
const HEIGHT: f64 = 380.0;
const MARGIN: f64 = 50.0;
/// Room for names behind the lines.
const NAMES: f64 = 130.0;
/// From 0.1 ms to 10 s, and from 50 to 10,000: powers of ten.
const VERTICAL: (f64, f64) = (-1.0, 4.0);
const HORIZONTAL: (f64, f64) = (1.7, 4.0);

const COLORS: [&str; 8] = ["#0b6e4f", "#8a8a8a", "#c1292e", "#235789", "#f1a208", "#7b2d8b", "#5a3d2b", "#4f9da6"];

/// Side by side.
pub(crate) fn svg(panels: &[Panel]) -> String {
    let width = WIDTH * panels.len() as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"11\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    for (number, panel) in panels.iter().enumerate() {
        // Writing to a string does not fail.
        let _ = writeln!(svg, "<g transform=\"translate({} 0)\">\n{}</g>", WIDTH * number as f64, drawn(panel));
    }
    svg + "</svg>\n"
}

fn drawn(panel: &Panel) -> String {
    let mut svg = format!(
        "<text x=\"{MARGIN}\" y=\"20\" font-weight=\"bold\">{}: milliseconds of processor time by {}</text>\n",
        panel.title, panel.axis
    );
    for size in [100.0, 1_000.0, 5_000.0] {
        let at = x(size);
        let _ = writeln!(svg, "<path d=\"M{at:.1} 30V{}\" stroke=\"#ddd\"/>", HEIGHT - MARGIN);
        let _ =
            writeln!(svg, "<text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{size}</text>", HEIGHT - MARGIN + 16.0);
    }
    for (milliseconds, label) in [(0.1, "0.1"), (1.0, "1"), (10.0, "10"), (100.0, "100"), (1_000.0, "1,000")] {
        let at = y(milliseconds);
        let _ = writeln!(svg, "<path d=\"M{MARGIN} {at:.1}H{}\" stroke=\"#ddd\"/>", WIDTH - NAMES);
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>", MARGIN - 6.0, at + 4.0);
    }
    let ends = spread(panel.lines.iter().map(|line| line.points.last().map_or(0.0, |(_, us)| y(us / 1e3))));
    for ((line, end), color) in panel.lines.iter().zip(ends).zip(COLORS.iter().cycle()) {
        let points: Vec<String> =
            line.points.iter().map(|(size, us)| format!("{:.1},{:.1}", x(*size as f64), y(us / 1e3))).collect();
        let points = points.join(" ");
        let _ = writeln!(svg, "<polyline points=\"{points}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.8\"/>");
        let at = x(5_000.0) + 6.0;
        let _ = writeln!(svg, "<text x=\"{at:.1}\" y=\"{:.1}\" fill=\"{color}\">{}</text>", end + 4.0, line.name);
    }
    svg
}

/// Moves heights apart, so that names do not cover each other; in the same order.
fn spread(heights: impl Iterator<Item = f64>) -> Vec<f64> {
    const LEAST: f64 = 12.0;
    let mut heights: Vec<(usize, f64)> = heights.enumerate().collect();
    heights.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut free = f64::MIN;
    for (_, height) in &mut heights {
        *height = height.max(free);
        free = *height + LEAST;
    }
    heights.sort_by_key(|(number, _)| *number);
    heights.into_iter().map(|(_, height)| height).collect()
}

fn x(size: f64) -> f64 {
    let (from, to) = HORIZONTAL;
    MARGIN + (size.log10() - from) / (to - from) * (WIDTH - NAMES - MARGIN)
}

fn y(milliseconds: f64) -> f64 {
    let (from, to) = VERTICAL;
    HEIGHT - MARGIN - (milliseconds.log10() - from) / (to - from) * (HEIGHT - MARGIN - 30.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_moved_apart() {
        assert_eq!(spread([10.0, 50.0, 12.0].into_iter()), [10.0, 50.0, 22.0]);
    }

    #[test]
    fn ten_times_as_much_is_as_far_on_the_axis() {
        assert!((x(1_000.0) - x(100.0) - (x(10_000.0) - x(1_000.0))).abs() < 1e-9);
        assert!((y(1.0) - y(10.0) - (y(10.0) - y(100.0))).abs() < 1e-9);
    }
}
