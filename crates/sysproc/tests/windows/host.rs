//! The host.

use std::time::SystemTime;

use sysproc::System;

#[test]
fn boot_time_is_stable_and_past() {
    let system = System::default();
    let first = system.boot_time().unwrap();
    assert_eq!(system.boot_time().unwrap(), first);
    // Wine's boot time is when its server was started; its uptime is the host's.
    assert!(first < SystemTime::now());
    assert!(!system.uptime().unwrap().is_zero());
}
