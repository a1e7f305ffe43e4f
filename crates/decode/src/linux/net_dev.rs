//! `/proc/net/dev`: a line for each network interface.
//!
//! The lines are made by `dev_seq_printf_stats` in the kernel's `net/core/net-procfs.c`.

use crate::text::{complete_lines, lines};
use crate::words::words;

/// The traffic of an interface since it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NetDev<'a> {
    /// Its name: any bytes but blanks and slashes, and colons only in old kernels.
    pub name: &'a [u8],
    pub rx_bytes: u64,
    pub rx_packets: u64,
    pub rx_errors: u64,
    pub rx_dropped: u64,
    pub tx_bytes: u64,
    pub tx_packets: u64,
    pub tx_errors: u64,
    pub tx_dropped: u64,
}

/// The interfaces. The two lines of headings, and what is no whole line of an interface, are left out.
pub fn net_dev(text: &[u8]) -> impl Iterator<Item = NetDev<'_>> {
    lines(complete_lines(text)).filter_map(|line| {
        // Numbers may follow the colon without a blank, and an alias has a colon in its name: `eth0:1:123`.
        let colon = memchr::memrchr(b':', line)?;
        let name = line.get(..colon)?.trim_ascii_start();
        let mut columns = words(line.get(colon.checked_add(1)?..)?);
        // bytes packets errs drop fifo frame compressed multicast, then bytes packets errs drop of sending, and more.
        let [rx_bytes, rx_packets, rx_errors, rx_dropped] = columns.numbers()?;
        columns.nth(3)?;
        let [tx_bytes, tx_packets, tx_errors, tx_dropped] = columns.numbers()?;
        Some(NetDev { name, rx_bytes, rx_packets, rx_errors, rx_dropped, tx_bytes, tx_packets, tx_errors, tx_dropped })
    })
}
