//! What an expression says of a process.

use std::collections::{HashMap, HashSet};

use regex_lite::Regex;
use sysproc::Pid;
use sysproc::process::{Fields, Snapshot};

use super::lex::Operator;
use super::operand::Operand;
use crate::columns::{self, Column, Facts};

/// An expression.
#[derive(Debug, Clone)]
pub(super) enum Expr {
    Any(Vec<Self>),
    All(Vec<Self>),
    Not(Box<Self>),
    Pid(Pid),
    /// Who holds the port.
    Port(u16),
    Name(String),
    /// A pattern in the name or the command line.
    Pattern(Regex),
    Compare(&'static Column, Operator, Operand),
}

/// How a bare name is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// It is the whole name.
    Whole,
    /// It is a part of the name.
    Part,
}

/// Which processes hold a port.
pub(crate) type Holders = HashMap<u16, HashSet<Pid>>;

/// What must be known beyond the process.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    pub(crate) names: Names,
    pub(crate) facts: &'a Facts,
    pub(crate) holders: &'a Holders,
}

impl Expr {
    /// The parts that have no parts.
    pub(super) fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::Any(parts) | Self::All(parts) => parts.iter().flat_map(Self::leaves).collect(),
            Self::Not(inner) => inner.leaves(),
            leaf => vec![leaf],
        }
    }

    /// What must be known of a process to decide.
    pub(super) fn fields(&self) -> Fields {
        let of_leaf = |leaf: &&Self| match leaf {
            Self::Name(_) => Fields::NAME,
            Self::Pattern(_) => Fields::NAME | Fields::CMDLINE,
            Self::Compare(column, ..) if column.name == "username" => Fields::USERNAME | Fields::UIDS,
            Self::Compare(column, ..) => column.fields,
            _ => Fields::empty(),
        };
        self.leaves().iter().map(of_leaf).fold(Fields::empty(), Fields::union)
    }

    /// Whether it holds for a process; `None` where that cannot be known. So what is not known is neither a reason to act
    /// nor, behind `not`, one to act either.
    pub(super) fn holds(&self, process: &Snapshot, known: &Known<'_>) -> Option<bool> {
        match self {
            Self::Any(parts) => one_is(true, parts.iter().map(|part| part.holds(process, known))),
            Self::All(parts) => one_is(false, parts.iter().map(|part| part.holds(process, known))),
            Self::Not(inner) => inner.holds(process, known).map(|holds| !holds),
            Self::Pid(pid) => Some(process.pid == *pid),
            Self::Port(port) => Some(known.holders.get(port).is_some_and(|pids| pids.contains(&process.pid))),
            Self::Name(text) => process.name.value().map(|name| match known.names {
                Names::Whole => name == text.as_str(),
                Names::Part => name.to_string_lossy().contains(text.as_str()),
            }),
            Self::Pattern(pattern) => {
                let in_name = process.name.value().map(|name| pattern.is_match(&name.to_string_lossy()));
                let line = process.cmdline.value().map(|line| line.join(" ".as_ref()));
                let in_line = line.map(|line| pattern.is_match(&line.to_string_lossy()));
                one_is(true, [in_name, in_line.or(Some(false))].into_iter())
            }
            Self::Compare(column, operator, operand) => compare(process, column, *operator, operand, known),
        }
    }
}

/// Whether one of several answers is this one: then it is the answer, whatever is not known; else the opposite, if all
/// are known.
fn one_is(deciding: bool, answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut is_known = true;
    for answer in answers {
        match answer {
            Some(answer) if answer == deciding => return Some(deciding),
            Some(_) => {}
            None => is_known = false,
        }
    }
    is_known.then_some(!deciding)
}

fn compare(
    process: &Snapshot,
    column: &Column,
    operator: Operator,
    operand: &Operand,
    known: &Known<'_>,
) -> Option<bool> {
    // A user may be written as a number.
    if let ("username", Operand::Text(text)) = (column.name, operand)
        && let (Ok(uid), Some(ids)) = (text.parse::<u32>(), process.uids.value())
    {
        return Some((ids.real == uid) == (operator == Operator::Equal));
    }
    operand.holds(operator, &(column.value)(process, known.facts))
}

/// A field by its name or a short form.
pub(super) fn field(name: &str) -> Result<&'static Column, String> {
    columns::find(name).map_err(|message| message.replace("no column is", "no field is"))
}
