//! Sensors: most machines that run tests have none, so these are made.

use std::time::Duration;

use sysproc::sensors::{Battery, Fan, Temperature, TimeLeft};
use sysproc::{Error, System};

use crate::support::Tree;

/// Writes `name=content` files into a folder below the tree.
fn files(tree: &Tree, folder: &str, files: &[(&str, &str)]) {
    for (name, content) in files {
        tree.file(&format!("{folder}/{name}"), format!("{content}\n"));
    }
}

fn hwmon(tree: &Tree, number: u32, contents: &[(&str, &str)]) {
    files(tree, &format!("sys/class/hwmon/hwmon{number}"), contents);
}

fn supply(tree: &Tree, name: &str, contents: &[(&str, &str)]) {
    files(tree, &format!("sys/class/power_supply/{name}"), contents);
}

fn temperature(label: &str, current: f64, high: Option<f64>, critical: Option<f64>) -> Temperature {
    Temperature { label: label.into(), current, high, critical }
}

fn temperatures(tree: &Tree) -> Vec<(String, Vec<Temperature>)> {
    tree.system().temperatures().unwrap().into_iter().collect()
}

#[test]
fn temperatures_of_chips() {
    let tree = Tree::new();
    let core = [
        ("name", "coretemp"),
        ("temp2_input", "45000"),
        ("temp2_label", "Core 0"),
        ("temp2_max", "82000"),
        ("temp2_crit", "100000"),
        ("temp10_input", "46500"),
        ("temp10_label", "Core 8"),
    ];
    hwmon(&tree, 3, &core);
    hwmon(&tree, 0, &[("name", "nvme"), ("temp1_input", "-5250"), ("temp1_crit", "84850")]);
    hwmon(&tree, 12, &[("name", "nvme"), ("temp1_input", "38000")]);
    hwmon(&tree, 2, &[("name", "fans only"), ("fan1_input", "1200")]);
    let expected = [
        (
            "coretemp".to_owned(),
            vec![temperature("Core 0", 45.0, Some(82.0), Some(100.0)), temperature("Core 8", 46.5, None, None)],
        ),
        ("nvme".to_owned(), vec![temperature("", -5.25, None, Some(84.85)), temperature("", 38.0, None, None)]),
    ];
    assert_eq!(temperatures(&tree), expected);
}

#[test]
fn a_broken_sensor_hides_no_other() {
    let tree = Tree::new();
    let class = "sys/class/hwmon/hwmon0";
    hwmon(&tree, 0, &[("name", "chip"), ("temp4_input", "garbage"), ("temp5_input", ""), ("temp9_input", "40000")]);
    // Read at its begin, the memory of this process gives EIO.
    tree.link(&format!("{class}/temp1_input"), "/proc/self/mem");
    tree.link(&format!("{class}/temp9_crit"), "/proc/self/mem");
    tree.link(&format!("{class}/temp9_label"), "/proc/self/mem");
    tree.link(&format!("{class}/temp2_input"), "/nonexistent");
    std::fs::create_dir(tree.path().join(class).join("temp3_input")).unwrap();
    // No sensor is connected, or no limit is set: the kernel's THERMAL_TEMP_INVALID.
    hwmon(&tree, 0, &[("temp6_input", "127500"), ("temp6_fault", "1"), ("temp7_input", "-274000")]);
    hwmon(&tree, 0, &[("temp9_fault", "0"), ("temp9_max", "-274000")]);
    assert_eq!(std::fs::read(tree.path().join(class).join("temp1_input")).unwrap_err().raw_os_error(), Some(5));
    assert_eq!(temperatures(&tree), [("chip".to_owned(), vec![temperature("", 40.0, None, None)])]);
}

#[test]
fn files_of_old_drivers_are_with_the_device() {
    let tree = Tree::new();
    files(
        &tree,
        "sys/class/hwmon/hwmon0/device",
        &[("name", "w83627hf"), ("temp1_input", "35000"), ("fan2_input", "900")],
    );
    // A chip with files of its own does not have those of its device again.
    hwmon(&tree, 1, &[("name", "new"), ("temp1_input", "36000")]);
    files(&tree, "sys/class/hwmon/hwmon1/device", &[("temp1_input", "36000")]);
    hwmon(&tree, 2, &[("temp1_input", "37000")]);
    let expected = [("hwmon2", 37.0), ("new", 36.0), ("w83627hf", 35.0)]
        .map(|(name, current)| (name.to_owned(), vec![temperature("", current, None, None)]));
    assert_eq!(temperatures(&tree), expected);
    let fans = tree.system().fans().unwrap();
    assert_eq!(fans["w83627hf"], [Fan { label: String::new(), rpm: 900 }]);
}

#[test]
fn thermal_zones_where_no_chip_has_a_temperature() {
    let tree = Tree::new();
    let zone = [
        ("type", "acpitz"),
        ("temp", "37500"),
        ("trip_point_0_type", "passive"),
        ("trip_point_0_temp", "80000"),
        ("trip_point_1_type", "critical"),
        ("trip_point_1_temp", "100000"),
        ("trip_point_2_type", "hot"),
        ("trip_point_2_temp", "90000"),
    ];
    files(&tree, "sys/class/thermal/thermal_zone0", &zone);
    files(&tree, "sys/class/thermal/thermal_zone1", &[("type", "broken")]);
    files(&tree, "sys/class/thermal/thermal_zone2", &[("temp", "50000")]);
    files(&tree, "sys/class/thermal/cooling_device0", &[("type", "Fan"), ("temp", "1")]);
    hwmon(&tree, 0, &[("name", "fans only"), ("fan1_input", "1200")]);
    let expected = [
        ("acpitz".to_owned(), vec![temperature("", 37.5, Some(90.0), Some(100.0))]),
        ("thermal_zone2".to_owned(), vec![temperature("", 50.0, None, None)]),
    ];
    assert_eq!(temperatures(&tree), expected);

    hwmon(&tree, 1, &[("name", "acpitz"), ("temp1_input", "38000")]);
    assert_eq!(temperatures(&tree), [("acpitz".to_owned(), vec![temperature("", 38.0, None, None)])]);
}

#[test]
fn fans_of_chips() {
    let tree = Tree::new();
    let chip = [
        ("name", "thinkpad"),
        ("fan1_input", "3210"),
        ("fan1_label", "CPU \u{b0}"),
        ("fan2_input", "0"),
        ("fan3_input", "-1"),
        ("fan4_input", "65535"),
        ("fan4_fault", "1"),
    ];
    hwmon(&tree, 0, &chip);
    let fans = tree.system().fans().unwrap();
    let expected = [Fan { label: "CPU \u{b0}".into(), rpm: 3210 }, Fan { label: String::new(), rpm: 0 }];
    assert_eq!(fans.into_iter().collect::<Vec<_>>(), [("thinkpad".to_owned(), expected.to_vec())]);
}

#[test]
fn a_label_that_is_not_unicode() {
    let tree = Tree::new();
    hwmon(&tree, 0, &[("name", "chip"), ("temp1_input", "1000")]);
    tree.file("sys/class/hwmon/hwmon0/temp1_label", b"CPU \xb0C\n");
    assert_eq!(temperatures(&tree)[0].1[0].label, "CPU \u{fffd}C");
}

fn battery(tree: &Tree) -> Option<Battery> {
    tree.system().battery().unwrap()
}

fn seconds(seconds: u64) -> TimeLeft {
    TimeLeft::Known(Duration::from_secs(seconds))
}

#[test]
fn a_battery_that_is_being_emptied() {
    let tree = Tree::new();
    let full = [("type", "Battery"), ("present", "1"), ("status", "Discharging"), ("capacity", "49")];
    supply(&tree, "CMB1", &full);
    supply(&tree, "CMB1", &[("energy_now", "25000000"), ("energy_full", "50100000"), ("power_now", "10000000")]);
    supply(&tree, "ADP1", &[("type", "Mains"), ("online", "0")]);
    let found = battery(&tree).unwrap();
    assert!((found.percent - 49.9002).abs() < 0.0001, "{found:?}");
    assert_eq!((found.time_left, found.power_plugged), (seconds(9000), Some(false)));
    // It need not have an adapter that tells.
    std::fs::remove_dir_all(tree.path().join("sys/class/power_supply/ADP1")).unwrap();
    assert_eq!(battery(&tree), Some(found));
}

#[test]
fn charge_goes_with_current_and_energy_with_power() {
    let tree = Tree::new();
    supply(&tree, "BAT0", &[("type", "Battery"), ("status", "Discharging"), ("charge_full", "4000000")]);
    // Some drivers give a negative current while it flows out.
    supply(&tree, "BAT0", &[("charge_now", "3000000"), ("current_now", "-1500000")]);
    let expected = Battery { percent: 75.0, time_left: seconds(7200), power_plugged: Some(false) };
    assert_eq!(battery(&tree), Some(expected));
    // Energy and a current make no time.
    let tree = Tree::new();
    supply(&tree, "BAT0", &[("type", "Battery"), ("status", "Discharging"), ("energy_full", "4000000")]);
    supply(&tree, "BAT0", &[("energy_now", "3000000"), ("current_now", "1500000")]);
    assert_eq!(battery(&tree).unwrap().time_left, TimeLeft::Unknown);
    // The battery's own reckoning, in seconds.
    supply(&tree, "BAT0", &[("time_to_empty_now", "5400")]);
    assert_eq!(battery(&tree).unwrap().time_left, seconds(5400));
}

#[test]
fn numbers_that_cannot_be() {
    let tree = Tree::new();
    supply(&tree, "BAT0", &[("type", "Battery"), ("status", "Discharging"), ("energy_now", "5"), ("energy_full", "0")]);
    assert_eq!(battery(&tree), None, "no charge is told");
    supply(&tree, "BAT0", &[("capacity", "101")]);
    assert_eq!(battery(&tree), None);
    supply(&tree, "BAT0", &[("capacity", "12"), ("power_now", "0")]);
    let expected = Battery { percent: 12.0, time_left: TimeLeft::Unknown, power_plugged: Some(false) };
    assert_eq!(battery(&tree), Some(expected));
    // An old battery holds more than it remembers.
    supply(&tree, "BAT0", &[("energy_full", "4"), ("power_now", "1")]);
    let found = battery(&tree).unwrap();
    assert_eq!((found.percent, found.time_left), (100.0, seconds(5 * 3600)));
    supply(&tree, "BAT0", &[("energy_now", "-9"), ("power_now", "99999999999999999999")]);
    assert_eq!(battery(&tree), Some(expected));
}

#[test]
fn external_power_under_any_name() {
    let cases = [
        (("ACAD", "Mains", "1"), "Not charging", Some(true)),
        (("usb", "USB", "1"), "Discharging", Some(true)),
        (("pd", "USB_PD", "2"), "Unknown", Some(true)),
        (("wls", "Wireless", "0"), "Not charging", Some(false)),
        (("AC", "Mains", "0"), "Charging", Some(true)),
        (("AC", "Mains", "0"), "Full", Some(false)),
        (("AC", "Mains", "garbage"), "Full", Some(true)),
        (("AC", "Mains", "garbage"), "Not charging", None),
        (("ups", "UPS", "1"), "Discharging", Some(false)),
    ];
    for ((name, kind, online), status, plugged) in cases {
        let tree = Tree::new();
        supply(&tree, "BAT0", &[("type", "Battery"), ("capacity", "80"), ("status", status)]);
        supply(&tree, name, &[("type", kind), ("online", online)]);
        let found = battery(&tree).unwrap();
        assert_eq!(found.power_plugged, plugged, "{name} {status}");
        assert_eq!(found.time_left == TimeLeft::Unlimited, plugged == Some(true), "{name} {status}");
    }
}

#[test]
fn one_adapter_of_several_is_enough() {
    let tree = Tree::new();
    supply(&tree, "BAT0", &[("type", "Battery"), ("capacity", "80"), ("status", "Not charging")]);
    supply(&tree, "AC", &[("type", "Mains"), ("online", "0")]);
    supply(&tree, "ucsi", &[("type", "USB"), ("online", "1")]);
    supply(&tree, "zzz", &[("type", "USB"), ("online", "0")]);
    assert_eq!(battery(&tree).unwrap().power_plugged, Some(true));
}

#[test]
fn which_battery_is_meant() {
    let tree = Tree::new();
    supply(&tree, "BAT0", &[("type", "Battery"), ("present", "0"), ("capacity", "1")]);
    supply(&tree, "BAT1", &[("type", "Battery"), ("present", "1"), ("capacity", "60")]);
    supply(&tree, "BAT2", &[("type", "Battery"), ("present", "1"), ("capacity", "70")]);
    supply(&tree, "A-mouse", &[("type", "Battery"), ("scope", "Device"), ("capacity", "5")]);
    assert_eq!(battery(&tree).unwrap().percent, 60.0);

    let tree = Tree::new();
    supply(&tree, "hid-mouse", &[("type", "Battery"), ("scope", "Device"), ("capacity", "5")]);
    supply(&tree, "AC", &[("type", "Mains"), ("online", "1")]);
    assert_eq!(battery(&tree), None);
}

#[cfg(feature = "serde")]
#[test]
fn a_battery_written_and_read_back() {
    for (time_left, written) in [
        (seconds(90), r#"{"known":90.0}"#),
        (TimeLeft::Unlimited, r#""unlimited""#),
        (TimeLeft::Unknown, r#""unknown""#),
    ] {
        let battery = Battery { percent: 50.5, time_left, power_plugged: None };
        let json = serde_json::to_string(&battery).unwrap();
        assert_eq!(json, format!(r#"{{"percent":50.5,"time_left":{written},"power_plugged":null}}"#));
        assert_eq!(serde_json::from_str::<Battery>(&json).unwrap(), battery);
    }
}

#[test]
fn a_machine_without_sensors() {
    let system = Tree::new().system();
    assert!(system.temperatures().unwrap().is_empty());
    assert!(system.fans().unwrap().is_empty());
    assert_eq!(system.battery().unwrap(), None);
}

#[test]
fn what_this_machine_has() {
    let system = System::default();
    let readable = |pattern: &str| {
        let script = format!("cat {pattern} 2>/dev/null | wc -l");
        crate::support::output("sh", &["-c", &script]).trim().parse::<usize>().unwrap()
    };
    let chips =
        readable("/sys/class/hwmon/hwmon*/temp*_input") + readable("/sys/class/hwmon/hwmon*/device/temp*_input");
    let zones = readable("/sys/class/thermal/thermal_zone*/temp");
    let found: usize = system.temperatures().unwrap().values().map(Vec::len).sum();
    assert!(found <= chips.max(zones) && (found > 0 || chips == 0), "{found} of {chips}, {zones}");
    let fans = readable("/sys/class/hwmon/hwmon*/fan*_input") + readable("/sys/class/hwmon/hwmon*/device/fan*_input");
    assert!(system.fans().unwrap().values().map(Vec::len).sum::<usize>() <= fans);
    let found = system.battery().unwrap();
    assert!(found.is_none_or(|battery| (0.0..=100.0).contains(&battery.percent)));
    assert!(found.is_none() || readable("/sys/class/power_supply/*/type") > 0);
}

/// Out of descriptors, a machine looks as if it had nothing: that must be an error. The limit is one of the whole process,
/// so another process of this same test has it.
#[test]
fn out_of_descriptors_is_an_error() {
    const CHILD: &str = "SYSPROC_TEST_WITHOUT_DESCRIPTORS";
    if std::env::var_os(CHILD).is_none() {
        let test = "sensors::out_of_descriptors_is_an_error";
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        let done = child.args(["--exact", test, "--test-threads=1"]).env(CHILD, "1").output().unwrap();
        let printed = String::from_utf8_lossy(&done.stdout);
        assert!(done.status.success() && printed.contains("1 passed"), "{printed}");
        return;
    }
    let tree = Tree::new();
    hwmon(&tree, 0, &[("name", "chip"), ("temp1_input", "40000"), ("fan1_input", "1000")]);
    supply(&tree, "BAT0", &[("type", "Battery"), ("capacity", "80")]);
    let system = tree.system();
    assert!(system.battery().unwrap().is_some());
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    let none = rustix::process::Rlimit { current: Some(0), ..limit };
    rustix::process::setrlimit(rustix::process::Resource::Nofile, none).unwrap();
    let answers = [
        system.temperatures().map(|_| ()),
        system.fans().map(|_| ()),
        system.battery().map(|_| ()),
        system.cpu_freq_per_cpu().map(|_| ()),
        system.virtual_memory().map(|_| ()),
    ];
    rustix::process::setrlimit(rustix::process::Resource::Nofile, limit).unwrap();
    let emfile = |e: &std::io::Error| e.raw_os_error() == Some(24);
    for answer in answers {
        assert!(matches!(&answer, Err(Error::System { source, .. }) if emfile(source)), "{answer:?}");
    }
}
