//! What rtnetlink says of interfaces and of their addresses: `linux/if_link.h`, `linux/if_addr.h` of the kernel's headers.
//!
//! Numbers are in the byte order of the machine that the message is from, addresses are bytes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::netlink::attributes;
use crate::bytes::{ByteOrder, array};

/// `RTM_NEWLINK`: the message is an interface, see [`link`].
pub const NEW_LINK: u16 = 16;
/// `RTM_GETLINK`: asks for interfaces.
pub const GET_LINK: u16 = 18;
/// `RTM_NEWADDR`: the message is an address, see [`address`].
pub const NEW_ADDRESS: u16 = 20;
/// `RTM_GETADDR`: asks for addresses.
pub const GET_ADDRESS: u16 = 22;

/// An interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'a> {
    /// Its number.
    pub index: u32,
    /// Its `IFF_` flags.
    pub flags: u32,
    /// Its name.
    pub name: &'a [u8],
    /// The largest packet, in bytes.
    pub mtu: Option<u32>,
    /// Its address on the link, which has as many bytes as the kind of link has; `None` if that has none.
    pub address: Option<&'a [u8]>,
    /// The link's broadcast address, or the other end's.
    pub broadcast: Option<&'a [u8]>,
}

/// An address of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<'a> {
    /// The number of its interface.
    pub index: u32,
    /// How many bits the network's part has.
    pub prefix: u8,
    /// The interface's own address.
    pub local: IpAddr,
    /// The other end's; of many links the interface's own once more.
    pub peer: Option<IpAddr>,
    /// The broadcast address.
    pub broadcast: Option<IpAddr>,
    /// The name that the address was given: its interface's, or that of an alias such as `eth0:1`. IPv4.
    pub label: Option<&'a [u8]>,
}

/// The payload of [`NEW_LINK`]. `None` without a name.
#[must_use]
pub fn link(payload: &[u8], order: ByteOrder) -> Option<Link<'_>> {
    // struct ifinfomsg: family, padding, u16 type, i32 index, u32 flags, u32 change.
    let index = order.u32(payload, 4)?;
    let flags = order.u32(payload, 8)?;
    let (mut name, mut mtu, mut address, mut broadcast) = (None, None, None, None);
    for (kind, value) in attributes(payload.get(16..)?, order) {
        match kind {
            1 => address = Some(value).filter(|value| !value.is_empty()),
            2 => broadcast = Some(value).filter(|value| !value.is_empty()),
            3 => name = Some(text(value)),
            4 => mtu = order.u32(value, 0),
            _ => {}
        }
    }
    Some(Link { index, flags, name: name?, mtu, address, broadcast })
}

/// The payload of [`NEW_ADDRESS`]. `None` for families other than IPv4 and IPv6.
#[must_use]
pub fn address(payload: &[u8], order: ByteOrder) -> Option<Address<'_>> {
    // struct ifaddrmsg: family, prefix length, flags, scope, u32 index.
    let [family, prefix, ..] = array::<4>(payload, 0)?;
    let index = order.u32(payload, 4)?;
    let ip = |value: &[u8]| match family {
        2 => <[u8; 4]>::try_from(value).ok().map(|octets| Ipv4Addr::from(octets).into()),
        10 => <[u8; 16]>::try_from(value).ok().map(|octets| Ipv6Addr::from(octets).into()),
        _ => None,
    };
    let (mut address, mut local, mut label, mut broadcast) = (None, None, None, None);
    for (kind, value) in attributes(payload.get(8..)?, order) {
        match kind {
            1 => address = ip(value),
            2 => local = ip(value),
            3 => label = Some(text(value)),
            4 => broadcast = ip(value),
            _ => {}
        }
    }
    // Where there is a local address, the other is that of the other end.
    let (local, peer) = local.map_or((address, None), |local| (Some(local), address));
    Some(Address { index, prefix, local: local?, peer, broadcast, label })
}

/// A text, up to the NUL that ends it.
fn text(value: &[u8]) -> &[u8] {
    value.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// The netmask of a prefix. `None` where it is longer than an address of the family.
#[must_use]
pub fn netmask(family_of: IpAddr, prefix: u8) -> Option<IpAddr> {
    let prefix = u32::from(prefix);
    Some(match family_of {
        IpAddr::V4(_) => Ipv4Addr::from(u32::MAX.checked_shl(32u32.checked_sub(prefix)?).unwrap_or(0)).into(),
        IpAddr::V6(_) => Ipv6Addr::from(u128::MAX.checked_shl(128u32.checked_sub(prefix)?).unwrap_or(0)).into(),
    })
}
