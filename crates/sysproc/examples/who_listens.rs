//! Who listens on a port: `cargo run --example who_listens 8080`

use sysproc::net::{ConnectionKind, ConnectionStatus, Endpoint};
use sysproc::{Process, System};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::args().nth(1).ok_or("usage: who_listens PORT")?.parse()?;
    for socket in System::default().net_connections(ConnectionKind::Tcp)? {
        let Endpoint::Inet(address) = socket.local else { continue };
        if socket.status != ConnectionStatus::Listen || address.port() != port {
            continue;
        }
        match socket.pid {
            Some(pid) => println!("{address} {pid} {}", Process::new(pid)?.name()?.to_string_lossy()),
            None => println!("{address} of a process that you may not see"),
        }
    }
    Ok(())
}
