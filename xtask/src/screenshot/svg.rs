//! Runs of text as a picture.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::ansi::{Run, Style};

/// The size of a cell, and of the letters in it.
const CELL: (f64, f64) = (8.4, 18.0);
const LETTERS: f64 = 14.0;
const MARGIN: f64 = 12.0;
/// The bar with the title.
const BAR: f64 = 30.0;

const BACKGROUND: &str = "#1a1b26";
const TEXT: &str = "#c8ccd4";
/// The sixteen colours, dark ones first.
const COLORS: [&str; 16] = [
    "#1a1b26", "#f7768e", "#9ece6a", "#e0af68", "#3d59a1", "#bb9af7", "#7dcfff", "#c8ccd4", "#6b7394", "#ff899d",
    "#b9f27c", "#ffcf87", "#7aa2f7", "#d0b0ff", "#a4daff", "#ffffff",
];

/// The picture of a terminal of so many columns.
pub(super) fn picture(title: &str, columns: usize, lines: &[Vec<Run>]) -> String {
    let width = columns as f64 * CELL.0 + 2.0 * MARGIN;
    let height = lines.len() as f64 * CELL.1 + 2.0 * MARGIN + BAR;
    let mut out = String::new();
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0} {height:.0}" width="{width:.0}" height="{height:.0}" role="img" aria-label="{}">"#,
        escaped(title)
    );
    let font = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
    let _ = writeln!(out, "<style>text {{ font-family: {font}; font-size: {LETTERS}px }}</style>");
    let _ = writeln!(out, r#"<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>"#);
    for (at, color) in ["#f7768e", "#e0af68", "#9ece6a"].into_iter().enumerate() {
        let _ = writeln!(
            out,
            r#"<circle cx="{}" cy="{}" r="5.5" fill="{color}"/>"#,
            MARGIN + 8.0 + at as f64 * 19.0,
            BAR / 2.0 + 2.0
        );
    }
    let title = escaped(title);
    let _ =
        writeln!(out, r##"<text x="50%" y="{}" text-anchor="middle" fill="#6b7394">{title}</text>"##, BAR / 2.0 + 7.0);
    for (at, line) in lines.iter().enumerate() {
        draw_line(&mut out, line, BAR + MARGIN + at as f64 * CELL.1);
    }
    out.push_str("</svg>\n");
    out
}

fn draw_line(out: &mut String, line: &[Run], top: f64) {
    let mut column = 0;
    for run in line {
        let cells = run.text.width();
        let (x, width) = (MARGIN + column as f64 * CELL.0, cells as f64 * CELL.0);
        let (foreground, background) = colors(run.style);
        if let Some(color) = background {
            let _ = writeln!(
                out,
                r#"<rect x="{x:.1}" y="{top:.1}" width="{width:.1}" height="{}" fill="{color}"/>"#,
                CELL.1
            );
        }
        for (before, word) in words(&run.text) {
            draw_word(out, word, x + before as f64 * CELL.0, top, (foreground, run.style.is_bold));
        }
        column += cells;
    }
}

fn draw_word(out: &mut String, word: &str, x: f64, top: f64, (color, is_bold): (&str, bool)) {
    let bold = if is_bold { r#" font-weight="bold""# } else { "" };
    let (y, width) = (top + CELL.1 * 0.75, word.width() as f64 * CELL.0);
    // Whatever the font, the cells are where they belong.
    let _ = writeln!(
        out,
        r#"<text x="{x:.1}" y="{y:.1}" textLength="{width:.1}" lengthAdjust="spacingAndGlyphs" fill="{color}"{bold}>{}</text>"#,
        escaped(word)
    );
}

/// The words of a text, each with the number of cells before it.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut column = 0;
    text.split(' ').filter_map(move |word| {
        let before = column;
        column += word.width() + 1;
        (!word.is_empty()).then_some((before, word))
    })
}

/// The colours of letters and of what is behind them.
fn colors(style: Style) -> (&'static str, Option<&'static str>) {
    let color = |number: Option<u8>| number.and_then(|number| COLORS.get(usize::from(number)).copied());
    let (foreground, background) = (color(style.foreground).unwrap_or(TEXT), color(style.background));
    if style.is_reversed { (background.unwrap_or(BACKGROUND), Some(foreground)) } else { (foreground, background) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_where_its_cells_are_and_no_markup() {
        let plain = Style::default();
        let runs = [("a  b", plain), ("<&>", Style { is_reversed: true, ..plain })];
        let line = runs.map(|(text, style)| Run { style, text: text.into() });
        let svg = picture("\"t\"", 10, &[line.into()]);
        assert!(svg.contains(r#"aria-label="&quot;t&quot;""#) && svg.contains(">&lt;&amp;&gt;</text>"), "{svg}");
        assert!(svg.contains(r#"<text x="12.0""#) && svg.contains(r#"<text x="37.2""#), "{svg}");
        assert!(svg.contains(r##"<rect x="45.6" y="42.0" width="25.2" height="18" fill="#c8ccd4"/>"##), "{svg}");
    }
}
