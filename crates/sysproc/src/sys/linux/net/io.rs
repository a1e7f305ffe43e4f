//! Traffic of the interfaces, from `/proc/net/dev`.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

use sysproc_decode::linux::net_dev::net_dev;

use crate::net::NetIo;
use crate::sys::linux::files;
use crate::{Result, System};

pub(crate) fn io_counters(system: &System) -> Result<Vec<(OsString, NetIo)>> {
    let text = files::read_of_namespace(system, "net/dev")?;
    let counters = net_dev(&text).map(|dev| {
        let io = NetIo {
            bytes_sent: dev.tx_bytes,
            bytes_recv: dev.rx_bytes,
            packets_sent: dev.tx_packets,
            packets_recv: dev.rx_packets,
            errin: dev.rx_errors,
            errout: dev.tx_errors,
            dropin: dev.rx_dropped,
            dropout: dev.tx_dropped,
        };
        (OsStr::from_bytes(dev.name).to_owned(), io)
    });
    Ok(counters.collect())
}
