//! What the getters of a process return, memory apart.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// What a process is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Status {
    /// On a processor, or ready to be.
    Running,
    /// Waits, and can be interrupted.
    Sleeping,
    /// Waits, usually for a disk, and cannot be interrupted.
    DiskSleep,
    /// Stopped by a signal.
    Stopped,
    /// Stopped by a debugger.
    TracingStop,
    /// Has ended, and waits to be reaped.
    Zombie,
    /// Just about to vanish.
    Dead,
    /// Waits, and only a fatal signal interrupts. Linux 2.6.33 to 3.13.
    WakeKill,
    /// Waking up. Linux 2.6.33 to 3.13.
    Waking,
    /// An idle kernel thread (Linux), being created (macOS, FreeBSD).
    Idle,
    /// Waits for a lock. FreeBSD.
    Locked,
    /// Waits for an interrupt. FreeBSD.
    Waiting,
    /// Suspended. NetBSD.
    Suspended,
    /// A kernel thread that is parked. Linux 3.9+.
    Parked,
}

impl Status {
    /// The name in the words of the field: `disk-sleep`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Sleeping => "sleeping",
            Self::DiskSleep => "disk-sleep",
            Self::Stopped => "stopped",
            Self::TracingStop => "tracing-stop",
            Self::Zombie => "zombie",
            Self::Dead => "dead",
            Self::WakeKill => "wake-kill",
            Self::Waking => "waking",
            Self::Idle => "idle",
            Self::Locked => "locked",
            Self::Waiting => "waiting",
            Self::Suspended => "suspended",
            Self::Parked => "parked",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Real, effective and saved ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Ids {
    /// Who started it.
    pub real: u32,
    /// Whose rights it has.
    pub effective: u32,
    /// Whose rights it may take on.
    pub saved: u32,
}

/// User ids.
pub type Uids = Ids;
/// Group ids.
pub type Gids = Ids;

/// Processor time used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ProcessCpuTimes {
    /// In user code.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub user: Duration,
    /// In the kernel.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub system: Duration,
    /// In user code, by children that ended and were reaped. 0 on Windows, macOS.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub children_user: Duration,
    /// In the kernel, by children that ended and were reaped. 0 on Windows, macOS.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub children_system: Duration,
    /// Waiting for disks. Linux, and only with delay accounting on: 0 without.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub iowait: Option<Duration>,
}

/// I/O done by a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct IoCounters {
    /// Read calls.
    pub read_count: u64,
    /// Write calls.
    pub write_count: u64,
    /// Bytes fetched from storage. Not on the BSDs.
    pub read_bytes: Option<u64>,
    /// Bytes sent to storage. Not on the BSDs.
    pub write_bytes: Option<u64>,
    /// Bytes passed to read calls, from caches, pipes and terminals as well. Linux.
    pub read_chars: Option<u64>,
    /// Bytes passed to write calls, to caches, pipes and terminals as well. Linux.
    pub write_chars: Option<u64>,
    /// Other operations. Windows.
    pub other_count: Option<u64>,
    /// Bytes of other operations. Windows.
    pub other_bytes: Option<u64>,
}

/// How often a process left the processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CtxSwitches {
    /// Of its own will, to wait for something. On Windows and macOS the sum of both.
    pub voluntary: u64,
    /// Because its time was up. Not on Windows, macOS.
    pub involuntary: Option<u64>,
}

/// Page faults since start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PageFaults {
    /// Served from memory.
    pub minor: u64,
    /// Served from disk.
    pub major: u64,
}

/// A thread of a process.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Thread {
    /// Its id.
    pub id: u64,
    /// Processor time in user code.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub user: Duration,
    /// Processor time in the kernel.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub system: Duration,
    /// Its name, if the system has names for threads.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub name: Option<OsString>,
    /// The processor that it last ran on, if known.
    pub cpu_num: Option<u32>,
}

/// How a file was opened, as `open` of C and Python writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)]
pub enum OpenMode {
    #[cfg_attr(feature = "serde", serde(rename = "r"))]
    Read,
    #[cfg_attr(feature = "serde", serde(rename = "w"))]
    Write,
    #[cfg_attr(feature = "serde", serde(rename = "a"))]
    Append,
    #[cfg_attr(feature = "serde", serde(rename = "r+"))]
    ReadWrite,
    #[cfg_attr(feature = "serde", serde(rename = "a+"))]
    ReadAppend,
}

impl OpenMode {
    /// The letters: `r`, `w`, `a`, `r+`, `a+`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "r",
            Self::Write => "w",
            Self::Append => "a",
            Self::ReadWrite => "r+",
            Self::ReadAppend => "a+",
        }
    }
}

/// A regular file that a process has open.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OpenFile {
    /// Where it is.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub path: PathBuf,
    /// The descriptor. Not on Windows.
    pub fd: Option<u32>,
    /// Where the next read or write begins. Linux.
    pub position: Option<u64>,
    /// How it was opened. Linux.
    pub mode: Option<OpenMode>,
    /// The flags of `open(2)`. Linux.
    pub flags: Option<u32>,
    /// Whether it was deleted since: then `path` is where it was. Linux.
    pub deleted: Option<bool>,
}

/// What a descriptor is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum DescriptorKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A terminal or another device that is read and written byte by byte.
    CharacterDevice,
    /// A disk.
    BlockDevice,
    /// A pipe, with or without a name.
    Pipe,
    /// A socket.
    Socket,
    /// What has no file at all: of Linux an event counter, a timer, a pidfd.
    Other,
}

impl DescriptorKind {
    /// The kind as a word: `file`, `directory`, `character_device`, `block_device`, `pipe`, `socket`, `other`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Directory => "directory",
            Self::CharacterDevice => "character_device",
            Self::BlockDevice => "block_device",
            Self::Pipe => "pipe",
            Self::Socket => "socket",
            Self::Other => "other",
        }
    }
}

/// A descriptor of a process, whatever it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Descriptor {
    /// Its number.
    pub fd: u32,
    /// What it is of.
    pub kind: DescriptorKind,
    /// The path, or what the system says in place of one: of Linux `pipe:[4711]`, `anon_inode:[eventfd]`.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::escape"))]
    pub target: PathBuf,
    /// Its size in bytes, of a regular file.
    pub size: Option<u64>,
    /// How it was opened; `None` also where it can neither be read nor written.
    pub mode: Option<OpenMode>,
    /// Whether it was deleted since, of a regular file: then `target` is where it was.
    pub deleted: Option<bool>,
}

/// Who comes first when several want a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum IoClass {
    /// Not set: follows the nice value. Linux.
    None,
    /// Before all others. Linux.
    RealTime,
    /// By level. Linux.
    BestEffort,
    /// Only when nobody else wants the disk. Linux.
    Idle,
    /// Windows.
    VeryLow,
    /// Windows.
    Low,
    /// Windows.
    Normal,
    /// Windows.
    High,
}

/// A process's priority for disk I/O.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct IoPriority {
    /// The class.
    pub class: IoClass,
    /// Within the class, 0 (first) to 7; 0 where the class has no levels.
    pub level: u8,
}

/// What can be limited for a process. Linux, FreeBSD; each says where it is if not on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Resource {
    AddressSpace,
    Core,
    Cpu,
    Data,
    FileSize,
    MemLock,
    NoFile,
    NProc,
    Rss,
    Stack,
    /// Linux.
    Locks,
    /// Linux.
    MsgQueue,
    /// Linux.
    Nice,
    /// Linux.
    RtPrio,
    /// Linux.
    RtTime,
    /// Linux.
    SigPending,
    /// FreeBSD.
    Swap,
    /// FreeBSD.
    SocketBuffer,
    /// FreeBSD.
    PseudoTerminals,
}

impl Resource {
    /// Every resource by its name, as `getrlimit(2)` has it without `RLIMIT_`, in lower case.
    pub const NAMES: [(&'static str, Self); 19] = [
        ("as", Self::AddressSpace),
        ("core", Self::Core),
        ("cpu", Self::Cpu),
        ("data", Self::Data),
        ("fsize", Self::FileSize),
        ("locks", Self::Locks),
        ("memlock", Self::MemLock),
        ("msgqueue", Self::MsgQueue),
        ("nice", Self::Nice),
        ("nofile", Self::NoFile),
        ("nproc", Self::NProc),
        ("npts", Self::PseudoTerminals),
        ("rss", Self::Rss),
        ("rtprio", Self::RtPrio),
        ("rttime", Self::RtTime),
        ("sbsize", Self::SocketBuffer),
        ("sigpending", Self::SigPending),
        ("stack", Self::Stack),
        ("swap", Self::Swap),
    ];
}

/// A soft and a hard limit; `None` is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Limits {
    /// What holds now; the process may raise it up to the hard limit.
    pub soft: Option<u64>,
    /// What only a privileged process may raise.
    pub hard: Option<u64>,
}
