//! Interfaces and sockets.

use std::ffi::OsString;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use sysproc::net::{
    Connection, ConnectionStatus, Duplex, Endpoint, Family, InterfaceAddress, InterfaceAddressValue, InterfaceStats,
    NetIo, SocketType,
};

use super::{Answer, ToPython, dict, named};
use crate::classes::Classes;
use crate::platform::{self, AF_INET, AF_INET6, AF_LINK, AF_UNIX, SHOWS_SCOPE};

impl ToPython for NetIo {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        named!(
            py,
            classes,
            snetio(
                self.bytes_sent,
                self.bytes_recv,
                self.packets_sent,
                self.packets_recv,
                self.errin,
                self.errout,
                self.dropin,
                self.dropout,
            )
        )
    }
}

impl ToPython for InterfaceStats {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let (speed, flags) = (self.speed.unwrap_or(0), self.flags.to_string());
        named!(py, classes, snicstats(self.is_up, self.duplex, speed, self.mtu, flags))
    }
}

impl ToPython for Duplex {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let number = match self {
            Self::Unknown => 0,
            Self::Half => 1,
            Self::Full => 2,
        };
        classes.duplexes.get(py, &number)
    }
}

impl ToPython for Vec<(OsString, NetIo)> {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        dict(py, classes, self.iter().map(|(name, io)| (name, io)))
    }
}

impl ToPython for Vec<(OsString, InterfaceStats)> {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        dict(py, classes, self.iter().map(|(name, stats)| (name, stats)))
    }
}

/// The addresses of all interfaces, those of each in the order of their families.
impl ToPython for Vec<(OsString, Vec<InterfaceAddress>)> {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let interfaces = PyDict::new(py);
        for (name, addresses) in self {
            let mut addresses: Vec<_> = addresses.iter().collect();
            addresses.sort_by_key(|address| family_of(&address.address).0);
            let list = PyList::empty(py);
            for address in addresses {
                list.append(snicaddr(py, classes, name, address)?)?;
            }
            interfaces.set_item(name, list)?;
        }
        Ok(interfaces.into_any())
    }
}

/// Of a link-local address the interface's name may be a part.
fn snicaddr<'py>(py: Python<'py>, classes: &Classes, interface: &OsString, of: &InterfaceAddress) -> Answer<'py> {
    let mut address = text(&of.address);
    if SHOWS_SCOPE && matches!(of.address, InterfaceAddressValue::Inet6(_, Some(_))) {
        address.push("%");
        address.push(interface);
    }
    let others = [&of.netmask, &of.broadcast, &of.ptp].map(|other| other.as_ref().map(text));
    let [netmask, broadcast, ptp] = others;
    named!(py, classes, snicaddr(family_of(&of.address), address, netmask, broadcast, ptp))
}

fn family_of(address: &InterfaceAddressValue) -> FamilyNumber {
    FamilyNumber(match address {
        InterfaceAddressValue::Inet4(_) => AF_INET,
        InterfaceAddressValue::Inet6(..) => AF_INET6,
        InterfaceAddressValue::Link(_) => AF_LINK,
    })
}

/// An address as text, without its scope.
fn text(address: &InterfaceAddressValue) -> OsString {
    match address {
        InterfaceAddressValue::Inet4(ip) => ip.to_string(),
        InterfaceAddressValue::Inet6(ip, _) => ip.to_string(),
        InterfaceAddressValue::Link(address) => platform::link_text(address),
    }
    .into()
}

/// An address family by its number.
struct FamilyNumber(i64);

impl ToPython for FamilyNumber {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        platform::family(py, classes, self.0)
    }
}

/// A socket in a list of those of the machine, which says whose it is.
pub(crate) struct OfMachine(pub(crate) Connection);

impl ToPython for OfMachine {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let of = &self.0;
        let fd = of.fd.map_or(-1, i64::from);
        let [local, remote] = ends(of);
        named!(py, classes, sconn(fd, of.family, of.socket_type, local, remote, of.status, of.pid))
    }
}

/// A socket of a process.
impl ToPython for Connection {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let fd = self.fd.map_or(-1, i64::from);
        let [local, remote] = ends(self);
        named!(py, classes, pconn(fd, self.family, self.socket_type, local, remote, self.status))
    }
}

impl ToPython for Family {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let number = match self {
            Self::Inet4 => AF_INET,
            Self::Inet6 => AF_INET6,
            Self::Unix => AF_UNIX,
        };
        FamilyNumber(number).to_python(py, classes)
    }
}

impl ToPython for SocketType {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        let number = match self {
            Self::Stream => 1,
            Self::Datagram => 2,
            Self::SeqPacket => 5,
            Self::Other(number) => i64::from(*number),
        };
        classes.socket_types.get(py, &number)
    }
}

impl ToPython for ConnectionStatus {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        classes.connection_statuses.get(py, self.as_str())
    }
}

/// Both ends of a socket. Of a Unix socket the other end has no name, as psutil has it on Linux; the library knows it.
fn ends(of: &Connection) -> [End<'_>; 2] {
    let remote = if of.family == Family::Unix { &Endpoint::None } else { &of.remote };
    [End(of.family, &of.local), End(of.family, remote)]
}

/// One end of a socket of a family: `addr(ip, port)`, or the name of a Unix socket; `()` or `""` if there is none.
struct End<'a>(Family, &'a Endpoint);

impl ToPython for End<'_> {
    fn to_python<'py>(&self, py: Python<'py>, classes: &Classes) -> Answer<'py> {
        match self {
            Self(_, Endpoint::Inet(address)) => {
                named!(py, classes, addr(address.ip().to_string(), u32::from(address.port())))
            }
            Self(_, Endpoint::Unix(name)) => name.to_python(py, classes),
            Self(Family::Unix, Endpoint::None) => "".to_python(py, classes),
            Self(_, Endpoint::None) => Ok(PyTuple::empty(py).into_any()),
        }
    }
}
