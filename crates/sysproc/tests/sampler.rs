//! Rates, from samples that are handed in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use sysproc::cpu::CpuTimes;
use sysproc::disk::DiskIo;
use sysproc::net::NetIo;
use sysproc::sampler::{CpuTimesPercent, DiskRates, LoadMonitor, LoadSampler, WrapGuard};

/// Times of Linux, in seconds.
fn times(seconds: [u64; 10]) -> CpuTimes {
    let [user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice] = seconds.map(Duration::from_secs);
    CpuTimes {
        user,
        nice: Some(nice),
        system,
        idle,
        iowait: Some(iowait),
        irq: Some(irq),
        softirq: Some(softirq),
        steal: Some(steal),
        guest: Some(guest),
        guest_nice: Some(guest_nice),
        dpc: None,
    }
}

fn between(before: [u64; 10], now: [u64; 10]) -> CpuTimesPercent {
    CpuTimesPercent::between(&times(before), &times(now))
}

fn near(got: f64, want: f64) -> bool {
    (got - want).abs() < 1e-9
}

/// All but the guests, who are in user and nice.
fn sum(p: &CpuTimesPercent) -> f64 {
    let optional = [p.nice, p.iowait, p.irq, p.softirq, p.steal, p.dpc];
    p.user + p.system + p.idle + optional.into_iter().flatten().sum::<f64>()
}

#[test]
fn interrupts_of_windows_are_counted_once() {
    let of = |user, system, idle, irq, dpc| CpuTimes {
        user: Duration::from_secs(user),
        system: Duration::from_secs(system),
        idle: Duration::from_secs(idle),
        irq: Some(Duration::from_secs(irq)),
        dpc: Some(Duration::from_secs(dpc)),
        ..CpuTimes::default()
    };
    let p = CpuTimesPercent::between(&of(10, 10, 10, 5, 5), &of(30, 50, 50, 15, 25));
    assert!(near(p.user + p.system + p.idle, 100.0) && near(p.busy, 60.0), "{p:?}");
    assert!(near(p.irq.unwrap(), 10.0) && near(p.dpc.unwrap(), 20.0), "{p:?}");
}

#[test]
fn shares_of_the_time_between() {
    let p = between([100; 10], [140, 105, 120, 120, 105, 102, 103, 105, 110, 101]);
    let got = [p.user, p.nice.unwrap(), p.system, p.idle, p.iowait.unwrap(), p.irq.unwrap(), p.softirq.unwrap()];
    for (got, want) in got.into_iter().zip([40.0, 5.0, 20.0, 20.0, 5.0, 2.0, 3.0]) {
        assert!(near(got, want), "{p:?}");
    }
    assert!(near(p.steal.unwrap(), 5.0) && near(p.guest.unwrap(), 10.0) && near(p.guest_nice.unwrap(), 1.0));
    assert_eq!(p.dpc, None);
    assert!(near(sum(&p), 100.0) && near(p.busy, 75.0));
}

#[test]
fn guests_are_not_counted_twice() {
    let p = between([0; 10], [50, 0, 0, 50, 0, 0, 0, 0, 50, 0]);
    assert!(near(p.busy, 50.0) && near(p.user, 50.0) && near(p.guest.unwrap(), 50.0) && near(p.idle, 50.0));
}

#[test]
fn idle_that_runs_backwards() {
    let p = between([100, 0, 0, 1000, 50, 0, 0, 0, 0, 0], [101, 0, 0, 999, 49, 0, 0, 0, 0, 0]);
    assert!(near(p.busy, 100.0) && near(p.user, 100.0) && near(p.idle, 0.0) && near(p.iowait.unwrap(), 0.0));
    let p = between([100; 10], [99; 10]);
    assert!(near(p.busy, 0.0) && near(sum(&p), 0.0), "nothing went on, or all was set back: {p:?}");
}

#[test]
fn no_time_between() {
    let p = between([7; 10], [7; 10]);
    assert_eq!((p.busy, p.idle, p.guest), (0.0, 0.0, Some(0.0)));
}

#[test]
fn fields_that_the_system_lacks() {
    let seconds = Duration::from_secs;
    let before = CpuTimes { user: seconds(1), system: seconds(1), idle: seconds(1), ..CpuTimes::default() };
    let now = CpuTimes { user: seconds(2), system: seconds(2), idle: seconds(3), ..before };
    let p = CpuTimesPercent::between(&before, &now);
    assert!(near(p.user, 25.0) && near(p.system, 25.0) && near(p.idle, 50.0) && near(p.busy, 50.0));
    assert_eq!([p.nice, p.iowait, p.irq, p.softirq, p.steal, p.guest, p.guest_nice, p.dpc], [None; 8]);
}

#[test]
fn whatever_the_counters_do_the_shares_are_possible() {
    let mut state = 1u64;
    let mut next = || {
        // Numbers without a pattern, up to those that a counter can never reach.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if state >> 62 == 0 { u64::MAX >> (state >> 58) } else { state >> 33 }
    };
    for _ in 0..2_000 {
        let [before, now] = [0, 1].map(|_| std::array::from_fn(|_| next()));
        let p = between(before, now);
        let guests = [p.guest, p.guest_nice].map(|share| share.unwrap());
        let rest = [p.busy, p.user, p.system, p.idle, p.nice.unwrap(), p.steal.unwrap(), guests[0], guests[1]];
        assert!(rest.iter().all(|share| (0.0..=100.0).contains(share)), "{p:?}");
        assert!(sum(&p) < 100.0 + 1e-6, "{p:?}");
    }
}

fn sent(bytes: u64, packets: u64) -> NetIo {
    NetIo { bytes_sent: bytes, packets_sent: packets, ..NetIo::default() }
}

type Nics = BTreeMap<&'static str, NetIo>;

#[test]
fn counters_that_restart_go_on_from_where_they_were() {
    let mut guard = WrapGuard::new();
    let mut update = |bytes, packets| guard.update(Nics::from([("eth0", sent(bytes, packets))]))["eth0"];
    assert_eq!(update(100, 10), sent(100, 10));
    assert_eq!(update(150, 12), sent(150, 12));
    assert_eq!(update(20, 13), sent(170, 13), "one restarted, the other did not");
    assert_eq!(update(30, 14), sent(180, 14));
    assert_eq!(update(5, 1), sent(185, 15), "again");
    assert_eq!(update(5, 1), sent(185, 15), "the same number is no restart");
}

#[test]
fn devices_come_and_go() {
    let mut guard = WrapGuard::new();
    guard.update(Nics::from([("eth0", sent(100, 0)), ("usb0", sent(70, 0))]));
    let now = guard.update(Nics::from([("eth0", sent(40, 0)), ("wlan0", sent(5, 0))]));
    assert_eq!(now, Nics::from([("eth0", sent(140, 0)), ("wlan0", sent(5, 0))]));
    // It is another device, or was plugged in anew.
    let now = guard.update(Nics::from([("eth0", sent(40, 0)), ("usb0", sent(10, 0))]));
    assert_eq!(now, Nics::from([("eth0", sent(140, 0)), ("usb0", sent(10, 0))]));
    guard.clear();
    assert_eq!(guard.update(Nics::from([("eth0", sent(40, 0))]))["eth0"], sent(40, 0));
}

#[test]
fn two_guards_do_not_know_of_each_other() {
    let (mut one, mut other) = (WrapGuard::new(), WrapGuard::new());
    let at = |bytes| vec![("eth0", sent(bytes, 0))];
    one.update(at(100));
    assert_eq!(other.update(at(50)), at(50));
    assert_eq!(one.update(at(60)), at(160));
}

#[test]
fn times_and_counts_of_disks() {
    let io = |reads, millis: Option<u64>| DiskIo {
        read_count: reads,
        read_time: millis.map(Duration::from_millis),
        ..DiskIo::default()
    };
    let mut guard = WrapGuard::new();
    guard.update(vec![("sda", io(10, Some(4_294_967_295))), ("sdb", io(1, None))]);
    let now = guard.update(vec![("sda", io(11, Some(5))), ("sdb", io(2, None))]);
    assert_eq!(now, [("sda", io(11, Some(4_294_967_300))), ("sdb", io(2, None))]);
}

#[test]
fn sums_that_do_not_fit_stop_at_the_end() {
    let mut guard = WrapGuard::new();
    let at = |bytes| vec![("eth0", sent(bytes, 0))];
    guard.update(at(u64::MAX));
    assert_eq!(guard.update(at(7)), at(u64::MAX));
}

#[test]
fn rates_of_disks() {
    let second = Duration::from_secs(1);
    let before = DiskIo { write_count: 5, busy_time: Some(second), queue_time: Some(second), ..DiskIo::default() };
    let now = DiskIo {
        write_count: 3,
        read_bytes: 4096,
        busy_time: Some(second * 4),
        queue_time: Some(second * 6),
        read_time: Some(second),
        ..before
    };
    let rates = DiskRates::between(&before, &now, second * 2);
    assert_eq!((rates.read_bytes, rates.writes), (2048.0, 0.0), "what went backwards did nothing");
    assert_eq!((rates.queue, rates.utilization), (Some(2.5), Some(100.0)), "never more than all of the time");
    assert_eq!((rates.read_await, rates.write_await), (None, None), "of no request there is no duration");
    assert_eq!(DiskRates::between(&before, &now, Duration::ZERO), DiskRates::default());
}

/// The averages after samples every so many seconds.
fn load(samples: impl IntoIterator<Item = usize>, apart: u64) -> [f64; 3] {
    let (began, mut sampler) = (Instant::now(), LoadSampler::new());
    for (i, queued) in samples.into_iter().enumerate() {
        sampler.update(began + Duration::from_secs(apart * i as u64), queued);
    }
    let averages = sampler.averages();
    [averages.one, averages.five, averages.fifteen]
}

#[test]
fn load_comes_and_goes_as_the_kernels_that_keep_it_have_it() {
    assert_eq!(load([9], 5), [0.0; 3], "one sample tells nothing of the time before");
    // After a minute of load 1 the averages are 1 - 1/e of it over 1 minute, 1 - 1/e^(1/5), 1 - 1/e^(1/15).
    let risen = load([1; 13], 5);
    let expected = [1.0, 5.0, 15.0].map(|minutes: f64| 1.0 - (-1.0 / minutes).exp());
    assert!(risen.iter().zip(expected).all(|(got, want)| near(*got, want)), "{risen:?} {expected:?}");
    let gone = load([vec![1; 13], vec![0; 12]].concat(), 5);
    let faded = [1.0, 5.0, 15.0].map(|minutes: f64| (1.0 - (-1.0 / minutes).exp()) * (-1.0 / minutes).exp());
    assert!(gone.iter().zip(faded).all(|(got, want)| near(*got, want)), "{gone:?} {faded:?}");
}

#[test]
fn load_is_the_same_however_often_it_is_sampled() {
    let (often, rarely) = (load([3; 61], 1), load([3; 3], 30));
    assert!(often.iter().zip(rarely).all(|(often, rarely)| near(*often, rarely)), "{often:?} {rarely:?}");
    // A clock that stands still changes nothing.
    assert_eq!(load([5; 10], 0), [0.0; 3]);
}

#[test]
fn a_monitor_of_load_begins_at_once_and_at_nothing() {
    let system = sysproc::System::default();
    while system.queued_threads().is_ok() {
        let begun = Instant::now();
        let load = LoadMonitor::start(&system).unwrap().averages();
        // Five seconds later there may be load.
        if begun.elapsed() < Duration::from_secs(4) {
            assert!([load.one, load.five, load.fifteen].iter().all(|average| *average == 0.0));
            break;
        }
    }
}
