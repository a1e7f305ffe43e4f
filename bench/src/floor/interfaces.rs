//! The bare calls of questions about network interfaces.

use std::os::fd::AsFd;

use super::{floor, netlink};
use crate::Result;
use crate::contender::Contender;
use crate::ffi::ethtool::link_settings;

/// Their list, and what the driver of each says of its link.
pub(crate) fn stats() -> Result<Box<dyn Contender>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir("/sys/class/net")? {
        let mut name = [0; 16];
        let entry = entry?.file_name();
        name[..entry.len()].copy_from_slice(entry.as_encoded_bytes());
        names.push(name);
    }
    Ok(floor(move || {
        let socket = netlink::open_route()?;
        netlink::dump(&socket, netlink::LINKS)?;
        for name in &names {
            // Most that are no hardware have no answer.
            let _ = link_settings(socket.as_fd(), *name);
        }
        Ok(())
    }))
}

/// Their list, and the list of their addresses.
pub(crate) fn addresses() -> Box<dyn Contender> {
    floor(|| {
        let socket = netlink::open_route()?;
        netlink::dump(&socket, netlink::LINKS)?;
        netlink::dump(&socket, netlink::ADDRESSES)?;
        Ok(())
    })
}
