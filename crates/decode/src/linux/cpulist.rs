//! Lists of processors or NUMA nodes: `0-3,8,10-11`, as `/sys/devices/system/cpu/online` has them.

use crate::text::number;

/// Above this a number is no processor's: kernels are built for 8,192 at most.
const LIMIT: u64 = 1 << 16;

/// The numbers of a file's list, in its order; `None` if it is no such list, or lacks its line end: `0-15` may have been
/// cut to `0-1`. An empty list is one.
#[must_use]
pub fn cpulist(file: &[u8]) -> Option<Vec<u32>> {
    cpulist_of_line(file.strip_suffix(b"\n")?)
}

/// The same of a line, or part of one, that is known to be whole.
#[must_use]
pub fn cpulist_of_line(text: &[u8]) -> Option<Vec<u32>> {
    let mut list = Vec::new();
    if text.is_empty() {
        return Some(list);
    }
    for part in text.split(|byte| *byte == b',') {
        let (first, last) = match memchr::memchr(b'-', part) {
            Some(dash) => (part.get(..dash)?, part.get(dash.checked_add(1)?..)?),
            None => (part, part),
        };
        let (first, last) = (cpu(first)?, cpu(last)?);
        if first > last || list.last().is_some_and(|before| *before >= first) {
            return None;
        }
        list.extend(first..=last);
    }
    Some(list)
}

fn cpu(text: &[u8]) -> Option<u32> {
    number(text).filter(|number| *number < LIMIT)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_and_single_numbers() {
        assert_eq!(cpulist(b"0-3,8,10-11\n"), Some(vec![0, 1, 2, 3, 8, 10, 11]));
        assert_eq!(cpulist(b"0\n"), Some(vec![0]));
        assert_eq!(cpulist(b"\n"), Some(vec![]), "what `offline` has when all are online");
    }

    #[test]
    fn what_is_no_list() {
        for text in ["0-", "-3", "0,,2", "3-1", "0-1,1", "0 1", "0x1", "0-4294967295", "70000", "99999999999999999999"]
        {
            assert_eq!(cpulist(format!("{text}\n").as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn cut_at_any_byte_nothing_is_known() {
        let whole = b"0-3,8,10-11\n";
        assert!((0..whole.len()).all(|cut| cpulist(&whole[..cut]).is_none()));
    }

    proptest! {
        #[test]
        fn any_bytes(bytes: Vec<u8>) {
            let _ = cpulist(&bytes);
        }

        #[test]
        fn what_was_written_is_read(numbers in proptest::collection::btree_set(0u32..200, 0..40)) {
            let written: Vec<String> = numbers.iter().map(u32::to_string).collect();
            let written = format!("{}\n", written.join(","));
            prop_assert_eq!(cpulist(written.as_bytes()), Some(numbers.into_iter().collect()));
        }
    }
}
