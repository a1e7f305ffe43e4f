//! Where the processes come from: this machine, or a recording.

use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

use sysproc::System;
use sysproc::process::{Fields, Limits, Process, Resource, Snapshot};

use super::moment::Moment;
use crate::failure::Outcome;
use crate::machine::Monitor;
use crate::observer::Observer;
use crate::recording::{Recorder, Tape};
use crate::select::{self, Selector};

/// How long the machine is watched before the first picture: long enough for some ticks of the clock.
const GLANCE: Duration = Duration::from_millis(200);

pub(super) enum Source {
    Live(Box<Live>),
    Recorded(Recorded),
}

/// The processes of this machine.
pub(super) struct Live {
    system: System,
    observer: Observer,
    monitor: Monitor,
    recorder: Option<Recorder>,
}

/// The processes of a recording.
pub(super) struct Recorded {
    tape: Tape,
    /// The number of the frame that is shown, from 0.
    at: usize,
}

impl Source {
    /// Begins to watch this machine. Only `fields` are read of all processes.
    pub(super) fn live(system: &System, fields: Fields, recorder: Option<Recorder>) -> Outcome<Self> {
        allow_descriptors();
        let mut observer = Observer::new(system, fields);
        let mut monitor = Monitor::new(system);
        observer.prime()?;
        monitor.read();
        thread::sleep(GLANCE);
        Ok(Self::Live(Box::new(Live { system: system.clone(), observer, monitor, recorder })))
    }

    pub(super) fn recorded(path: &Path) -> Outcome<Self> {
        Ok(Self::Recorded(Recorded { tape: Tape::open(path)?, at: 0 }))
    }

    /// The machine, where it is this one.
    pub(super) fn system(&self) -> Option<&System> {
        match self {
            Self::Live(live) => Some(&live.system),
            Self::Recorded(_) => None,
        }
    }

    /// What is to be shown now; of a recording the frame that it stands at.
    pub(super) fn read(&mut self, fields: Fields) -> Outcome<Moment> {
        match self {
            Self::Live(live) => live.read(fields),
            Self::Recorded(recorded) => recorded.read(),
        }
    }

    /// Goes so many frames forth or back; gives whether there were that many.
    pub(super) fn step(&mut self, by: isize) -> bool {
        let Self::Recorded(recorded) = self else { return true };
        let to = recorded.at.saturating_add_signed(by).min(recorded.tape.len() - 1);
        std::mem::replace(&mut recorded.at, to) != to
    }

    /// Adds to processes what they lack of `fields`. Those that ended meanwhile keep what they have.
    pub(super) fn complete<'a>(&self, processes: impl IntoIterator<Item = &'a mut Snapshot>, fields: Fields) {
        let Some(system) = self.system() else { return };
        for process in processes {
            if !process.asked().contains(fields) {
                // That it ended is seen at the next reading.
                let _ = process.process(system).snapshot_more(fields, process);
            }
        }
    }

    /// Finds who holds the ports that selectors ask for.
    pub(super) fn find_holders(&self, moment: &mut Moment, selectors: &[Selector]) {
        if let Some(system) = self.system().filter(|_| select::asks_for_ports(selectors)) {
            moment.holders = select::holders(system, selectors).unwrap_or_default();
        }
    }
}

/// Lets this process hold as many descriptors as it may: what is held need not be opened again for each picture.
fn allow_descriptors() {
    let raise = || -> sysproc::Result<()> {
        let me = Process::current()?;
        let hard = me.rlimit(Resource::NoFile)?.hard;
        me.set_rlimit(Resource::NoFile, Limits { soft: hard, hard })
    };
    // Where there is no such limit, or it cannot be raised, fewer are held.
    let _ = raise();
}

impl Live {
    fn read(&mut self, fields: Fields) -> Outcome<Moment> {
        self.observer.set_fields(fields);
        let (listing, facts) = self.observer.observe()?;
        let machine = self.monitor.read();
        if let Some(recorder) = &mut self.recorder {
            recorder.add_with(&listing, &facts, Some(&machine))?;
        }
        Ok(Moment {
            time: facts.now.unwrap_or_else(SystemTime::now),
            snapshots: listing.snapshots,
            facts,
            machine,
            ..Moment::default()
        })
    }
}

impl Recorded {
    fn read(&mut self) -> Outcome<Moment> {
        let before = self.at.checked_sub(1).map(|before| self.tape.frame(before)).transpose()?;
        let frame = self.tape.frame(self.at)?;
        let facts = frame.facts(before.as_ref());
        Ok(Moment {
            time: frame.time(),
            position: Some((self.at + 1, self.tape.len())),
            facts,
            machine: frame.machine.unwrap_or_default(),
            snapshots: frame.listing.snapshots,
            ..Moment::default()
        })
    }
}
