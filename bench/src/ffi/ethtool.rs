//! What a driver says of the link of an interface: `SIOCETHTOOL` with `ETHTOOL_GLINKSETTINGS` of `linux/ethtool.h`.
#![allow(unsafe_code)]

use std::os::fd::BorrowedFd;

use rustix::ioctl::{Opcode, Updater, ioctl};

/// `struct ifreq` as this call takes it.
#[repr(C)]
struct Request {
    name: [u8; 16],
    settings: *mut [u32; WORDS],
    rest: [u8; 16],
}

/// `struct ethtool_link_settings`, and three masks as large as the kernel can ask for.
const WORDS: usize = 12 + 3 * 127;

/// Asks twice, as one has to: first how large the masks are.
pub(crate) fn link_settings(socket: BorrowedFd<'_>, name: [u8; 16]) -> rustix::io::Result<()> {
    const GET_LINK_SETTINGS: u32 = 0x4c;
    let mut settings = [0; WORDS];
    settings[0] = GET_LINK_SETTINGS;
    call(socket, name, &mut settings)?;
    // The last byte of the fourth word: minus their size.
    let mut sizes = settings[3].to_ne_bytes();
    sizes[3] = sizes[3].wrapping_neg() & 0x7f;
    settings[3] = u32::from_ne_bytes(sizes);
    call(socket, name, &mut settings)
}

fn call(socket: BorrowedFd<'_>, name: [u8; 16], settings: &mut [u32; WORDS]) -> rustix::io::Result<()> {
    const ETHTOOL: Opcode = 0x8946;
    let mut request = Request { name, settings, rest: [0; 16] };
    // SAFETY: the kernel reads and writes an ifreq, which this is, and through its pointer the settings, which outlive the
    // call and have room for all that it can write; any bytes are valid in them.
    unsafe { ioctl(socket, Updater::<ETHTOOL, Request>::new(&mut request)) }
}
