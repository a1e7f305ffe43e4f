//! The processors that a process may run on.

use core::ffi::c_ulong;

use rustix::io::Errno;
use sysproc_decode::linux::cpulist::{cpulist, cpulist_of_line};
use sysproc_decode::linux::pid_status::pid_status;

use super::pidfd::{Grip, error, raw};
use super::read;
use crate::sys::linux::state::is_own;
use crate::sys::linux::{ffi, files};
use crate::{Error, Process, Result};

/// More processors than any kernel is built for, whose limit is 8,192.
const MOST_CPUS: usize = 1 << 16;
const WORD: usize = c_ulong::BITS as usize;

pub(crate) fn cpu_affinity(process: &Process) -> Result<Vec<usize>> {
    if !is_own(process.system()) {
        return from_status(process);
    }
    let pid = raw(process.pid())?;
    let mask = whole_mask(|mask| ffi::affinity::get(pid, mask));
    let mask = mask.map_err(|errno| error(process.pid(), "sched_getaffinity", errno))?;
    Ok(cpus_in(&mask).collect())
}

/// Asks with larger and larger masks, since the kernel refuses one that is smaller than its own.
fn whole_mask(
    mut get: impl FnMut(&mut [c_ulong]) -> std::result::Result<(), Errno>,
) -> std::result::Result<Vec<c_ulong>, Errno> {
    let mut mask = vec![0; 1024 / WORD];
    loop {
        match get(&mut mask) {
            Err(Errno::INVAL) if mask.len() * WORD < MOST_CPUS => mask.resize(mask.len() * 2, 0),
            Err(errno) => return Err(errno),
            Ok(()) => return Ok(mask),
        }
    }
}

pub(crate) fn set_cpu_affinity(process: &Process, cpus: &[usize]) -> Result<()> {
    let mask = mask_of(process, cpus)?;
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

/// A mask of processors that are all there: the kernel itself would leave the others out without a word. What lists them
/// may be a container's, whose processes have others: those that the process may run on are there too.
fn mask_of(process: &Process, cpus: &[usize]) -> Result<Vec<c_ulong>> {
    let largest = cpus.iter().max().ok_or_else(|| Error::invalid("no processor is named"))?;
    let online = files::read(&process.system().roots().sys.join("devices/system/cpu/online")).ok();
    let online = online.and_then(|list| cpulist(&list));
    let is_there = |cpu: usize| match &online {
        Some(online) => online.iter().any(|one| usize::try_from(*one) == Ok(cpu)),
        None => cpu < MOST_CPUS,
    };
    let mut others = cpus.iter().filter(|cpu| !is_there(**cpu)).peekable();
    if others.peek().is_some() {
        let allowed = cpu_affinity(process).unwrap_or_default();
        if let Some(absent) = others.find(|cpu| !allowed.contains(cpu)) {
            return Err(Error::invalid(format!("there is no processor {absent}")));
        }
    }
    let mut mask = vec![0; largest / WORD + 1];
    for cpu in cpus {
        if let Some(word) = mask.get_mut(cpu / WORD) {
            *word |= 1 << (cpu % WORD);
        }
    }
    Ok(mask)
}

/// The processors whose bits are set.
fn cpus_in(mask: &[c_ulong]) -> impl Iterator<Item = usize> {
    let words = mask.iter().enumerate().filter(|(_, word)| **word != 0);
    words.flat_map(|(index, word)| (0..WORD).filter(move |bit| word >> bit & 1 == 1).map(move |bit| index * WORD + bit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kernel_for_more_processors_than_the_first_mask_has() {
        let kernel_for = |cpus: usize| {
            whole_mask(move |mask| {
                if mask.len() * WORD < cpus {
                    return Err(Errno::INVAL);
                }
                mask[(cpus - 1) / WORD] = 1 << ((cpus - 1) % WORD);
                Ok(())
            })
        };
        for cpus in [2, 1024, 1025, 8192] {
            assert_eq!(cpus_in(&kernel_for(cpus).unwrap()).collect::<Vec<_>>(), [cpus - 1]);
        }
        assert_eq!(kernel_for(MOST_CPUS * 2), Err(Errno::INVAL), "but not for ever");
    }
}
