//! What a process may use.

use rustix::process::{Resource as Kind, Rlimit, prlimit};
use sysproc_decode::linux::pid_limits::pid_limits;

use super::pidfd::Grip;
use super::read;
use crate::process::{Limits, Resource};
use crate::{Error, Process, Result};

pub(crate) fn rlimit(process: &Process, resource: Resource) -> Result<Limits> {
    let (_, name) = kind(resource)?;
    // Of a process of another user prlimit(2) tells nothing, but this file does.
    let text = read::read(process, "limits")?;
    let limits = pid_limits(&text, name.as_bytes());
    let limits = limits.ok_or_else(|| read::malformed(process.system(), process.pid(), "limits"))?;
    Ok(Limits { soft: limits.soft, hard: limits.hard })
}

pub(crate) fn set_rlimit(process: &Process, resource: Resource, limits: Limits) -> Result<()> {
    let (kind, _) = kind(resource)?;
    if limits.hard.is_some_and(|hard| limits.soft.is_none_or(|soft| soft > hard)) {
        let name = Resource::NAMES.iter().find(|(_, known)| *known == resource).map_or("it", |(name, _)| name);
        return Err(Error::invalid(format!("the soft limit of {name} is over the hard one")));
    }
    let new = Rlimit { current: limits.soft, maximum: limits.hard };
    Grip::on(process, "process::set_rlimit")?.by_number("prlimit", |pid| prlimit(Some(pid), kind, new).map(drop))
}

/// The kernel's number of a resource, and its name in `/proc/PID/limits`.
fn kind(resource: Resource) -> Result<(Kind, &'static str)> {
    Ok(match resource {
        Resource::AddressSpace => (Kind::As, "Max address space"),
        Resource::Core => (Kind::Core, "Max core file size"),
        Resource::Cpu => (Kind::Cpu, "Max cpu time"),
        Resource::Data => (Kind::Data, "Max data size"),
        Resource::FileSize => (Kind::Fsize, "Max file size"),
        Resource::MemLock => (Kind::Memlock, "Max locked memory"),
        Resource::NoFile => (Kind::Nofile, "Max open files"),
        Resource::NProc => (Kind::Nproc, "Max processes"),
        Resource::Rss => (Kind::Rss, "Max resident set"),
        Resource::Stack => (Kind::Stack, "Max stack size"),
        Resource::Locks => (Kind::Locks, "Max file locks"),
        Resource::MsgQueue => (Kind::Msgqueue, "Max msgqueue size"),
        Resource::Nice => (Kind::Nice, "Max nice priority"),
        Resource::RtPrio => (Kind::Rtprio, "Max realtime priority"),
        Resource::RtTime => (Kind::Rttime, "Max realtime timeout"),
        Resource::SigPending => (Kind::Sigpending, "Max pending signals"),
        Resource::Swap | Resource::SocketBuffer | Resource::PseudoTerminals => {
            return Err(Error::Unsupported { function: "process::rlimit", system: std::env::consts::OS });
        }
    })
}
