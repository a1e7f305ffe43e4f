//! Which processes are shown, and in which order.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use sysproc::Pid;
use sysproc::process::Fields;

use super::moment::{Id, Moment, id};
use crate::columns::{Column, Kind};
use crate::processes::Key;
use crate::select::{self, Known, Names, Selector};
use crate::value::Value;

/// What is known of every process, shown or not: it costs nothing beyond what is read anyway.
const ALWAYS: Fields = Fields::NAME.union(Fields::STATUS).union(Fields::CPU_TIMES).union(Fields::NICE);

/// Which processes are shown, with which columns, in which order.
#[derive(Debug)]
pub(super) struct View {
    pub(super) columns: Vec<&'static Column>,
    pub(super) sort: Vec<Key>,
    pub(super) tree: bool,
    /// Processes whose descendants are hidden.
    pub(super) folded: HashSet<Id>,
    /// The selectors of the command line.
    pub(super) only: Vec<Selector>,
    pub(super) filter: Option<Selector>,
    /// Whether command lines are searched.
    pub(super) searches: bool,
    /// The pid of the command itself, which only its pid selects.
    pub(super) me: Option<Pid>,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Which snapshot.
    pub(super) at: usize,
    /// The branches of the tree that lead to it.
    pub(super) branch: String,
    /// How many descendants are hidden below it.
    pub(super) hidden: usize,
}

/// A column to sort by: the busiest, largest and latest first, names in their order.
pub(super) fn natural(column: &'static Column) -> Key {
    let ascending = column.kind == Kind::Text || matches!(column.name, "pid" | "ppid" | "uid" | "gid" | "nice");
    Key { column, descending: !ascending }
}

impl View {
    /// What must be read of every process.
    pub(super) fn fields_of_all(&self) -> Fields {
        let mut fields = ALWAYS | select::fields(&self.selectors());
        fields |= self.sort.iter().map(|key| key.column.fields).fold(Fields::empty(), Fields::union);
        fields.set(Fields::PPID, self.tree || fields.contains(Fields::PPID));
        fields.set(Fields::CMDLINE, self.searches || fields.contains(Fields::CMDLINE));
        fields
    }

    /// What must be read of those that are in sight.
    pub(super) fn fields_of_shown(&self) -> Fields {
        self.columns.iter().map(|column| column.fields).fold(self.fields_of_all(), Fields::union)
    }

    /// Everything that selects.
    pub(super) fn selectors(&self) -> Vec<Selector> {
        self.only.iter().chain(&self.filter).cloned().collect()
    }

    /// The lines of the table.
    pub(super) fn rows(&self, moment: &Moment) -> Vec<Row> {
        let sorted = self.sorted(moment);
        if self.tree {
            return self.branches(moment, &sorted);
        }
        sorted.into_iter().map(|at| Row { at, branch: String::new(), hidden: 0 }).collect()
    }

    /// Which snapshots are shown, in order.
    fn sorted(&self, moment: &Moment) -> Vec<usize> {
        let known = Known { names: Names::Part, facts: &moment.facts, holders: &moment.holders };
        let passes = |selectors: &[Selector], at: usize| {
            let process = moment.snapshots.get(at);
            selectors.is_empty() || process.is_some_and(|process| select::picks(self.me, selectors, process, &known))
        };
        let filter = self.filter.as_slice();
        let shown = (0..moment.snapshots.len()).filter(|at| passes(&self.only, *at) && passes(filter, *at));
        let values = |at: usize| -> Vec<Value> {
            let process = moment.snapshots.get(at);
            let value =
                |key: &Key| process.map_or(Value::Unknown, |process| (key.column.value)(process, &moment.facts));
            self.sort.iter().map(value).collect()
        };
        let mut keyed: Vec<(Vec<Value>, usize)> = shown.map(|at| (values(at), at)).collect();
        keyed.sort_by(|(a, _), (b, _)| {
            let orders = self.sort.iter().zip(a.iter().zip(b)).map(|(key, (a, b))| a.compare(b, key.descending));
            orders.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        });
        keyed.into_iter().map(|(_, at)| at).collect()
    }

    /// The same as a tree; the order is that of siblings.
    fn branches(&self, moment: &Moment, sorted: &[usize]) -> Vec<Row> {
        let children = children(moment, sorted);
        let of = |parent: Option<usize>| children.get(&parent).map(Vec::as_slice).unwrap_or_default();
        let mut rows = Vec::with_capacity(sorted.len());
        let mut next: Vec<(String, String, usize)> =
            of(None).iter().rev().map(|root| (String::new(), String::new(), *root)).collect();
        while let Some((branch, below, at)) = next.pop() {
            let is_folded = moment.snapshots.get(at).is_some_and(|process| self.folded.contains(&id(process)));
            if is_folded {
                rows.push(Row { at, branch, hidden: count_below(&children, at) });
                continue;
            }
            for (i, child) in of(Some(at)).iter().enumerate().rev() {
                let is_last = i + 1 == of(Some(at)).len();
                let (joint, stem) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
                next.push((format!("{below}{joint}"), format!("{below}{stem}"), *child));
            }
            rows.push(Row { at, branch, hidden: 0 });
        }
        rows
    }
}

/// The children of each, those without a parent in sight below `None`. A parent is not younger than its child.
fn children(moment: &Moment, sorted: &[usize]) -> HashMap<Option<usize>, Vec<usize>> {
    let process = |at: usize| moment.snapshots.get(at);
    let by_pid: HashMap<Pid, usize> =
        sorted.iter().filter_map(|at| process(*at).map(|process| (process.pid, *at))).collect();
    let parent = |at: usize| {
        let child = process(at)?;
        let parent = *by_pid.get(child.ppid.value()?)?;
        process(parent).filter(|process| parent != at && process.start <= child.start).map(|_| parent)
    };
    let mut children = HashMap::<Option<usize>, Vec<usize>>::new();
    sorted.iter().for_each(|at| children.entry(parent(*at)).or_default().push(*at));
    children
}

fn count_below(children: &HashMap<Option<usize>, Vec<usize>>, at: usize) -> usize {
    let (mut count, mut next) = (0, vec![at]);
    while let Some(at) = next.pop() {
        let below = children.get(&Some(at)).map(Vec::as_slice).unwrap_or_default();
        count += below.len();
        next.extend(below);
    }
    count
}
