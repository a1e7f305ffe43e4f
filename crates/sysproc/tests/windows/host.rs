//! The host.

use std::time::SystemTime;

use sysproc::{Error, System};

#[test]
fn boot_time_is_stable_and_past() {
    let system = System::default();
    let first = system.boot_time().unwrap();
    assert_eq!(system.boot_time().unwrap(), first);
    // Wine's boot time is when its server was started; its uptime is the host's.
    assert!(first < SystemTime::now());
    assert!(!system.uptime().unwrap().is_zero());
}

#[test]
fn names() {
    let info = System::default().host_info().unwrap();
    assert!(info.hostname.eq_ignore_ascii_case(std::env::var("COMPUTERNAME").unwrap()), "{info:?}");
    assert_eq!(info.arch.unwrap(), std::env::var("PROCESSOR_ARCHITECTURE").unwrap());
    assert!(info.kernel.starts_with("Windows NT 10.0."));
    assert!(info.os.unwrap().contains("indows"));
}

#[test]
fn who_is_logged_in() {
    let users = System::default().users().unwrap();
    let me = std::env::var("USERNAME").unwrap();
    let mine = users.iter().find(|user| user.name == me.as_str()).unwrap();
    assert!(mine.terminal.is_none() && mine.pid.is_none());
    assert!(mine.started <= SystemTime::now());
}

#[test]
fn sensors_are_the_battery_alone() {
    let system = System::default();
    // Under Wine that of the host, if it has one.
    if let Some(battery) = system.battery().unwrap() {
        assert!((0.0..=100.0).contains(&battery.percent));
    }
    assert!(matches!(system.temperatures(), Err(Error::Unsupported { .. })));
    assert!(matches!(system.fans(), Err(Error::Unsupported { .. })));
}
