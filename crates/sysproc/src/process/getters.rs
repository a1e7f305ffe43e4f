//! What can be asked of a process: one function each, one question to the system each.
//!
//! All of them fail with [`Error::NoSuchProcess`] once the process is gone, and with [`Error::AccessDenied`] if the caller
//! may not know. A zombie has let go of its command line, environment, program, working directory and maps: these fail with
//! [`Error::ZombieProcess`]. Windows has no zombies, and what its list of all processes (`SystemProcessInformation`) says is
//! denied to nobody. To ask for several things at once, take a [`snapshot`](Process::snapshot).

use std::ffi::OsString;
use std::path::PathBuf;

use super::{
    CtxSwitches, Descriptor, Gids, GroupLimits, IoCounters, IoPriority, Limits, MemoryFootprint, MemoryFullInfo,
    MemoryInfo, MemoryInfoEx, MemoryMap, MemoryMapGroup, OpenFile, PageFaults, Process, ProcessCpuTimes, Resource,
    Status, Thread, Uids,
};
use crate::net::{Connection, ConnectionKind};
use crate::sys;
use crate::{Error, Pid, Result};

/// Getters whose whole documentation is what they return, where from, and where they are.
macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident -> $returns:ty;)+) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// As [the process is gone](crate::Error::NoSuchProcess), [denied](crate::Error::AccessDenied), or
            /// [not offered here](crate::Error::Unsupported).
            pub fn $name(&self) -> Result<$returns> {
                sys::process::$name(self)
            }
        )+
    };
}

impl Process {
    getters! {
        /// The pid of its parent; 0 if it has none that the caller can see.
        ///
        /// # Platform
        /// Linux: `ppid` of `/proc/PID/stat`; asked again, `PIDFD_GET_INFO` (6.13+).
        /// Windows: `NtQueryInformationProcess`; the parent may be gone and its pid another's.
        ppid -> Pid;
        /// Its name. Where the kernel keeps only its first 15 bytes and the command line begins with a longer name
        /// that starts so, the longer one.
        ///
        /// # Platform
        /// Linux: `comm` of `/proc/PID/stat`, completed from `/proc/PID/cmdline`.
        /// Windows: the file name of its program.
        name -> OsString;
        /// The path of its program; empty where there is none, as of a kernel thread. A program that was deleted
        /// or replaced while it runs has the path that it had.
        ///
        /// # Platform
        /// Linux: the link `/proc/PID/exe`.
        /// Windows: `QueryFullProcessImageName`; of a process that may not be opened `SystemProcessIdInformation`.
        exe -> PathBuf;
        /// Its command line, an argument each; empty for a kernel thread.
        ///
        /// # Platform
        /// Linux: `/proc/PID/cmdline`, no more of it than execve(2) takes (6 MiB). A process that has overwritten it
        /// with one text without NULs is split at blanks.
        /// Windows: `ProcessCommandLineInformation` (8.1+), else its memory, split as programs in C
        /// and Rust split theirs.
        cmdline -> Vec<OsString>;
        /// Its environment as it was when the program started, in the order that it was given; entries without `=`
        /// are left out. Empty for a kernel thread.
        ///
        /// # Platform
        /// Linux: `/proc/PID/environ`, no more of it than execve(2) takes (6 MiB).
        /// Windows: its memory, as it is now; names that begin with `=` are left out.
        environ -> Vec<(OsString, OsString)>;
        /// What it is doing.
        ///
        /// # Platform
        /// Linux: `state` of `/proc/PID/stat`.
        /// Windows: stopped if all its threads are suspended, else running.
        status -> Status;
        /// Its working directory; one that was deleted has the path that it had.
        ///
        /// # Platform
        /// Linux: the link `/proc/PID/cwd`.
        /// Windows: its memory, as it is now.
        cwd -> PathBuf;
        /// The name of its real user; the number where it has no name. Windows: `DOMAIN\user`.
        ///
        /// # Platform
        /// Linux: as [`uids`](Process::uids), with `/etc/passwd`, else `getpwuid_r(3)`.
        /// Windows: the user of its token; the number of the account where it has no name.
        username -> OsString;
        /// Real, effective and saved user ids. Unix.
        ///
        /// # Platform
        /// Linux: `PIDFD_GET_INFO` (6.13+), else `Uid` of `/proc/PID/status`.
        uids -> Uids;
        /// Real, effective and saved group ids. Unix.
        ///
        /// # Platform
        /// Linux: `PIDFD_GET_INFO` (6.13+), else `Gid` of `/proc/PID/status`.
        gids -> Gids;
        /// The path of its controlling terminal, if it has one. Unix.
        ///
        /// # Platform
        /// Linux: `tty_nr` of `/proc/PID/stat`, by its number in `/dev/pts`, else by its name in `/sys/dev/char`.
        terminal -> Option<PathBuf>;
        /// Its nice value: -20 (first) to 19. Windows: the priority class.
        ///
        /// # Platform
        /// Linux: `nice` of `/proc/PID/stat`.
        /// Windows: `GetPriorityClass`: 64 idle, 16384 below normal, 32 normal, 32768 above
        /// normal, 128 high, 256 real time.
        nice -> i32;
        /// Its priority for disk I/O. Linux, Windows.
        ///
        /// # Platform
        /// Linux: `ioprio_get(2)`.
        /// Windows: `ProcessIoPriority`.
        ionice -> IoPriority;
        /// I/O since start. Not on macOS, Solaris.
        ///
        /// # Platform
        /// Linux: `/proc/PID/io`.
        /// Windows: `GetProcessIoCounters`.
        io_counters -> IoCounters;
        /// How often it left the processor.
        ///
        /// # Platform
        /// Linux: `voluntary_ctxt_switches` and its fellow in `/proc/PID/status`, of the main thread.
        /// Windows: the sum over the threads that it has now.
        num_ctx_switches -> CtxSwitches;
        /// The number of descriptors that it has open. Unix.
        ///
        /// # Platform
        /// Linux: the size of `/proc/PID/fd` (6.2+), else its entries.
        num_fds -> usize;
        /// The number of handles that it has open.
        ///
        /// # Platform
        /// Windows alone: `GetProcessHandleCount`.
        num_handles -> usize;
        /// The number of its threads.
        ///
        /// # Platform
        /// Linux: `num_threads` of `/proc/PID/stat`.
        /// Windows: `SystemProcessInformation`.
        num_threads -> usize;
        /// Its threads, by id.
        ///
        /// # Platform
        /// Linux: `/proc/PID/task/*/stat`.
        /// Windows: `SystemProcessInformation`.
        threads -> Vec<Thread>;
        /// Processor time used.
        ///
        /// # Platform
        /// Linux: `utime`, `stime`, `cutime`, `cstime`, `delayacct_blkio_ticks` of `/proc/PID/stat`.
        /// Windows: `GetProcessTimes`.
        cpu_times -> ProcessCpuTimes;
        /// The processor that it last ran on. Linux, FreeBSD, Solaris.
        ///
        /// # Platform
        /// Linux: `processor` of `/proc/PID/stat`.
        cpu_num -> u32;
        /// The processors that it may run on, ascending. Linux, Windows, FreeBSD.
        ///
        /// # Platform
        /// Linux: `sched_getaffinity(2)`.
        /// Windows: `GetProcessAffinityMask`; processors are numbered on from group to group,
        /// and those of a process are of one group, or all of the groups that it has threads in.
        cpu_affinity -> Vec<usize>;
        /// Its memory.
        ///
        /// # Platform
        /// Linux: `/proc/PID/statm`.
        /// Windows: `GetProcessMemoryInfo`.
        memory_info -> MemoryInfo;
        /// Its memory, with peaks and kinds where the system tells.
        ///
        /// # Platform
        /// Linux: the `Vm*`, `Rss*` and `HugetlbPages` lines of `/proc/PID/status`, and `/proc/PID/statm` where these do not
        /// tell all that it does.
        /// Windows: `SystemProcessInformation`.
        memory_info_ex -> MemoryInfoEx;
        /// What its memory really costs. Linux, Windows, macOS.
        ///
        /// # Platform
        /// Linux: `/proc/PID/smaps_rollup` (4.14+), else the sum of `/proc/PID/smaps`. The kernel walks all its
        /// pages for it: seconds for a process of hundreds of gigabytes.
        /// Windows: `QueryWorkingSetEx` of all its pages.
        memory_footprint -> MemoryFootprint;
        /// Its mapped regions, in order of address. Linux, Windows, FreeBSD, Solaris.
        ///
        /// # Platform
        /// Linux: `/proc/PID/smaps`.
        /// Windows: `VirtualQueryEx`, `GetMappedFileName` and `QueryWorkingSetEx`.
        memory_maps -> Vec<MemoryMap>;
        /// Its mapped memory, the regions of one path added up, by path. Linux, Windows, FreeBSD, Solaris.
        ///
        /// # Platform
        /// As [`memory_maps`](Process::memory_maps).
        memory_maps_grouped -> Vec<MemoryMapGroup>;
        /// Page faults since start.
        ///
        /// # Platform
        /// Linux: `minflt` and `majflt` of `/proc/PID/stat`.
        /// Windows: `PageFaultCount` and `HardFaultCount` of `SystemProcessInformation`.
        page_faults -> PageFaults;
        /// The regular files that it has open, deleted ones too.
        ///
        /// # Platform
        /// Linux: the links in `/proc/PID/fd`, with `/proc/PID/fdinfo`.
        /// Windows: `SystemExtendedHandleInformation`, and the name of each; one whose name does
        /// not come within 0.2 s is left out.
        open_files -> Vec<OpenFile>;
        /// Its descriptors, whatever they are of, in order of their numbers. Linux.
        ///
        /// # Platform
        /// Linux: the links in `/proc/PID/fd`, `statx(2)` through them, and `/proc/PID/fdinfo`.
        descriptors -> Vec<Descriptor>;
        /// Its control group, as a path below the root of the hierarchy. Linux.
        ///
        /// # Platform
        /// Linux: `/proc/PID/cgroup`: of version 2, else of the memory controller, else the first; one below its root
        /// before a root.
        cgroup -> PathBuf;
        /// What its control group and those above it allow; of process 1 what a container may use. Linux.
        ///
        /// # Platform
        /// Linux: `/proc/PID/cgroup`, and below `/sys/fs/cgroup` of version 2 `memory.max`, `memory.swap.max`, `cpu.max`,
        /// `pids.max`, of version 1 `memory.limit_in_bytes`, `cpu.cfs_quota_us`, `pids.max`; with both versions those of
        /// version 2 are in `unified`. Groups outside a container are not seen from within.
        group_limits -> GroupLimits;
    }

    /// The largest rss so far, in bytes.
    ///
    /// # Errors
    /// [`Error::Unsupported`] where the system does not say.
    ///
    /// # Platform
    /// Linux: `VmHWM` of `/proc/PID/status`.
    pub fn peak_rss(&self) -> Result<u64> {
        let peak = self.memory_info_ex()?.peak_rss;
        peak.ok_or(Error::Unsupported { function: "process::peak_rss", system: std::env::consts::OS })
    }

    /// [`memory_info`](Process::memory_info) and, where the system tells, [`memory_footprint`](Process::memory_footprint).
    ///
    /// # Errors
    /// As those.
    pub fn memory_full_info(&self) -> Result<MemoryFullInfo> {
        let footprint = match self.memory_footprint() {
            Ok(footprint) => Some(footprint),
            Err(Error::Unsupported { .. }) => None,
            Err(error) => return Err(error),
        };
        Ok(MemoryFullInfo { info: self.memory_info()?, footprint })
    }

    /// The share of the machine's memory that `bytes` of this process are, in percent:
    /// `process.memory_percent(process.memory_info()?.rss)`.
    ///
    /// # Errors
    /// As [`System::virtual_memory`](crate::System::virtual_memory).
    pub fn memory_percent(&self, bytes: u64) -> Result<f64> {
        Ok(crate::percent::of(bytes, self.system().virtual_memory()?.total))
    }

    /// A limit on what it may use. Linux, FreeBSD.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for a resource that this system does not limit.
    ///
    /// # Platform
    /// Linux: `/proc/PID/limits`, which tells everybody, unlike `prlimit(2)`.
    pub fn rlimit(&self, resource: Resource) -> Result<Limits> {
        sys::process::rlimit(self, resource)
    }

    /// Its sockets, with their descriptors. One that it holds several times is listed for each descriptor.
    ///
    /// # Errors
    /// As [the process is gone](crate::Error::NoSuchProcess) or [denied](crate::Error::AccessDenied).
    ///
    /// # Platform
    /// Linux: the links in `/proc/PID/fd`, and `sock_diag(7)` or `/proc/PID/net/*` of its network namespace. Windows: as
    /// [`System::net_connections`](crate::System::net_connections), without descriptors.
    pub fn net_connections(&self, kind: ConnectionKind) -> Result<Vec<Connection>> {
        sys::process::net_connections(self, kind)
    }
}
