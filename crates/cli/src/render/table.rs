//! Tables that fit.

use super::text::width;
use super::{Line, Role, Width};

/// Between two columns.
pub(crate) const GAP: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    /// For numbers.
    Right,
}

/// The head of a column, and what may be done to it where there is little room.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    pub(crate) title: &'static str,
    pub(crate) align: Align,
    /// Its texts may be cut to this many cells.
    pub(crate) shortest: Option<usize>,
    /// Whether it may be left out: never with 0, else those with high ranks go first.
    pub(crate) rank: usize,
}

impl Head {
    /// A column of texts, never left out.
    pub(crate) const fn left(title: &'static str) -> Self {
        Self { title, align: Align::Left, shortest: None, rank: 0 }
    }

    /// A column of numbers, never left out.
    pub(crate) const fn right(title: &'static str) -> Self {
        Self { title, align: Align::Right, shortest: None, rank: 0 }
    }

    /// The column with texts that may be cut.
    pub(crate) const fn shortest(self, cells: usize) -> Self {
        Self { shortest: Some(cells), ..self }
    }

    /// The column, to be left out before those of lower rank.
    pub(crate) const fn rank(self, rank: usize) -> Self {
        Self { rank, ..self }
    }
}

/// Rows of cells below heads.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    heads: Vec<Head>,
    rows: Vec<Vec<Line>>,
}

impl Table {
    pub(crate) fn new(heads: impl Into<Vec<Head>>) -> Self {
        Self { heads: heads.into(), rows: Vec::new() }
    }

    /// Adds a row, a cell for each head.
    pub(crate) fn row(&mut self, cells: impl Into<Vec<Line>>) {
        self.rows.push(cells.into());
    }

    /// The lines of the table, and the titles of the columns that had to be left out.
    pub(crate) fn lines(self, limit: Width) -> (Vec<Line>, Vec<&'static str>) {
        let natural: Vec<usize> = self.natural_widths();
        let widths = fit(&self.heads, natural, limit);
        let left_out = self.heads.iter().zip(&widths).filter(|(_, w)| w.is_none()).map(|(h, _)| h.title).collect();
        let head = self.heads.iter().map(|head| Line::new().with(Role::Heading, head.title)).collect();
        let lines = std::iter::once(head).chain(self.rows);
        (lines.map(|cells| join(&self.heads, &widths, cells)).collect(), left_out)
    }

    fn natural_widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = self.heads.iter().map(|head| width(head.title)).collect();
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = cell.width().max(*widest);
            }
        }
        widths
    }
}

/// The width of each column; `None` for those that there is no room for.
pub(crate) fn fit(heads: &[Head], natural: Vec<usize>, limit: Width) -> Vec<Option<usize>> {
    let mut widths: Vec<Option<usize>> = natural.into_iter().map(Some).collect();
    let Width::Cells(limit) = limit else { return widths };
    loop {
        let shown = widths.iter().flatten().count();
        let total = widths.iter().flatten().sum::<usize>() + GAP * shown.saturating_sub(1);
        let over = total.saturating_sub(limit);
        let slack = |(head, width): (&Head, &Option<usize>)| -> usize {
            width.unwrap_or(0).saturating_sub(head.shortest.unwrap_or(usize::MAX))
        };
        let enough = heads.iter().zip(&widths).map(slack).sum::<usize>() >= over;
        let last = heads.iter().zip(&widths).enumerate().filter(|(_, (head, width))| head.rank > 0 && width.is_some());
        match last.max_by_key(|(i, (head, _))| (head.rank, *i)).map(|(i, _)| i) {
            Some(last) if !enough => {
                if let Some(width) = widths.get_mut(last) {
                    *width = None;
                }
            }
            _ => {
                shrink(heads, &mut widths, over);
                return widths;
            }
        }
    }
}

/// Takes `over` cells from the columns that may be cut, always from the widest.
fn shrink(heads: &[Head], widths: &mut [Option<usize>], over: usize) {
    for _ in 0..over {
        let flexible = heads.iter().zip(widths.iter_mut()).filter_map(|(head, width)| {
            let (width, shortest) = (width.as_mut()?, head.shortest?);
            (*width > shortest).then_some(width)
        });
        match flexible.max_by_key(|width| **width) {
            Some(widest) => *widest -= 1,
            None => return,
        }
    }
}

/// A row of cells as a line.
pub(crate) fn join(heads: &[Head], widths: &[Option<usize>], cells: Vec<Line>) -> Line {
    let mut line = Line::new();
    for ((head, width), cell) in heads.iter().zip(widths).zip(cells) {
        let Some(width) = *width else { continue };
        if line.width() > 0 {
            line.push(Role::Plain, " ".repeat(GAP));
        }
        let cell = cell.cut(width);
        let blanks = " ".repeat(width.saturating_sub(cell.width()));
        match head.align {
            Align::Left => {
                line.append(cell);
                line.push(Role::Plain, blanks);
            }
            Align::Right => {
                line.push(Role::Plain, blanks);
                line.append(cell);
            }
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Palette;

    fn drawn(limit: Width) -> (String, Vec<&'static str>) {
        let mut table = Table::new([
            Head::right("PID"),
            Head::left("USER").rank(1),
            Head::right("RSS").rank(2),
            Head::left("COMMAND").shortest(6),
        ]);
        table.row(["1".into(), "root".into(), "12.3M".into(), "/sbin/init splash".into()]);
        table.row(["4711".into(), "名前".into(), "1.0K".into(), "sh".into()]);
        let (lines, left_out) = table.lines(limit);
        let lines: Vec<String> = lines.iter().map(|line| line.painted(Palette::Plain)).collect();
        (lines.join("\n"), left_out)
    }

    #[test]
    fn a_table_is_as_wide_as_it_must_be() {
        let expected = " PID  USER    RSS  COMMAND
   1  root  12.3M  /sbin/init splash
4711  名前   1.0K  sh";
        assert_eq!(drawn(Width::Unlimited), (expected.into(), vec![]));
        assert_eq!(drawn(Width::Cells(80)), (expected.into(), vec![]));
    }

    #[test]
    fn long_texts_are_cut_first() {
        let expected = " PID  USER    RSS  COMMAND
   1  root  12.3M  /sbin/i…
4711  名前   1.0K  sh";
        assert_eq!(drawn(Width::Cells(27)), (expected.into(), vec![]));
    }

    #[test]
    fn then_columns_are_left_out_by_rank() {
        let expected = " PID  COMMAND
   1  /sbin…
4711  sh";
        assert_eq!(drawn(Width::Cells(12)), (expected.replace("COMMAND", "COMMA…"), vec!["USER", "RSS"]));
    }
}
