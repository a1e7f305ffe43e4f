//! The processors that a process may run on.

use core::ffi::c_ulong;

use rustix::io::Errno;
use sysproc_decode::linux::cpulist::{cpulist, cpulist_of_line};
use sysproc_decode::linux::pid_status::pid_status;

use super::pidfd::{Grip, error, raw};
use super::read;
use crate::sys::linux::state::is_own;
use crate::sys::linux::{ffi, files};
use crate::{Error, Process, Result, System};

/// More processors than any kernel is built for, whose limit is 8,192.
const MOST_CPUS: usize = 1 << 16;
const WORD: usize = c_ulong::BITS as usize;

pub(crate) fn cpu_affinity(process: &Process) -> Result<Vec<usize>> {
    if !is_own(process.system()) {
        return from_status(process);
    }
    let pid = raw(process.pid())?;
    let mut mask: Vec<c_ulong> = vec![0; 1024 / WORD];
    loop {
        match ffi::affinity::get(pid, &mut mask) {
            Ok(()) => return Ok((0..mask.len() * WORD).filter(|cpu| has(&mask, *cpu)).collect()),
            // The kernel's mask is larger.
            Err(Errno::INVAL) if mask.len() * WORD < MOST_CPUS => mask.resize(mask.len() * 2, 0),
            Err(errno) => return Err(error(process.pid(), "sched_getaffinity", errno)),
        }
    }
}

pub(crate) fn set_cpu_affinity(process: &Process, cpus: &[usize]) -> Result<()> {
    let mask = mask_of(process.system(), cpus)?;
    let grip = Grip::on(process, "process::set_cpu_affinity")?;
    match grip.by_number("sched_setaffinity", |pid| ffi::affinity::set(pid, &mask)) {
        Err(Error::InvalidArgument(_)) => {
            let pid = process.pid();
            Err(Error::invalid(format!("process {pid} may run on none of the processors {cpus:?}")))
        }
        done => done,
    }
}

/// The list of a process that the caller cannot ask about by its number.
fn from_status(process: &Process) -> Result<Vec<usize>> {
    let status = read::read(process, "status")?;
    let cpus = pid_status(&status).cpus_allowed_list.and_then(cpulist_of_line);
    let cpus = cpus.ok_or_else(|| read::malformed(process.system(), process.pid(), "status"))?;
    Ok(cpus.into_iter().filter_map(|cpu| cpu.try_into().ok()).collect())
}

/// A mask of processors that are all there: the kernel itself would leave the others out without a word.
fn mask_of(system: &System, cpus: &[usize]) -> Result<Vec<c_ulong>> {
    let largest = cpus.iter().max().ok_or_else(|| Error::invalid("no processor is named"))?;
    let online = files::read(&system.roots().sys.join("devices/system/cpu/online")).ok();
    let online = online.and_then(|list| cpulist(&list));
    let is_there = |cpu: usize| match &online {
        Some(online) => online.iter().any(|one| usize::try_from(*one) == Ok(cpu)),
        None => cpu < MOST_CPUS,
    };
    if let Some(absent) = cpus.iter().find(|cpu| !is_there(**cpu)) {
        return Err(Error::invalid(format!("there is no processor {absent}")));
    }
    let mut mask = vec![0; largest / WORD + 1];
    for cpu in cpus {
        if let Some(word) = mask.get_mut(cpu / WORD) {
            *word |= 1 << (cpu % WORD);
        }
    }
    Ok(mask)
}

fn has(mask: &[c_ulong], cpu: usize) -> bool {
    mask.get(cpu / WORD).is_some_and(|word| word >> (cpu % WORD) & 1 == 1)
}
