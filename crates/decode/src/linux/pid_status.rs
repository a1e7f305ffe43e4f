//! `/proc/PID/status`: a process's ids, memory and switches, a line `Key:\tvalue` each.
//!
//! The keys are those of `proc_pid_status` in the kernel's `fs/proc/array.c` and `task_mem` in `fs/proc/task_mmu.c`. Which
//! lines there are depends on the kernel and on the process: a kernel thread or a zombie has no `Vm` lines. The first line
//! holds the process's name, which the process may choose; it counts for nothing here, and a key counts only at the start
//! of a line.

use crate::text::{complete_lines, keyed, kilobytes, number, words};

/// What the lines say; what has no line, or a garbled one, is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PidStatus<'a> {
    /// The pid of the process, which is another than asked for if that was a thread's id.
    pub tgid: Option<u32>,
    /// The parent's pid.
    pub ppid: Option<u32>,
    /// Real, effective, saved and file system user id.
    pub uid: Option<[u32; 4]>,
    /// Real, effective, saved and file system group id.
    pub gid: Option<[u32; 4]>,
    /// The number of threads.
    pub threads: Option<u64>,
    /// The largest virtual size so far, in kB, and so all memory below.
    pub vm_peak: Option<u64>,
    /// The largest resident size so far.
    pub vm_hwm: Option<u64>,
    /// Resident anonymous memory. Linux 4.5+, and so the next two.
    pub rss_anon: Option<u64>,
    /// Resident pages of files.
    pub rss_file: Option<u64>,
    /// Resident shared memory.
    pub rss_shmem: Option<u64>,
    /// Anonymous memory swapped out. Linux 2.6.34+.
    pub vm_swap: Option<u64>,
    /// Huge pages of hugetlbfs. Linux 4.4+.
    pub hugetlb_pages: Option<u64>,
    /// The processors that it may run on, as a list of ranges. Linux 2.6.26+.
    pub cpus_allowed_list: Option<&'a [u8]>,
    /// How often the main thread gave up its processor. Linux 2.6.23+, and so the next.
    pub voluntary_ctxt_switches: Option<u64>,
    /// How often the main thread was made to leave its processor.
    pub nonvoluntary_ctxt_switches: Option<u64>,
}

/// Reads the file.
#[must_use]
pub fn pid_status(text: &[u8]) -> PidStatus<'_> {
    let mut status = PidStatus::default();
    for (key, value) in keyed(complete_lines(text)) {
        match key {
            b"Tgid" => status.tgid = id(value),
            b"PPid" => status.ppid = id(value),
            b"Uid" => status.uid = ids(value),
            b"Gid" => status.gid = ids(value),
            b"Threads" => status.threads = number(value),
            b"VmPeak" => status.vm_peak = kilobytes(value),
            b"VmHWM" => status.vm_hwm = kilobytes(value),
            b"RssAnon" => status.rss_anon = kilobytes(value),
            b"RssFile" => status.rss_file = kilobytes(value),
            b"RssShmem" => status.rss_shmem = kilobytes(value),
            b"VmSwap" => status.vm_swap = kilobytes(value),
            b"HugetlbPages" => status.hugetlb_pages = kilobytes(value),
            b"Cpus_allowed_list" => status.cpus_allowed_list = Some(value),
            b"voluntary_ctxt_switches" => status.voluntary_ctxt_switches = number(value),
            b"nonvoluntary_ctxt_switches" => status.nonvoluntary_ctxt_switches = number(value),
            _ => {}
        }
    }
    status
}

fn id(word: &[u8]) -> Option<u32> {
    number(word)?.try_into().ok()
}

fn ids(value: &[u8]) -> Option<[u32; 4]> {
    let mut words = words(value);
    let mut next = || id(words.next()?);
    Some([next()?, next()?, next()?, next()?])
}
