//! Sockets and descriptors, those of a process with many.

use sysproc::net::{Connection, ConnectionKind};
use sysproc::{Process, System};

use super::{IN_PYTHON, Work};
use crate::contender::{Contender, OURS, Row, call, listing, procfs};
use crate::floor::sockets as floor;
use crate::load::Load;

pub(super) const WORKS: &[Work] = &[
    Work {
        name: "connections",
        about: "all TCP sockets, 18,000 of one process, with the processes that hold them; floor: sock_diag, and of each \
                process the entries of fd and their links",
        subject: Load::socket_holder,
        peers: IN_PYTHON,
        contenders: |_| {
            let system = System::default();
            let ours = sockets(move || system.net_connections(ConnectionKind::Tcp));
            Ok(vec![ours, floor::with_owners()])
        },
    },
    Work {
        name: "connections-no-owners",
        about: "all TCP sockets, and not who holds them; floor: sock_diag",
        subject: Load::socket_holder,
        peers: &[],
        contenders: |_| {
            let system = System::default();
            let ours = sockets(move || system.net_connections_without_owners(ConnectionKind::Tcp));
            Ok(vec![ours, floor::without_owners(), procfs::tcp_sockets()])
        },
    },
    Work {
        name: "process-connections",
        about: "the internet sockets of the process that has 18,000; floor: sock_diag, the entries of its fd and their links",
        subject: Load::socket_holder,
        peers: IN_PYTHON,
        contenders: |pid| {
            let process = Process::new(pid)?;
            let ours = sockets(move || process.net_connections(ConnectionKind::Inet));
            Ok(vec![ours, floor::of_process(pid)?])
        },
    },
    Work {
        name: "open-files",
        about: "the files among the descriptors of the same process, 100; floor: the entries of its fd and their links",
        subject: Load::socket_holder,
        peers: IN_PYTHON,
        contenders: |pid| {
            let process = Process::new(pid)?;
            let say = |files: &Vec<_>| Row::default().with("files", files.len());
            Ok(vec![call(OURS, move || process.open_files(), say), floor::descriptors(pid)?])
        },
    },
    Work {
        name: "num-fds",
        about: "how many descriptors the same process has; floor: the size of fd (Linux 6.2+)",
        subject: Load::socket_holder,
        peers: IN_PYTHON,
        contenders: |pid| {
            let process = Process::new(pid)?;
            let ours = call(OURS, move || process.num_fds(), |count| Row::default().with("descriptors", count));
            let procfs =
                procfs::one(pid, |process| process.fd_count(), |count| Row::default().with("descriptors", count))?;
            Ok(vec![ours, floor::count(pid)?, procfs])
        },
    },
];

/// Ours, with a question about sockets.
fn sockets(ask: impl Fn() -> sysproc::Result<Vec<Connection>> + 'static) -> Box<dyn Contender> {
    listing(OURS, ask, Vec::len, |_, _| Some(Row::default()))
}
