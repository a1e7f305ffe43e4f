//! `/proc/PID/stat`: one line of a process's numbers, with its name in parentheses.
//!
//! The layout is `do_task_stat` in the kernel's `fs/proc/array.c` and proc_pid_stat(5). The name may hold anything, blanks
//! and parentheses too, so it ends at the last `)` of the line.

use crate::text::{complete_words, number, signed};

/// The fields that say something of a process, in the kernel's units; a field that is missing or garbage is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
    /// Field 52: as wait(2) gives it; 0 also where the reader may not know. Linux 3.5+.
    pub exit_code: Option<i32>,
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
    let [state, ppid] = [words.next(), words.next()];
    let [tty_nr, flags, minflt, majflt] = [words.nth(2), words.nth(1), words.next(), words.nth(1)];
    let [utime, stime, cutime, cstime] = [words.nth(1), words.next(), words.next(), words.next()];
    let [nice, num_threads, starttime] = [words.nth(1), words.next(), words.nth(1)];
    let [vsize, rss, processor, blkio_ticks, exit_code] =
        [words.next(), words.next(), words.nth(14), words.nth(2), words.nth(9)];
    Some(PidStat {
        pid: small(line.get(..open)?.trim_ascii_end()),
        comm,
        state: state.filter(|word| word.len() == 1).and_then(|word| word.first().copied()),
        ppid: ppid.and_then(small),
        tty_nr: tty_nr.and_then(small_signed),
        flags: flags.and_then(small),
        minflt: minflt.and_then(number),
        majflt: majflt.and_then(number),
        utime: utime.and_then(number),
        stime: stime.and_then(number),
        cutime: cutime.and_then(number),
        cstime: cstime.and_then(number),
        nice: nice.and_then(small_signed),
        num_threads: num_threads.and_then(number),
        starttime: starttime.and_then(number),
        vsize: vsize.and_then(number),
        rss: rss.and_then(number),
        processor: processor.and_then(small),
        blkio_ticks: blkio_ticks.and_then(number),
        exit_code: exit_code.and_then(small_signed),
    })
}

fn small(word: &[u8]) -> Option<u32> {
    number(word)?.try_into().ok()
}

fn small_signed(word: &[u8]) -> Option<i32> {
    signed(word)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LINE: &[u8] = b"2514 (c a) t) R 2468 2468 1106 34816 -1 4194304 97 0 3 0 11 12 13 14 20 -5 1 0 145055 3133440 \
        363 18446744073709551615 94647513190400 94647513210281 140727431113376 0 0 0 0 0 0 0 0 0 17 1 0 0 7 0 0 \
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
            exit_code: Some(256),
        }
    }

    #[test]
    fn every_field_by_its_position() {
        assert_eq!(pid_stat(LINE), Some(expected()));
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
            assert!(part.exit_code.is_none() || part.exit_code == whole.exit_code, "{cut}");
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
