//! Network interfaces: what is known of one.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::sampler::Counters;

/// Traffic since boot of an interface, or of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct NetIo {
    /// Bytes sent.
    pub bytes_sent: u64,
    /// Bytes received.
    pub bytes_recv: u64,
    /// Packets sent.
    pub packets_sent: u64,
    /// Packets received.
    pub packets_recv: u64,
    /// Errors while receiving.
    pub errin: u64,
    /// Errors while sending.
    pub errout: u64,
    /// Incoming packets dropped.
    pub dropin: u64,
    /// Outgoing packets dropped; always 0 on macOS and the BSDs.
    pub dropout: u64,
}

impl NetIo {
    /// The sum of two, field by field.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.zip(other, u64::saturating_add)
    }
}

/// A link layer address: the MAC of an Ethernet card. Displays as hexadecimal pairs with colons.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct HardwareAddress(
    /// The bytes, as many as the kind of link has: 6 for Ethernet.
    pub Vec<u8>,
);

impl fmt::Display for HardwareAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.0.iter().enumerate() {
            write!(f, "{}{byte:02x}", if i == 0 { "" } else { ":" })?;
        }
        Ok(())
    }
}

/// An address of an interface, of any family.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum InterfaceAddressValue {
    /// IPv4.
    Inet4(Ipv4Addr),
    /// IPv6, and of a link-local address the index of its interface.
    Inet6(Ipv6Addr, Option<u32>),
    /// Link layer.
    Link(HardwareAddress),
}

impl fmt::Display for InterfaceAddressValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inet4(ip) => ip.fmt(f),
            Self::Inet6(ip, None) => ip.fmt(f),
            Self::Inet6(ip, Some(scope)) => write!(f, "{ip}%{scope}"),
            Self::Link(mac) => mac.fmt(f),
        }
    }
}

/// One address of an interface, with what goes with it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct InterfaceAddress {
    /// The address.
    pub address: InterfaceAddressValue,
    /// The netmask, of the same family.
    pub netmask: Option<InterfaceAddressValue>,
    /// The broadcast address; excludes `ptp`.
    pub broadcast: Option<InterfaceAddressValue>,
    /// The other end of a point-to-point link; excludes `broadcast`.
    pub ptp: Option<InterfaceAddressValue>,
}

impl InterfaceAddress {
    /// The addresses of each interface, IPv4 before IPv6 before hardware, and the interfaces in the order in which they then
    /// come.
    pub(crate) fn by_interface(addresses: impl IntoIterator<Item = (OsString, Self)>) -> Vec<(OsString, Vec<Self>)> {
        let mut addresses: Vec<_> = addresses.into_iter().collect();
        addresses.sort_by_key(|(_, address)| match address.address {
            InterfaceAddressValue::Inet4(_) => 0,
            InterfaceAddressValue::Inet6(..) => 1,
            InterfaceAddressValue::Link(_) => 2,
        });
        let mut places = HashMap::new();
        let mut found = Vec::<(OsString, Vec<Self>)>::new();
        for (name, address) in addresses {
            let place = *places.entry(name.clone()).or_insert(found.len());
            match found.get_mut(place) {
                Some((_, those)) => those.push(address),
                None => found.push((name, vec![address])),
            }
        }
        found
    }
}

/// Whether a link can send and receive at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Duplex {
    /// The system does not tell.
    #[default]
    Unknown,
    /// One direction at a time.
    Half,
    /// Both.
    Full,
}

/// The state of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct InterfaceStats {
    /// Up, and running.
    pub is_up: bool,
    /// Half or full duplex.
    pub duplex: Duplex,
    /// In Mbit/s; `None` if not known, as of a loopback or a card without a link.
    pub speed: Option<u32>,
    /// The largest packet, in bytes.
    pub mtu: u32,
    /// What it is and can. Empty on Windows.
    pub flags: InterfaceFlags,
}

bitflags::bitflags! {
    /// What an interface is and can, as `SIOCGIFFLAGS` numbers it on Linux.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub struct InterfaceFlags: u32 {
        /// Set up by the administrator.
        const UP = 1;
        /// Has a broadcast address.
        const BROADCAST = 1 << 1;
        /// Debugging.
        const DEBUG = 1 << 2;
        /// The loopback.
        const LOOPBACK = 1 << 3;
        /// A point-to-point link.
        const POINTOPOINT = 1 << 4;
        /// Without trailers.
        const NOTRAILERS = 1 << 5;
        /// Has what it needs to work.
        const RUNNING = 1 << 6;
        /// Without address resolution.
        const NOARP = 1 << 7;
        /// Takes every packet.
        const PROMISC = 1 << 8;
        /// Takes every multicast packet.
        const ALLMULTI = 1 << 9;
        /// The head of a load-balancing bundle.
        const MASTER = 1 << 10;
        /// A member of a bundle.
        const SLAVE = 1 << 11;
        /// Can do multicast.
        const MULTICAST = 1 << 12;
        /// Can choose its media.
        const PORTSEL = 1 << 13;
        /// Chooses its media by itself.
        const AUTOMEDIA = 1 << 14;
        /// Loses its address when it goes down.
        const DYNAMIC = 1 << 15;
    }
}

/// The names, separated by commas: `up,broadcast,running,multicast`.
impl fmt::Display for InterfaceFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (name, _)) in self.iter_names().enumerate() {
            write!(f, "{}{}", if i == 0 { "" } else { "," }, name.to_ascii_lowercase())?;
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for InterfaceFlags {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter_names().map(|(name, _)| name.to_ascii_lowercase()))
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for InterfaceFlags {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = <Vec<String> as serde::Deserialize>::deserialize(deserializer)?;
        Ok(names.iter().filter_map(|name| Self::from_name(&name.to_ascii_uppercase())).collect())
    }
}
