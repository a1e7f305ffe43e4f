//! Reading several things of a process at once.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::SystemTime;

use super::{
    CtxSwitches, Gids, IoCounters, IoPriority, MemoryFootprint, MemoryInfo, MemoryInfoEx, MemoryMap, MemoryMapGroup,
    MemorySize, OpenFile, PageFaults, Process, ProcessCpuTimes, StartTime, Status, Thread, Uids,
};
use crate::net::Connection;
use crate::sys;
use crate::{Error, Pid, Result, System};

/// One answer of a [`Snapshot`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Field<T> {
    /// The answer.
    Value(T),
    /// It was not asked for.
    #[default]
    NotAsked,
    /// The caller may not know.
    Denied,
    /// The process is a zombie: the kernel no longer knows.
    Zombie,
    /// This system does not offer it.
    Unsupported,
    /// The system answered, but with nothing that makes sense.
    Unknown,
}

impl<T> Field<T> {
    /// The answer, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The answer itself, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it was not asked for.
    pub fn is_not_asked(&self) -> bool {
        matches!(self, Self::NotAsked)
    }

    /// The same with the answer, if there is one, turned into another.
    pub fn map<U>(&self, turn: impl FnOnce(&T) -> U) -> Field<U> {
        self.and_then(|value| Some(turn(value)))
    }

    /// The same with the answer turned into another, or unknown.
    pub(crate) fn and_then<U>(&self, turn: impl FnOnce(&T) -> Option<U>) -> Field<U> {
        match self {
            Self::Value(value) => Field::or_unknown(turn(value)),
            Self::NotAsked => Field::NotAsked,
            Self::Denied => Field::Denied,
            Self::Zombie => Field::Zombie,
            Self::Unsupported => Field::Unsupported,
            Self::Unknown => Field::Unknown,
        }
    }

    pub(crate) fn or_unknown(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::Value)
    }

    /// What a getter's result is in a snapshot. That the process is gone is not about one field: it is handed back.
    pub(crate) fn from_result(result: Result<T>) -> Result<Self> {
        Ok(match result {
            Ok(value) => Self::Value(value),
            Err(Error::AccessDenied { .. }) => Self::Denied,
            Err(Error::ZombieProcess { .. }) => Self::Zombie,
            Err(Error::Unsupported { .. }) => Self::Unsupported,
            Err(error @ Error::NoSuchProcess { .. }) => return Err(error),
            Err(_) => Self::Unknown,
        })
    }
}

/// Declares the fields once: the flag that asks for each, its name, and its place in the snapshot.
macro_rules! fields {
    ($($(#[doc = $doc:literal])* $flag:ident $name:ident: $type:ty;)+) => {
        #[allow(non_camel_case_types)]
        enum Bit { $($name,)+ }

        bitflags::bitflags! {
            /// What to ask of a process. Each is a getter of [`Process`] by the same name.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
            pub struct Fields: u64 {
                $($(#[doc = $doc])* const $flag = 1 << Bit::$name as u64;)+
            }
        }

        impl Fields {
            /// Every field with its name, in the order of [`Snapshot`].
            pub const NAMES: &'static [(&'static str, Self)] = &[$((stringify!($name), Self::$flag),)+];
        }

        impl Snapshot {
            /// What was asked for, whether there is an answer or not.
            #[must_use]
            pub fn asked(&self) -> Fields {
                let mut asked = Fields::empty();
                $(asked.set(Fields::$flag, !self.$name.is_not_asked());)+
                asked
            }
        }

        /// Several things of one process, read together and known to be of one and the same process. What is large and
        /// seldom asked for is boxed: a listing is many of these.
        #[derive(Debug, Clone, PartialEq, Default)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct Snapshot {
            /// Its pid.
            pub pid: Pid,
            /// Its start time, in the kernel's own unit.
            pub start: StartTime,
            $(
                $(#[doc = $doc])*
                #[cfg_attr(feature = "serde", serde(
                    default, skip_serializing_if = "Field::is_not_asked", with = "crate::text::field"
                ))]
                pub $name: Field<$type>,
            )+
        }
    };
}

fields! {
    /// Its parent's pid.
    PPID ppid: Pid;
    /// Its name.
    NAME name: OsString;
    /// The path of its program.
    EXE exe: PathBuf;
    /// Its command line.
    CMDLINE cmdline: Vec<OsString>;
    /// Its environment.
    ENVIRON environ: Vec<(OsString, OsString)>;
    /// When it was started, by the wall clock.
    CREATE_TIME create_time: SystemTime;
    /// What it is doing.
    STATUS status: Status;
    /// Its working directory.
    CWD cwd: PathBuf;
    /// The name of its real user.
    USERNAME username: OsString;
    /// Its user ids.
    UIDS uids: Uids;
    /// Its group ids.
    GIDS gids: Gids;
    /// Its controlling terminal.
    TERMINAL terminal: Option<PathBuf>;
    /// Its nice value.
    NICE nice: i32;
    /// Its priority for disk I/O.
    IONICE ionice: IoPriority;
    /// I/O since start.
    IO_COUNTERS io_counters: Box<IoCounters>;
    /// How often it left the processor.
    NUM_CTX_SWITCHES num_ctx_switches: CtxSwitches;
    /// The number of open descriptors.
    NUM_FDS num_fds: usize;
    /// The number of open handles.
    NUM_HANDLES num_handles: usize;
    /// The number of threads.
    NUM_THREADS num_threads: usize;
    /// Its threads.
    THREADS threads: Vec<Thread>;
    /// Processor time used.
    CPU_TIMES cpu_times: ProcessCpuTimes;
    /// The processor that it last ran on.
    CPU_NUM cpu_num: u32;
    /// The processors that it may run on.
    CPU_AFFINITY cpu_affinity: Vec<usize>;
    /// Its memory: rss and vms only, where that is cheaper than [`MEMORY_INFO`](Fields::MEMORY_INFO). On Linux rss may be
    /// some dozens of pages off, as `stat` has it: the kernel does not add up what it counts on each processor.
    MEMORY memory: MemorySize;
    /// Its memory.
    MEMORY_INFO memory_info: MemoryInfo;
    /// Its memory, with peaks and kinds.
    MEMORY_INFO_EX memory_info_ex: Box<MemoryInfoEx>;
    /// What its memory really costs: slow.
    MEMORY_FOOTPRINT memory_footprint: Box<MemoryFootprint>;
    /// Its mapped regions: slow.
    MEMORY_MAPS memory_maps: Vec<MemoryMap>;
    /// Its mapped memory, by path: slow.
    MEMORY_MAPS_GROUPED memory_maps_grouped: Vec<MemoryMapGroup>;
    /// Page faults since start.
    PAGE_FAULTS page_faults: PageFaults;
    /// The regular files that it has open.
    OPEN_FILES open_files: Vec<OpenFile>;
    /// Its sockets of every kind.
    NET_CONNECTIONS net_connections: Vec<Connection>;
    /// Its control group.
    CGROUP cgroup: PathBuf;
}

impl Snapshot {
    /// A handle to the process that this was read from. Whether it still runs is not checked here.
    #[must_use]
    pub fn process(&self, system: &System) -> Process {
        Process::from_recorded(system, self.pid, self.start)
    }
}

impl Process {
    /// Reads several things at once: the cheapest reads that cover `fields`, each decoded once, all known to be of this
    /// process. What cannot be had is said field by field.
    ///
    /// ```
    /// # fn main() -> sysproc::Result<()> {
    /// use sysproc::process::{Fields, Process};
    /// let me = Process::current()?.snapshot(Fields::NAME | Fields::MEMORY_INFO)?;
    /// assert!(me.memory_info.value().is_some_and(|memory| memory.rss > 0));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Error::NoSuchProcess`] if the process is gone, or ended while it was read.
    ///
    /// # Platform
    /// Each field is read as by its getter.
    pub fn snapshot(&self, fields: Fields) -> Result<Snapshot> {
        sys::process::snapshot(self, fields)
    }

    /// Adds to `snapshot`, which is of this process, what it lacks of `fields`, and whatever else the same reads tell: who
    /// asks for one thing after the other reads nothing twice. Start with `Snapshot::default()`.
    ///
    /// Each thing is as of when it was first read, and is known to be of this process as far as its getter knows.
    ///
    /// ```
    /// # fn main() -> sysproc::Result<()> {
    /// use sysproc::process::{Fields, Process, Snapshot};
    /// let (me, mut known) = (Process::current()?, Snapshot::default());
    /// me.snapshot_more(Fields::PPID, &mut known)?;
    /// me.snapshot_more(Fields::NUM_THREADS, &mut known)?; // On Linux the read before has told it.
    /// assert!(known.asked().contains(Fields::PPID | Fields::NUM_THREADS));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Error::NoSuchProcess`] if the process is gone, [`Error::AccessDenied`] if the caller may see nothing of it. What
    /// the snapshot had before is left as it was.
    ///
    /// # Platform
    /// Each field is read as by its getter.
    pub fn snapshot_more(&self, fields: Fields, snapshot: &mut Snapshot) -> Result<()> {
        sys::process::snapshot_more(self, fields, snapshot)
    }
}
