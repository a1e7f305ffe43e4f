//! `sysproc ifconfig`: network interfaces, their addresses and counters.

use std::collections::BTreeMap;
use std::ffi::OsString;

use serde::Serialize;
use sysproc::net::{Duplex, InterfaceAddress, InterfaceAddressValue, InterfaceFlags, InterfaceStats, NetIo};

use crate::app::{App, Format};
use crate::failure::{Failure, Outcome};
use crate::render::{Head, Line, Role, Units, safe};
use crate::sheet::{Sheet, seen};
use crate::updates::Updates;
use crate::value::Value;

pub(crate) const HELP: &str = "\
Examples:
  sysproc ifconfig
  sysproc ifconfig eth0
  sysproc ifconfig --json | jq -r '.interfaces[].addresses[] | select(.family == \"inet4\") | .address'
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only these interfaces
    #[arg(value_name = "INTERFACE")]
    interfaces: Vec<String>,
    #[command(flatten)]
    updates: Updates,
}

/// A network interface.
#[derive(Debug, Default)]
pub(crate) struct Interface {
    pub(crate) stats: Option<InterfaceStats>,
    pub(crate) addresses: Vec<InterfaceAddress>,
    pub(crate) io: Option<NetIo>,
}

/// One table of what three questions answer.
pub(crate) fn interfaces(app: &mut App) -> BTreeMap<OsString, Interface> {
    let system = app.system.clone();
    let mut found = BTreeMap::<OsString, Interface>::new();
    for (name, io) in app.part("network traffic", system.net_io_per_interface()).unwrap_or_default() {
        found.entry(name).or_default().io = Some(io);
    }
    for (name, stats) in app.part("network interfaces", system.net_if_stats()).unwrap_or_default() {
        found.entry(name).or_default().stats = Some(stats);
    }
    for (name, addresses) in app.part("network addresses", system.net_if_addrs()).unwrap_or_default() {
        found.entry(name).or_default().addresses = addresses;
    }
    found
}

/// An interface, for programs.
#[derive(Serialize)]
struct Written<'a> {
    name: String,
    is_up: Option<bool>,
    flags: Option<InterfaceFlags>,
    mtu: Option<u32>,
    speed: Option<u32>,
    duplex: Option<Duplex>,
    addresses: Vec<WrittenAddress>,
    io: Option<&'a NetIo>,
}

#[derive(Serialize)]
struct WrittenAddress {
    family: &'static str,
    address: String,
    netmask: Option<String>,
    prefix: Option<u32>,
    broadcast: Option<String>,
    ptp: Option<String>,
}

impl<'a> Written<'a> {
    fn new(name: &OsString, interface: &'a Interface) -> Self {
        let stats = interface.stats.as_ref();
        Self {
            name: sysproc::escape_text(name),
            is_up: stats.map(|stats| stats.is_up),
            flags: stats.map(|stats| stats.flags),
            mtu: stats.map(|stats| stats.mtu),
            speed: stats.and_then(|stats| stats.speed),
            duplex: stats.map(|stats| stats.duplex),
            addresses: interface.addresses.iter().map(WrittenAddress::new).collect(),
            io: interface.io.as_ref(),
        }
    }
}

impl WrittenAddress {
    fn new(address: &InterfaceAddress) -> Self {
        let text = |value: &Option<InterfaceAddressValue>| value.as_ref().map(ToString::to_string);
        Self {
            family: family(&address.address),
            address: address.address.to_string(),
            netmask: text(&address.netmask),
            prefix: address.netmask.as_ref().and_then(prefix),
            broadcast: text(&address.broadcast),
            ptp: text(&address.ptp),
        }
    }
}

fn family(address: &InterfaceAddressValue) -> &'static str {
    match address {
        InterfaceAddressValue::Inet4(_) => "inet4",
        InterfaceAddressValue::Inet6(..) => "inet6",
        InterfaceAddressValue::Link(_) => "link",
    }
}

/// The number of bits of the network, which a netmask says.
fn prefix(netmask: &InterfaceAddressValue) -> Option<u32> {
    match netmask {
        InterfaceAddressValue::Inet4(mask) => Some(mask.to_bits().leading_ones()),
        InterfaceAddressValue::Inet6(mask, _) => Some(mask.to_bits().leading_ones()),
        InterfaceAddressValue::Link(_) => None,
    }
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    args.updates.each(app, |app| {
        let mut found = interfaces(app);
        for asked in &args.interfaces {
            if !found.contains_key(std::ffi::OsStr::new(asked)) {
                return Err(Failure::Message(format!("no interface is called {asked:?}")));
            }
        }
        found
            .retain(|name, _| args.interfaces.is_empty() || args.interfaces.iter().any(|asked| name == asked.as_str()));
        match app.format {
            Format::Json => {
                let written: Vec<Written<'_>> = found.iter().map(|(name, one)| Written::new(name, one)).collect();
                app.print_json(&BTreeMap::from([("interfaces", written)]))
            }
            Format::Csv | Format::Names => app.print_sheet(&sheet(&found)).map(drop),
            Format::Text => {
                let blocks: Vec<Vec<Line>> = found.iter().map(|(name, one)| block(app.units, name, one)).collect();
                app.print(&blocks.join(&[Line::new()][..]))
            }
        }
    })
}

/// What is told of an interface, below its name.
fn block(units: Units, name: &OsString, interface: &Interface) -> Vec<Line> {
    let mut head = Line::new().with(Role::Name, safe(name));
    if let Some(stats) = interface.stats {
        let (role, word) = if stats.is_up { (Role::Good, "up") } else { (Role::Warning, "down") };
        head = head.with(Role::Plain, "  ").with(role, word);
        head.push(Role::Plain, format!("  mtu {}", stats.mtu));
        if let Some(speed) = stats.speed {
            head.push(Role::Plain, format!("  {speed} Mbit/s"));
        }
        match stats.duplex {
            Duplex::Half => head.push(Role::Plain, "  half duplex"),
            Duplex::Full => head.push(Role::Plain, "  full duplex"),
            Duplex::Unknown => {}
        }
        head.push(Role::Faint, format!("  {}", stats.flags));
    }
    let indented = |label: &str| Line::new().with(Role::Faint, format!("    {label:<9}"));
    let mut lines = vec![head];
    for address in &interface.addresses {
        let bits = address.netmask.as_ref().and_then(prefix).map(|bits| format!("/{bits}")).unwrap_or_default();
        let mut line = indented(family(&address.address)).with(Role::Plain, format!("{}{bits}", address.address));
        if let Some(broadcast) = &address.broadcast {
            line.push(Role::Faint, format!("  broadcast {broadcast}"));
        }
        if let Some(ptp) = &address.ptp {
            line.push(Role::Faint, format!("  peer {ptp}"));
        }
        lines.push(line);
    }
    if let Some(io) = &interface.io {
        let traffic = |label, bytes, packets, errors, drops| {
            let counts = format!("{} in {packets} packets", units.bytes(bytes));
            let bad = format!("  errors {errors}  dropped {drops}");
            let role = if errors > 0 { Role::Warning } else { Role::Faint };
            indented(label).with(Role::Plain, counts).with(role, bad)
        };
        lines.push(traffic("received", io.bytes_recv, io.packets_recv, io.errin, io.dropin));
        lines.push(traffic("sent", io.bytes_sent, io.packets_sent, io.errout, io.dropout));
    }
    lines
}

/// A row for each address; of an interface without any, one.
fn sheet(found: &BTreeMap<OsString, Interface>) -> Sheet {
    let column = |key| seen(key, Head::left(""));
    let keys = ["name", "is_up", "mtu", "family", "address", "prefix", "bytes_recv", "bytes_sent"];
    let mut sheet = Sheet::new("interfaces", keys.map(column));
    for (name, interface) in found {
        let addresses = interface.addresses.iter().map(|address| {
            let bits = address.netmask.as_ref().and_then(prefix);
            let bits = Value::or_unknown(bits, |bits| Value::Count(bits.into()));
            [Value::text(family(&address.address)), Value::text(address.address.to_string()), bits]
        });
        let mut addresses: Vec<_> = addresses.collect();
        if addresses.is_empty() {
            addresses.push([Value::Unknown, Value::Unknown, Value::Unknown]);
        }
        for [family, address, bits] in addresses {
            sheet.row([
                Value::Text(name.clone()),
                Value::or_unknown(interface.stats, |stats| Value::Flag(stats.is_up)),
                Value::or_unknown(interface.stats, |stats| Value::Count(stats.mtu.into())),
                family,
                address,
                bits,
                Value::or_unknown(interface.io, |io| Value::Bytes(io.bytes_recv)),
                Value::or_unknown(interface.io, |io| Value::Bytes(io.bytes_sent)),
            ]);
        }
    }
    sheet
}
