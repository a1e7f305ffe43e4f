//! The bare system calls of a work, with nothing around them: what nobody can do without.

pub(crate) mod cores;
pub(crate) mod files;
mod held;
pub(crate) mod interfaces;
mod listing;
mod netlink;
pub(crate) mod process;
pub(crate) mod sockets;

pub(crate) use held::HeldFloor;
pub(crate) use listing::{Floor, Reads};

use crate::Result;
use crate::contender::{Contender, FLOOR, Row, call};

/// A floor that is a function.
pub(crate) fn floor(calls: impl FnMut() -> Result<()> + 'static) -> Box<dyn Contender> {
    call(FLOOR, calls, |()| Row::default())
}
