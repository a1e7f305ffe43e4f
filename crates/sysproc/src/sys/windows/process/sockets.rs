//! The sockets of a process.

use super::identity::require_running;
use crate::net::{Connection, ConnectionKind};
use crate::sys::windows::net;
use crate::{Process, Result};

pub(crate) fn net_connections(process: &Process, kind: ConnectionKind) -> Result<Vec<Connection>> {
    let all = net::connections(process.system(), kind, true)?;
    require_running(process)?;
    Ok(all.into_iter().filter(|connection| connection.pid == Some(process.pid())).collect())
}
