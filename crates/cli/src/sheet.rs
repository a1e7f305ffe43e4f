//! A list for people (a table), for spreadsheets (CSV) and for programs (an array of objects in JSON), said once.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeSeq, Serializer};

use crate::csv;
use crate::processes::Row;
use crate::render::{Head, Line, Role, Table, Units, Width};
use crate::value::Value;

/// A column of a sheet: its key for programs, and its head for people where they see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heading {
    pub(crate) key: &'static str,
    head: Option<Head>,
    role: fn(&'static str, &Value) -> Option<Role>,
}

/// A column that all see.
pub(crate) const fn seen(key: &'static str, head: Head) -> Heading {
    Heading { key, head: Some(head), role: |_, _| None }
}

/// A column that only people see: it says what others say to programs.
pub(crate) const fn only_seen(head: Head) -> Heading {
    seen("", head)
}

/// A column that only programs see.
pub(crate) const fn unseen(key: &'static str) -> Heading {
    Heading { key, head: None, role: |_, _| None }
}

impl Heading {
    /// The column with a meaning of its values (by its key and a value), which their colour says.
    pub(crate) const fn role(self, role: fn(&'static str, &Value) -> Option<Role>) -> Self {
        Self { role, ..self }
    }

    /// What a line is about.
    pub(crate) const fn name(self) -> Self {
        self.role(|_, _| Some(Role::Name))
    }
}

/// Rows of values below headings.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// The key of the list in JSON.
    pub(crate) key: &'static str,
    pub(crate) headings: Vec<Heading>,
    pub(crate) rows: Vec<Vec<Value>>,
    /// The key of what a row is called, for programs that take names.
    name: &'static str,
    /// Of a tree: the column that shows its branches, and the branch before each row.
    pub(crate) branches: Option<(usize, Vec<String>)>,
}

impl Sheet {
    pub(crate) fn new(key: &'static str, headings: impl Into<Vec<Heading>>) -> Self {
        let headings: Vec<Heading> = headings.into();
        let name = headings.first().map_or("", |heading| heading.key);
        Self { key, headings, rows: Vec::new(), name, branches: None }
    }

    /// The sheet with rows that are called by this column, not by the first.
    pub(crate) fn named_by(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// Adds a row, a value for each heading.
    pub(crate) fn row(&mut self, values: impl Into<Vec<Value>>) {
        self.rows.push(values.into());
    }

    /// The table for people, and the titles of the columns that had to be left out.
    pub(crate) fn lines(&self, units: Units, width: Width) -> (Vec<Line>, Vec<&'static str>) {
        let mut table = Table::new(self.headings.iter().filter_map(|heading| heading.head).collect::<Vec<_>>());
        for (at, row) in self.rows.iter().enumerate() {
            let cells = self.headings.iter().zip(row).enumerate().filter(|(_, (heading, _))| heading.head.is_some());
            let cells = cells.map(|(column, (heading, value))| {
                let cell = match (heading.role)(heading.key, value).filter(|_| value.is_known()) {
                    Some(role) => value.cell(units).recolored(role),
                    None => value.cell(units),
                };
                match self.branch(at, column) {
                    Some(branch) => Line::new().with(Role::Faint, branch).and(cell),
                    None => cell,
                }
            });
            table.row(cells.collect::<Vec<_>>());
        }
        table.lines(width)
    }

    fn branch(&self, row: usize, column: usize) -> Option<&str> {
        let (trunk, branches) = self.branches.as_ref()?;
        branches.get(row).map(String::as_str).filter(|_| *trunk == column)
    }

    /// The rows as CSV, below the keys if they are wanted, each behind the time if there is one.
    pub(crate) fn csv(&self, out: &mut impl Write, head: bool, time: Option<&Value>) -> io::Result<()> {
        let time_key = time.map(|_| "time");
        if head {
            csv::head(out, time_key.into_iter().chain(self.keys()))?;
        }
        self.rows.iter().try_for_each(|row| csv::row(out, time.into_iter().chain(self.told(row))))
    }

    /// What the rows are called.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Value> {
        let column = self.headings.iter().position(|heading| heading.key == self.name);
        self.rows.iter().filter_map(move |row| row.get(column?))
    }

    /// The keys for programs.
    fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.headings.iter().map(|heading| heading.key).filter(|key| !key.is_empty())
    }

    /// The values of a row for programs.
    fn told<'a>(&self, row: &'a [Value]) -> impl Iterator<Item = &'a Value> {
        self.headings.iter().zip(row).filter(|(heading, _)| !heading.key.is_empty()).map(|(_, value)| value)
    }
}

/// The rows for programs.
impl Serialize for Sheet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let keys: Vec<&'static str> = self.keys().collect();
        let mut list = serializer.serialize_seq(Some(self.rows.len()))?;
        for row in &self.rows {
            let values: Vec<&Value> = self.told(row).collect();
            list.serialize_element(&Row { keys: &keys, values: &values })?;
        }
        list.end()
    }
}
