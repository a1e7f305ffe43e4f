//! Speed and duplex of a network interface: the call `SIOCETHTOOL` with the commands of `linux/ethtool.h`.

use std::os::fd::BorrowedFd;

use rustix::io::Errno;
use rustix::ioctl::{Opcode, Updater, ioctl};

/// `struct ifreq` as this call takes it: a name, and a pointer to the command.
#[repr(C)]
struct Request {
    name: [u8; NAME_SIZE],
    command: *mut Settings,
    /// The union that the pointer is in has 16 bytes, or 24 where a pointer has 8.
    rest: [u8; 16],
}

/// `IFNAMSIZ`: the room for a name, with the NUL that ends it.
const NAME_SIZE: usize = 16;

/// `struct ethtool_link_settings` with as much room behind it as the kernel could ever want.
#[repr(C)]
struct Settings {
    command: u32,
    speed: i32,
    duplex: u8,
    unused: [u8; 6],
    /// How many words each of three masks has. The kernel tells it as a negative number to who asks with a wrong one.
    mask_words: i8,
    also_unused: [u8; 32],
    masks: [u32; 3 * i8::MAX as usize],
}

const _: () =
    assert!(core::mem::offset_of!(Settings, mask_words) == 15 && core::mem::offset_of!(Settings, masks) == 48);

/// `ETHTOOL_GLINKSETTINGS` (Linux 4.6+).
const GET_LINK_SETTINGS: u32 = 0x4c;

/// `DUPLEX_HALF`.
pub(crate) const HALF: u8 = 0;
/// `DUPLEX_FULL`.
pub(crate) const FULL: u8 = 1;

/// The speed in Mbit/s, -1 for an unknown one, and the duplex of the interface with this name, by any socket of its
/// network namespace. `EOPNOTSUPP` of what has neither.
pub(crate) fn link_settings(socket: BorrowedFd<'_>, interface: &[u8]) -> Result<(i32, u8), Errno> {
    let mut name = [0; NAME_SIZE];
    // The last byte stays NUL.
    name[..NAME_SIZE - 1].get_mut(..interface.len()).ok_or(Errno::NAMETOOLONG)?.copy_from_slice(interface);
    let mut settings = Settings {
        command: GET_LINK_SETTINGS,
        speed: 0,
        duplex: 0,
        unused: [0; 6],
        mask_words: 0,
        also_unused: [0; 32],
        masks: [0; 3 * i8::MAX as usize],
    };
    call(socket, name, &mut settings)?;
    // The first answer only says how large the masks are.
    settings.mask_words = settings.mask_words.checked_neg().filter(|words| *words > 0).ok_or(Errno::OPNOTSUPP)?;
    settings.command = GET_LINK_SETTINGS;
    call(socket, name, &mut settings)?;
    Ok((settings.speed, settings.duplex))
}

fn call(socket: BorrowedFd<'_>, name: [u8; NAME_SIZE], settings: &mut Settings) -> Result<(), Errno> {
    /// `SIOCETHTOOL` of `linux/sockios.h`.
    const ETHTOOL: Opcode = 0x8946;
    let mut request = Request { name, command: settings, rest: [0; 16] };
    // SAFETY: the call reads and writes an ifreq, which this is, and by its pointer the settings, which live through the
    // call and have room for three masks of the 127 words that the kernel can ask for at most; all bits are valid in them.
    unsafe { ioctl(socket, Updater::<ETHTOOL, _>::new(&mut request)) }
}
