//! The bench's smallest form: that it works, not how long anything takes.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use serde_json::Value;

#[test]
fn each_work_is_done_by_ours_and_by_the_floor() {
    let bench = env!("CARGO_BIN_EXE_sysproc-bench");
    let output = Command::new(bench).args(["--quick", "--json"]).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success());
    let objects: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let works: BTreeSet<&str> = objects.iter().filter_map(|object| object["work"].as_str()).collect();
    assert!(works.len() > 30, "{works:?}");
    for work in works {
        let of = |contender: &str| {
            let found = objects.iter().find(|object| object["work"] == work && object["contender"] == contender);
            found.unwrap_or_else(|| panic!("{work} has no {contender}"))
        };
        for (contender, itself) in [("sysproc", "ratio_to_ours"), ("floor", "ratio_to_floor")] {
            let object = of(contender);
            let of_all = ["list", "held", "pids", "iterate", "names", "connections"];
            let at_least = if of_all.iter().any(|name| work.starts_with(name)) { 50 } else { 1 };
            assert!(object["items"].as_u64() >= Some(at_least), "{object}");
            assert!(object["median_us"].as_f64() >= object["per_item_us"].as_f64(), "{object}");
            assert_eq!(object[itself], 1.0, "{object}");
        }
        assert!(of("sysproc")["ratio_to_floor"].is_number() && of("floor")["ratio_to_ours"].is_number());
    }
}

#[test]
fn a_work_that_there_is_not() {
    let output = Command::new(env!("CARGO_BIN_EXE_sysproc-bench")).args(["--only", "nothing"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("list-memory"));
}
