//! Text with the escape codes of colours, as runs of one style.

/// What a piece of text looks like; colours are numbers of the terminal's sixteen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) foreground: Option<u8>,
    pub(super) background: Option<u8>,
    pub(super) is_bold: bool,
    pub(super) is_reversed: bool,
}

/// Text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) style: Style,
    pub(super) text: String,
}

/// The lines of a text. Of escape codes only those of colours are understood; others are left out.
pub(super) fn lines(text: &str) -> Vec<Vec<Run>> {
    let mut style = Style::default();
    text.lines().map(|line| runs(line, &mut style)).collect()
}

fn runs(line: &str, style: &mut Style) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut pieces = line.split("\x1b[");
    let mut add = |style: Style, text: &str| {
        if !text.is_empty() {
            runs.push(Run { style, text: text.to_owned() });
        }
    };
    add(*style, pieces.next().unwrap_or_default());
    for piece in pieces {
        let end = piece.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(piece.len());
        let (codes, rest) = piece.split_at(end);
        if rest.starts_with('m') {
            apply(codes, style);
        }
        add(*style, rest.get(1..).unwrap_or_default());
    }
    runs
}

fn apply(codes: &str, style: &mut Style) {
    let mut numbers = codes.split(';').map(|code| code.parse::<u8>().unwrap_or_default());
    while let Some(number) = numbers.next() {
        match number {
            0 => *style = Style::default(),
            1 => style.is_bold = true,
            7 => style.is_reversed = true,
            22 => style.is_bold = false,
            27 => style.is_reversed = false,
            30..=37 => style.foreground = Some(number - 30),
            40..=47 => style.background = Some(number - 40),
            90..=97 => style.foreground = Some(number - 90 + 8),
            100..=107 => style.background = Some(number - 100 + 8),
            39 => style.foreground = None,
            49 => style.background = None,
            // A colour of 256, of which the first sixteen are those above.
            38 | 48 => {
                let color = if numbers.next() == Some(5) { numbers.next().filter(|color| *color < 16) } else { None };
                if number == 38 { style.foreground = color } else { style.background = color }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_have_their_styles() {
        let [first, second] = lines("a\x1b[1;36mb\x1b[0mc\n\x1b[38;5;8;7md\x1b[K").try_into().unwrap();
        let bold = Style { foreground: Some(6), is_bold: true, ..Style::default() };
        let plain = Style::default();
        let run = |style, text: &str| Run { style, text: text.into() };
        assert_eq!(first, [run(plain, "a"), run(bold, "b"), run(plain, "c")]);
        assert_eq!(second, [run(Style { foreground: Some(8), is_reversed: true, ..plain }, "d")]);
    }
}
