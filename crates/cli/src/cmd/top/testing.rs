//! What the tests of the state and of the drawing have in common: a made-up machine.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::json;
use sysproc::process::Snapshot;

use super::moment::Moment;
use super::state::{Settings, State};
use super::theme::Theme;
use super::view::View;
use crate::columns;
use crate::columns::{Facts, Rates};
use crate::processes::Key;
use crate::render::Units;

/// A process that all is known of that the default columns and a few more need.
pub(super) fn process(pid: u32, ppid: u32, name: &str, rss: u64) -> Snapshot {
    let snapshot = json!({
        "pid": pid, "start": u64::from(pid) * 100, "ppid": ppid, "name": name, "cmdline": [format!("/bin/{name}"), "-x"],
        "username": "root", "uids": {"real": 0, "effective": 0, "saved": 0}, "status": "sleeping", "nice": 0,
        "cpu_affinity": [0, 1, 3],
        "cpu_times": {"user": 1.0, "system": 0.5, "children_user": 0.0, "children_system": 0.0, "iowait": null},
        "memory_info": {"rss": rss, "vms": rss, "extra": "none"}, "create_time": 1_700_000_000.0,
    });
    serde_json::from_value(snapshot).unwrap()
}

/// A process with this user and command line, written as JSON has them: `\\xff` is a byte that is not UTF-8.
pub(super) fn called(pid: u32, text: &str) -> Snapshot {
    let mut process = process(pid, 1, "", 1 << 20);
    let named = json!({"pid": pid, "start": 0, "username": text, "cmdline": [text, "LAST"]});
    let named: Snapshot = serde_json::from_value(named).unwrap();
    (process.username, process.cmdline) = (named.username, named.cmdline);
    process
}

/// A moment with these processes and how busy each is.
pub(super) fn moment(processes: impl IntoIterator<Item = (Snapshot, f64)>) -> Moment {
    let mut moment = Moment { facts: Facts { memory: Some(1 << 30), ..Facts::default() }, ..Moment::default() };
    let mut rates = std::collections::HashMap::new();
    for (process, cpu) in processes {
        rates.insert(process.pid, Rates { cpu: Some(cpu), ..Rates::default() });
        moment.snapshots.push(process);
    }
    moment.facts.rates = Some(rates);
    moment
}

/// init, a server with two workers, and a shell; the second worker is the busiest.
pub(super) fn usual() -> Moment {
    moment([
        (process(1, 0, "init", 10 << 20), 0.0),
        (process(700, 1, "server", 50 << 20), 5.0),
        (process(711, 700, "worker", 40 << 20), 20.0),
        (process(712, 700, "worker", 30 << 20), 95.0),
        (process(4711, 1, "shell", 5 << 20), 0.0),
    ])
}

pub(super) fn state() -> State {
    let settings = Settings { units: Units::Human, read_only: None, ancestors: vec![4711] };
    let view = View {
        columns: columns::by_names(super::SHOWN),
        sort: columns::by_names(&super::SORTED_BY).into_iter().map(Key::descending).collect(),
        tree: false,
        folded: HashSet::new(),
        only: Vec::new(),
        filter: None,
        searches: false,
        me: None,
    };
    let mut state = State::new(settings, Theme::default(), Duration::from_millis(1500), view);
    state.show(usual());
    state.arrange();
    state
}

/// The pids in the order of the table.
pub(super) fn pids(state: &State) -> Vec<u32> {
    (0..state.rows.len()).filter_map(|row| state.process(row)).map(|process| process.pid).collect()
}
