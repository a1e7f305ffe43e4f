//! A process with many TCP sockets, and some files: this program itself, started anew.

use std::fs::File;
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use rustix::net::sockopt::set_socket_linger;
use rustix::process::{Resource, getrlimit};

use crate::Result;

/// What tells this program to be that process. The number of sockets follows.
pub(crate) const ARGUMENT: &str = "hold-sockets";

/// How many files it has open beside them.
const FILES: usize = 100;

/// Opens connections to itself until it has so many sockets, or as many as it may have; waits for the end of its input.
pub(crate) fn hold(count: &str) -> Result<()> {
    let count: usize = count.parse()?;
    let spare = FILES + 100;
    let allowed = getrlimit(Resource::Nofile).current.map_or(usize::MAX, |limit| limit as usize);
    let pairs = count.min(allowed.saturating_sub(spare)) / 2;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut held = Vec::with_capacity(2 * pairs);
    for _ in 0..pairs {
        let one = TcpStream::connect(listener.local_addr()?)?;
        // Closing it leaves nothing behind that would wait for a minute.
        set_socket_linger(&one, Some(Duration::ZERO))?;
        held.extend([one, listener.accept()?.0]);
    }
    let files: Vec<File> = (0..FILES).map(|_| File::open("/proc/self/exe")).collect::<std::io::Result<_>>()?;
    println!("{} sockets and {} files", held.len() + 1, files.len());
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
