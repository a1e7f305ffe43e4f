//! `sysproc nettop`: the traffic of network interfaces.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::time::Duration;

use sysproc::net::NetIo;

use crate::app::App;
use crate::failure::{Failure, Outcome};
use crate::render::Head;
use crate::sheet::{Sheet, seen};
use crate::updates::Pace;
use crate::value::Value;

pub(crate) const HELP: &str = "\
Watches for a second, or as long as --interval says. The busiest interface comes first.

Examples:
  sysproc nettop
  sysproc nettop --watch 2 eth0
  sysproc nettop --watch 1 -n 60 --json
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only these interfaces
    #[arg(value_name = "INTERFACE")]
    interfaces: Vec<String>,
    #[command(flatten)]
    pace: Pace,
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    args.pace.between(
        app,
        |app| read(args, app),
        |app, before, now, elapsed| {
            let mut sheet = Sheet::new(
                "interfaces",
                [
                    seen("name", Head::left("INTERFACE")).name(),
                    seen("recv_rate", Head::right("RECV/S")),
                    seen("sent_rate", Head::right("SENT/S")),
                    seen("packets_recv_rate", Head::right("PKTS IN/S").rank(1)),
                    seen("packets_sent_rate", Head::right("PKTS OUT/S").rank(1)),
                    seen("errors", Head::right("ERRORS").rank(2)),
                    seen("drops", Head::right("DROPS").rank(2)),
                    seen("bytes_recv", Head::right("RECEIVED").rank(3)),
                    seen("bytes_sent", Head::right("SENT").rank(3)),
                ],
            );
            let mut busy: Vec<_> = now.iter().collect();
            let traffic = |name, now: &NetIo| {
                let before = before.get(name).copied().unwrap_or(*now);
                (now.bytes_recv.saturating_sub(before.bytes_recv)) + (now.bytes_sent.saturating_sub(before.bytes_sent))
            };
            busy.sort_by_key(|(name, io)| std::cmp::Reverse(traffic(*name, io)));
            for (name, io) in busy {
                let before = before.get(name).copied().unwrap_or(*io);
                sheet.row(
                    [Value::Text(name.clone())].into_iter().chain(values(&before, io, elapsed)).collect::<Vec<_>>(),
                );
            }
            app.print_sheet(&sheet).map(drop)
        },
    )
}

/// The interfaces that are asked for.
fn read(args: &Args, app: &App) -> Outcome<BTreeMap<OsString, NetIo>> {
    let mut found: BTreeMap<_, _> = app.system.net_io_per_interface()?.into_iter().collect();
    if let Some(asked) = args.interfaces.iter().find(|asked| !found.contains_key(OsStr::new(asked))) {
        return Err(Failure::Message(format!("no interface is called {asked:?}")));
    }
    found.retain(|name, _| args.interfaces.is_empty() || args.interfaces.iter().any(|asked| name == asked.as_str()));
    Ok(found)
}

fn values(before: &NetIo, now: &NetIo, elapsed: Duration) -> [Value; 8] {
    let rate = |part: fn(&NetIo) -> u64| part(now).saturating_sub(part(before)) as f64 / elapsed.as_secs_f64();
    let bytes = |part| Value::Bytes(rate(part).round() as u64);
    [
        bytes(|io| io.bytes_recv),
        bytes(|io| io.bytes_sent),
        Value::Decimal(rate(|io| io.packets_recv)),
        Value::Decimal(rate(|io| io.packets_sent)),
        Value::Count(now.errin.saturating_add(now.errout)),
        Value::Count(now.dropin.saturating_add(now.dropout)),
        Value::Bytes(now.bytes_recv),
        Value::Bytes(now.bytes_sent),
    ]
}
