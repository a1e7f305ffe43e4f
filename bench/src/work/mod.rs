//! What is measured: each [`Work`] is something that programs want to know, and who can tell.
//!
//! A new one goes into the list of its topic; a peer in another program is told of it in `peers/`.

mod listings;
mod machine;
mod one;
mod programs;
mod several;
mod sockets;

use crate::Result;
use crate::contender::Contender;
use crate::load::Load;
use crate::peers::{PSUTIL, PYTHON, RUST_PSUTIL};

/// Something that programs want to know, and who can tell.
pub(crate) struct Work {
    /// As `--only` takes it, and as peers in other programs know it.
    pub(crate) name: &'static str,
    /// What is asked, and what the floor of it is.
    pub(crate) about: &'static str,
    /// Which process is asked about; of a listing, for which one all must say the same.
    pub(crate) subject: fn(&Load) -> Result<u32>,
    /// The peers in other programs that know it.
    pub(crate) peers: &'static [&'static str],
    /// Those in this program, each ready to start, with the subject's pid. The order says nothing.
    pub(crate) contenders: fn(u32) -> Result<Contenders>,
}

/// Those who take part.
pub(crate) type Contenders = Vec<Box<dyn Contender>>;

/// Python's psutil, and our package.
const IN_PYTHON: &[&str] = &[PYTHON, PSUTIL];
/// And the crate that is called psutil.
const IN_PROGRAMS: &[&str] = &[PYTHON, PSUTIL, RUST_PSUTIL];

/// All of them, in the order in which they are run.
pub(crate) fn all() -> impl Iterator<Item = &'static Work> {
    [listings::WORKS, several::WORKS, one::WORKS, sockets::WORKS, machine::WORKS, programs::WORKS].into_iter().flatten()
}
