//! `/proc/zoneinfo`: the zones of memory, each a block that begins with `Node 0, zone   Normal` (`zoneinfo_show_print` in
//! the kernel's `mm/vmstat.c`).

use crate::text::{complete_lines, lines};
use crate::words::words;

/// The sum of the low watermarks of all zones, in pages: below it the kernel begins to reclaim. `None` unless every zone
/// tells its own.
#[must_use]
pub fn low_watermarks(text: &[u8]) -> Option<u64> {
    let (mut zones, mut told, mut sum) = (0u64, 0u64, 0u64);
    for line in lines(complete_lines(text)) {
        let mut words = words(line);
        match words.next() {
            Some(b"Node") => zones = zones.checked_add(1)?,
            Some(b"low") => {
                told = told.checked_add(1)?;
                sum = sum.checked_add(words.number()?)?;
            }
            _ => {}
        }
    }
    (zones > 0 && zones == told).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TWO: &[u8] =
        b"Node 0, zone      DMA\n  pages free     3840\n        min      49\n        low      61\n        \
        high     73\n  pagesets\n    cpu: 0\n              count: 0\n              high:  0\n              low:   7\n\
        Node 0, zone   Normal\n  pages free     1\n        min      10036\n        low      12545\n";

    #[test]
    fn the_sum_over_the_zones() {
        assert_eq!(low_watermarks(TWO), Some(61 + 12_545));
    }

    #[test]
    fn cut_within_a_zone_nothing_is_known() {
        let second = TWO.windows(11).position(|w| w == b"zone   Norm").unwrap();
        assert!((second + 14..TWO.len()).all(|cut| low_watermarks(&TWO[..cut]).is_none()));
        assert_eq!(low_watermarks(b""), None);
    }

    proptest! {
        #[test]
        fn any_bytes(bytes: Vec<u8>) {
            let _ = low_watermarks(&bytes);
        }
    }
}
