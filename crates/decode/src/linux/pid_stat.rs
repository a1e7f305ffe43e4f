//! `/proc/PID/stat`: one line of a process's numbers, with its name in parentheses.
//!
//! The layout is `do_task_stat` in the kernel's `fs/proc/array.c` and proc_pid_stat(5). The name may hold anything, blanks
//! and parentheses too, so it ends at the last `)` of the line.

use crate::text::number;
use crate::words::{CompleteWords, complete_words};

/// The fields that say something of a process, in the kernel's units; a field that is missing or garbage is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PidStat<'a> {
    /// Field 1.
    pub pid: Option<u32>,
    /// Field 2: at most 15 bytes (more for a kernel worker).
    pub comm: &'a [u8],
    /// Field 3: a letter.
    pub state: Option<u8>,
    /// Field 4.
    pub ppid: Option<u32>,
    /// Field 7: the terminal's device number, 0 without one.
    pub tty_nr: Option<i32>,
    /// Field 9: the `PF_` bits of the kernel's `linux/sched.h`.
    pub flags: Option<u32>,
    /// Field 10.
    pub minflt: Option<u64>,
    /// Field 12.
    pub majflt: Option<u64>,
    /// Field 14, in clock ticks, and so the next three.
    pub utime: Option<u64>,
    /// Field 15.
    pub stime: Option<u64>,
    /// Field 16.
    pub cutime: Option<u64>,
    /// Field 17.
    pub cstime: Option<u64>,
    /// Field 19.
    pub nice: Option<i32>,
    /// Field 20.
    pub num_threads: Option<u64>,
    /// Field 22, in clock ticks since boot.
    pub starttime: Option<u64>,
    /// Field 23, in bytes.
    pub vsize: Option<u64>,
    /// Field 24, in pages.
    pub rss: Option<u64>,
    /// Field 39. Linux 2.2.8+.
    pub processor: Option<u32>,
    /// Field 42, in clock ticks. Linux 2.6.18+.
    pub blkio_ticks: Option<u64>,
    /// What stands behind field 42.
    far: CompleteWords<'a>,
}

impl PidStat<'_> {
    /// Field 52: as wait(2) gives it; 0 also where the reader may not know. Linux 3.5+.
    ///
    /// Seldom asked for and far away, it is looked for only here.
    #[must_use]
    pub fn exit_code(&self) -> Option<i32> {
        small(self.far.clone().pass(9).signed())
    }
}

/// Reads the line. `None` if it has no name in parentheses, and so no fields.
#[must_use]
pub fn pid_stat(line: &[u8]) -> Option<PidStat<'_>> {
    let open = memchr::memchr(b'(', line)?;
    let close = memchr::memrchr(b')', line)?;
    let comm = line.get(open.checked_add(1)?..close)?;
    // A line that was cut has a last field that may be cut too: only what is followed by something counts.
    let rest = line.get(close.checked_add(2)?..).unwrap_or_default();
    let mut words = complete_words(rest);
    let state = words.next();
    let ppid = words.number();
    let tty_nr = words.pass(2).signed();
    let flags = words.pass(1).number();
    let minflt = words.number();
    let majflt = words.pass(1).number();
    let [utime, stime, cutime, cstime] = [words.pass(1).number(), words.number(), words.number(), words.number()];
    let nice = words.pass(1).signed();
    let num_threads = words.number();
    let [starttime, vsize, rss] = [words.pass(1).number(), words.number(), words.number()];
    let processor = words.pass(14).number();
    let blkio_ticks = words.pass(2).number();
    Some(PidStat {
        pid: small(number(line.get(..open)?.trim_ascii_end())),
        comm,
        state: state.filter(|word| word.len() == 1).and_then(|word| word.first().copied()),
        ppid: small(ppid),
        tty_nr: small(tty_nr),
        flags: small(flags),
        minflt,
        majflt,
        utime,
        stime,
        cutime,
        cstime,
        nice: small(nice),
        num_threads,
        starttime,
        vsize,
        rss,
        processor: small(processor),
        blkio_ticks,
        far: words,
    })
}

fn small<T, U: TryFrom<T>>(number: Option<T>) -> Option<U> {
    number?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LINE: &[u8] = b"2514 (c a) t) R 2468 2468 1106 34816 -1 4194304 97 0 3 0 11 12 13 14 20 -5 1 0 145055 3133440 \
        363 18446744073709551615 94647513190400 94647513210281 140727431113376 0 0 0 0 0 0 0 0 0 17 1 0 0 7 0 0 \
        94647513226288 94647513227904 94647831433216 140727431121635 140727431121655 140727431121655 140727431122923 256\n";

    const FAR: &[u8] = b"0 0 \
        94647513226288 94647513227904 94647831433216 140727431121635 140727431121655 140727431121655 140727431122923 256\n";

    fn expected() -> PidStat<'static> {
        PidStat {
            pid: Some(2514),
            comm: b"c a) t",
            state: Some(b'R'),
            ppid: Some(2468),
            tty_nr: Some(34816),
            flags: Some(4_194_304),
            minflt: Some(97),
            majflt: Some(3),
            utime: Some(11),
            stime: Some(12),
            cutime: Some(13),
            cstime: Some(14),
            nice: Some(-5),
            num_threads: Some(1),
            starttime: Some(145_055),
            vsize: Some(3_133_440),
            rss: Some(363),
            processor: Some(1),
            blkio_ticks: Some(7),
            far: complete_words(FAR),
        }
    }

    #[test]
    fn every_field_by_its_position() {
        assert_eq!(pid_stat(LINE), Some(expected()));
        assert_eq!(expected().exit_code(), Some(256));
    }

    #[test]
    fn cut_at_any_byte_each_field_is_right_or_unknown() {
        let whole = expected();
        for cut in 0..LINE.len() {
            let Some(part) = pid_stat(&LINE[..cut]) else { continue };
            // A cut within the name can end it early, at a parenthesis of its own; nothing else may be made up.
            let numbers = [(part.utime, whole.utime), (part.starttime, whole.starttime), (part.rss, whole.rss)];
            assert!(numbers.iter().all(|(got, want)| got.is_none() || got == want), "{cut}");
            assert!(part.ppid.is_none() || part.ppid == whole.ppid, "{cut}");
            assert!(part.exit_code().is_none() || part.exit_code() == whole.exit_code(), "{cut}");
        }
    }

    #[test]
    fn a_name_cannot_forge_fields() {
        let line = b"7 (x) Z 1 1) S 2 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 99 0 0 \n";
        let stat = pid_stat(line).unwrap();
        assert_eq!((stat.comm, stat.state, stat.ppid), (b"x) Z 1 1".as_slice(), Some(b'S'), Some(2)));
    }

    #[test]
    fn numbers_that_overflow_are_unknown() {
        let line = b"7 (x) S 99999999999 7 7 0 -1 0 99999999999999999999999 0 ";
        let stat = pid_stat(line).unwrap();
        assert_eq!((stat.ppid, stat.minflt), (None, None));
    }

    proptest! {
        #[test]
        fn any_bytes(bytes: Vec<u8>) {
            if let Some(stat) = pid_stat(&bytes) {
                prop_assert!(bytes.windows(stat.comm.len().max(1)).any(|w| w == stat.comm) || stat.comm.is_empty());
            }
        }
    }
}
