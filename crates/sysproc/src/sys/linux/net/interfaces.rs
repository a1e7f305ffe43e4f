//! Interfaces and their addresses, by rtnetlink; speed and duplex by ethtool's call.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::net::IpAddr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use rustix::io::Errno;
use sysproc_decode::bytes::ByteOrder;
use sysproc_decode::linux::rtnetlink::{self, Address, GET_ADDRESS, GET_LINK, NEW_ADDRESS, NEW_LINK};

use super::netlink::Netlink;
use crate::net::{Duplex, HardwareAddress, InterfaceAddress, InterfaceAddressValue, InterfaceFlags, InterfaceStats};
use crate::sys::linux::ffi::ethtool;
use crate::sys::linux::{files, state};
use crate::{Error, Result, System};

pub(crate) fn if_addrs(system: &System) -> Result<Vec<(OsString, Vec<InterfaceAddress>)>> {
    require_own(system, "net::if_addrs")?;
    let (links, addresses) = Netlink::open(None)
        .and_then(|mut netlink| {
            let links = links(&mut netlink)?;
            let addresses = addresses(&mut netlink, &links)?;
            Ok((links, addresses))
        })
        .map_err(failed)?;
    Ok(InterfaceAddress::by_interface(addresses.into_iter().chain(links.into_iter().filter_map(Link::into_address))))
}

pub(crate) fn if_stats(system: &System) -> Result<Vec<(OsString, InterfaceStats)>> {
    require_own(system, "net::if_stats")?;
    let mut netlink = Netlink::open(None).map_err(failed)?;
    let links = links(&mut netlink).map_err(failed)?;
    let stats = links.into_iter().map(|link| {
        let (speed, duplex) = speed_and_duplex(&netlink, &link.name);
        let is_up = link.flags.contains(InterfaceFlags::UP | InterfaceFlags::RUNNING);
        (link.name, InterfaceStats { is_up, duplex, speed, mtu: link.mtu, flags: link.flags })
    });
    Ok(stats.collect())
}

/// The kernel tells of the caller's interfaces. Where those of another machine are meant there is no answer; where nothing
/// lists interfaces at all, that is the error.
fn require_own(system: &System, function: &'static str) -> Result<()> {
    state::require_own(system, function).or_else(|unsupported| {
        files::read_of_namespace(system, "net/dev")?;
        Err(unsupported)
    })
}

fn failed(errno: Errno) -> Error {
    Error::system("rtnetlink", errno)
}

/// An interface.
struct Link {
    index: u32,
    name: OsString,
    flags: InterfaceFlags,
    mtu: u32,
    address: Option<HardwareAddress>,
    /// The broadcast address or, of a point-to-point link, the other end's.
    broadcast: Option<HardwareAddress>,
}

fn links(netlink: &mut Netlink) -> std::result::Result<Vec<Link>, Errno> {
    /// `RTEXT_FILTER_SKIP_STATS` (Linux 4.4+) in an attribute `IFLA_EXT_MASK`: counters would be half of the answer.
    const WITHOUT_COUNTERS: (u16, u32) = (29, 8);
    let (kind, value) = WITHOUT_COUNTERS;
    let header = [0; 16];
    let request = [&header[..], &8u16.to_ne_bytes(), &kind.to_ne_bytes(), &value.to_ne_bytes()].concat();
    netlink.dump(GET_LINK, &request, |kind, payload| {
        let link = rtnetlink::link(payload, ByteOrder::HOST).filter(|_| kind == NEW_LINK)?;
        let hardware = |bytes: &[u8]| HardwareAddress(bytes.to_vec());
        Some(Link {
            index: link.index,
            name: OsString::from_vec(link.name.to_vec()),
            flags: InterfaceFlags::from_bits_truncate(link.flags),
            mtu: link.mtu?,
            address: link.address.map(hardware),
            broadcast: link.broadcast.map(hardware),
        })
    })
}

impl Link {
    /// Its address on the link, if it has one.
    fn into_address(self) -> Option<(OsString, InterfaceAddress)> {
        let other = self.broadcast.map(InterfaceAddressValue::Link);
        let address = InterfaceAddress {
            address: InterfaceAddressValue::Link(self.address?),
            netmask: None,
            broadcast: other.clone().filter(|_| self.flags.contains(InterfaceFlags::BROADCAST)),
            ptp: other.filter(|_| self.flags.contains(InterfaceFlags::POINTOPOINT)),
        };
        Some((self.name, address))
    }
}

/// The IP addresses, each with the name that it has: its label, or its interface's name. One whose interface came after
/// `links` was made is left out.
fn addresses(netlink: &mut Netlink, links: &[Link]) -> std::result::Result<Vec<(OsString, InterfaceAddress)>, Errno> {
    // A machine with many containers has thousands of both.
    let links: HashMap<u32, &Link> = links.iter().map(|link| (link.index, link)).collect();
    netlink.dump(GET_ADDRESS, &[0; 8], |kind, payload| {
        let address = rtnetlink::address(payload, ByteOrder::HOST).filter(|_| kind == NEW_ADDRESS)?;
        let link = links.get(&address.index)?;
        let name = address.label.map_or(link.name.as_os_str(), OsStr::from_bytes);
        Some((name.to_owned(), interface_address(&address, link.flags)))
    })
}

fn interface_address(address: &Address<'_>, flags: InterfaceFlags) -> InterfaceAddress {
    let value = |ip| match ip {
        IpAddr::V4(ip) => InterfaceAddressValue::Inet4(ip),
        IpAddr::V6(ip) => InterfaceAddressValue::Inet6(ip, ip.is_unicast_link_local().then_some(address.index)),
    };
    // The kernel may keep both a broadcast address and another end. What kind of link it is says which one means something,
    // and elsewhere only an end that is not the interface's own.
    let (broadcast, ptp) = if flags.contains(InterfaceFlags::POINTOPOINT) {
        (None, address.peer)
    } else if flags.contains(InterfaceFlags::BROADCAST) && address.broadcast.is_some() {
        (address.broadcast, None)
    } else {
        (None, address.peer.filter(|peer| *peer != address.local))
    };
    InterfaceAddress {
        address: value(address.local),
        netmask: rtnetlink::netmask(address.local, address.prefix).map(|mask| match mask {
            IpAddr::V4(mask) => InterfaceAddressValue::Inet4(mask),
            IpAddr::V6(mask) => InterfaceAddressValue::Inet6(mask, None),
        }),
        broadcast: broadcast.map(value),
        ptp: ptp.map(value),
    }
}

/// What the driver says; nothing for a link without a cable, and for most that are no hardware.
fn speed_and_duplex(netlink: &Netlink, name: &OsStr) -> (Option<u32>, Duplex) {
    let Ok((speed, duplex)) = ethtool::link_settings(netlink.as_fd(), name.as_bytes()) else {
        return (None, Duplex::Unknown);
    };
    let duplex = match duplex {
        ethtool::HALF => Duplex::Half,
        ethtool::FULL => Duplex::Full,
        _ => Duplex::Unknown,
    };
    (u32::try_from(speed).ok().filter(|speed| *speed > 0), duplex)
}
