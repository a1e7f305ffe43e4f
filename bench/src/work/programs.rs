//! Whole programs, from their start to their end.

use super::Work;
use crate::load::Load;
use crate::peers::{BARE_PYTHON, COMMAND, PROCS, PS, PSUTIL, PYTHON};

pub(super) const WORKS: &[Work] = &[
    Work {
        name: "ps",
        about: "all processes with the columns of `ps aux`, by a program that is started for it; there is no floor",
        subject: Load::sample,
        peers: &[COMMAND, PS, PROCS],
        contenders: |_| Ok(Vec::new()),
    },
    Work {
        name: "import",
        about: "a Python that imports the package and ends; floor: one that imports nothing",
        subject: Load::sample,
        peers: &[PYTHON, PSUTIL, BARE_PYTHON],
        contenders: |_| Ok(Vec::new()),
    },
];
