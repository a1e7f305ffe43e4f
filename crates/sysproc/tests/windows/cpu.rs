//! Processors.

use std::time::Duration;

use sysproc::cpu::CpuTimes;
use sysproc::{Error, System};

use crate::support::in_some_try;

fn all(times: &CpuTimes) -> Duration {
    times.user + times.system + times.idle
}

#[test]
fn counts() {
    let system = System::default();
    let count = system.cpu_count().unwrap();
    let available = std::thread::available_parallelism().unwrap().get();
    assert!(count >= available, "{count} {available}");
    assert!(system.cpu_count_physical().unwrap().is_some_and(|cores| (1..=count).contains(&cores)));
    let topology = system.cpu_topology().unwrap();
    assert_eq!(topology.threads, count);
    assert_eq!(topology.cores, system.cpu_count_physical().unwrap());
    assert!(topology.sockets.is_some_and(|sockets| sockets >= 1));
    assert!(topology.model.is_some_and(|model| !model.is_empty()));
}

#[test]
fn times_add_up_and_grow() {
    // Each number is rounded down to a tick, and Linux takes back some of what Wine's has for idle.
    in_some_try(compare_times);
}

fn compare_times() {
    let system = System::default();
    let first = system.cpu_times().unwrap();
    let each = system.cpu_times_per_cpu().unwrap();
    let last = system.cpu_times().unwrap();
    assert_eq!(each.len(), system.cpu_count().unwrap());
    let sum: Duration = each.iter().map(all).sum();
    assert!(all(&first) <= sum && sum <= all(&last), "{first:?} {sum:?} {last:?}");
    assert!(first.irq.is_some() && first.dpc.is_some() && first.nice.is_none() && first.iowait.is_none());
}

#[test]
fn frequencies_and_events() {
    let system = System::default();
    let frequencies = system.cpu_freq_per_cpu().unwrap();
    assert_eq!(frequencies.len(), system.cpu_count().unwrap());
    assert!(frequencies.iter().all(|f| f.current > 0.0 && f.max.is_some_and(|max| max > 0.0) && f.min.is_none()));
    // All threads of Wine are in one state, which is not that of those that wait for a processor.
    assert!(system.queued_threads().unwrap() < 10_000);
    assert!(matches!(system.load_average(), Err(Error::Unsupported { .. })), "of what was before, nothing is kept");
    // Wine counts neither switches nor calls.
    let stats = system.cpu_stats().unwrap();
    assert!(stats.soft_interrupts.is_none() && stats.syscalls.is_some());
}
