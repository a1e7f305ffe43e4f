//! `/proc/PID/status`: a process's ids, memory and switches, a line `Key:\tvalue` each.
//!
//! The keys are those of `proc_pid_status` in the kernel's `fs/proc/array.c` and `task_mem` in `fs/proc/task_mmu.c`. Which
//! lines there are depends on the kernel and on the process: a kernel thread or a zombie has no `Vm` lines. The first line
//! holds the process's name, which the process may choose; it counts for nothing here, and a key counts only at the start
//! of a line.

use crate::text::{complete_lines, kilobytes, lines, number};
use crate::words::words;

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
    /// The virtual size.
    pub vm_size: Option<u64>,
    /// The largest resident size so far.
    pub vm_hwm: Option<u64>,
    /// The resident size.
    pub vm_rss: Option<u64>,
    /// Resident anonymous memory. Linux 4.5+, and so the next two.
    pub rss_anon: Option<u64>,
    /// Resident pages of files.
    pub rss_file: Option<u64>,
    /// Resident shared memory.
    pub rss_shmem: Option<u64>,
    /// Memory that is private and may be written to, without the stack.
    pub vm_data: Option<u64>,
    /// The stack.
    pub vm_stk: Option<u64>,
    /// The program's own code, cut to what executable memory there is at all.
    pub vm_exe: Option<u64>,
    /// Executable memory besides.
    pub vm_lib: Option<u64>,
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
    lines(complete_lines(text)).for_each(|line| status.read(line));
    status
}

/// Reads the file from its end on, where the switches are, and no further than to them.
#[must_use]
pub fn switches(text: &[u8]) -> PidStatus<'_> {
    let mut status = PidStatus::default();
    for line in complete_lines(text).rsplit(|byte| *byte == b'\n') {
        status.read(line);
        if status.voluntary_ctxt_switches.is_some() {
            break;
        }
    }
    status
}

impl<'a> PidStatus<'a> {
    /// Reads a line. The first letter leaves few keys to compare.
    fn read(&mut self, line: &'a [u8]) {
        macro_rules! by_key {
            ($($letter:literal $key:literal $field:ident $value:expr;)+) => {
                match line.first() {
                    $(Some($letter) if line.starts_with($key) => self.$field = line.get($key.len()..).and_then($value),)+
                    _ => {}
                }
            };
        }
        by_key! {
            b'T' b"Tgid:" tgid id;
            b'P' b"PPid:" ppid id;
            b'U' b"Uid:" uid ids;
            b'G' b"Gid:" gid ids;
            b'T' b"Threads:" threads count;
            b'V' b"VmPeak:" vm_peak kilobytes;
            b'V' b"VmSize:" vm_size kilobytes;
            b'V' b"VmHWM:" vm_hwm kilobytes;
            b'V' b"VmRSS:" vm_rss kilobytes;
            b'R' b"RssAnon:" rss_anon kilobytes;
            b'R' b"RssFile:" rss_file kilobytes;
            b'R' b"RssShmem:" rss_shmem kilobytes;
            b'V' b"VmData:" vm_data kilobytes;
            b'V' b"VmStk:" vm_stk kilobytes;
            b'V' b"VmExe:" vm_exe kilobytes;
            b'V' b"VmLib:" vm_lib kilobytes;
            b'V' b"VmSwap:" vm_swap kilobytes;
            b'H' b"HugetlbPages:" hugetlb_pages kilobytes;
            b'C' b"Cpus_allowed_list:" cpus_allowed_list |list| Some(list.trim_ascii());
            b'v' b"voluntary_ctxt_switches:" voluntary_ctxt_switches count;
            b'n' b"nonvoluntary_ctxt_switches:" nonvoluntary_ctxt_switches count;
        }
    }
}

fn count(value: &[u8]) -> Option<u64> {
    number(value.trim_ascii())
}

fn id(value: &[u8]) -> Option<u32> {
    count(value)?.try_into().ok()
}

fn ids(value: &[u8]) -> Option<[u32; 4]> {
    let mut words = words(value);
    let mut next = || words.number()?.try_into().ok();
    Some([next()?, next()?, next()?, next()?])
}
