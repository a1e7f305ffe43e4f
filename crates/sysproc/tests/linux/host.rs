//! The host and who is logged in, held against `uname`, a shell, the clocks, `who`, and records that are made.

use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::process::Command;
use std::time::{Duration, SystemTime};

use rustix::time::{ClockId, clock_gettime};
use sysproc::host::User;
use sysproc::{Error, Process, System};

use crate::support::{Kid, Tree, again, in_some_try, output};

#[test]
fn names_are_those_of_uname_and_of_a_shell() {
    let info = System::default().host_info().unwrap();
    let uname = |option| output("uname", &[option]).trim_end().to_owned();
    assert_eq!(info.hostname, OsString::from(uname("-n")));
    assert_eq!(info.kernel, format!("{} {}", uname("-s"), uname("-r")));
    assert_eq!(info.arch, Some(uname("-m")));
    let read =
        "for f in /etc/os-release /usr/lib/os-release; do [ -e $f ] && . $f && break; done; echo \"$PRETTY_NAME\"";
    assert_eq!(info.os.unwrap_or_default(), output("sh", &["-c", read]).trim_end());
}

#[test]
fn names_of_another_machine_are_in_its_files() {
    let tree = Tree::new();
    assert!(matches!(tree.system().host_info(), Err(Error::System { .. })));
    tree.file("proc/sys/kernel/hostname", b"odd \xff\n").file("proc/sys/kernel/ostype", "Linux\n");
    tree.file("proc/sys/kernel/osrelease", "2.6.32-5-amd64\n");
    let info = tree.system().host_info().unwrap();
    assert_eq!((info.hostname.as_bytes(), &*info.kernel), (b"odd \xff".as_slice(), "Linux 2.6.32-5-amd64"));
    assert_eq!((info.os, info.arch), (None, None), "nothing is made up");
    tree.file("proc/sys/kernel/arch", "riscv64\n").file("usr/lib/os-release", "NAME=\"Vendor\"\nVERSION='1 (a)'\n");
    let info = tree.system().host_info().unwrap();
    assert_eq!((info.os.as_deref(), info.arch.as_deref()), (Some("Vendor 1 (a)"), Some("riscv64")));
    tree.file("etc/os-release", "PRETTY_NAME=\"Own \\\"name\\\"\"\nNAME=x\n");
    assert_eq!(tree.system().host_info().unwrap().os.as_deref(), Some("Own \"name\""));
    tree.file("etc/os-release", b"PRETTY_NAME=\xff\nNAME=x\n");
    assert_eq!(tree.system().host_info().unwrap().os.as_deref(), Some("x"));
}

fn since_boot() -> Duration {
    clock_gettime(ClockId::Boottime).try_into().unwrap()
}

#[test]
fn uptime_is_that_of_the_clock() {
    let before = since_boot();
    let uptime = System::default().uptime().unwrap();
    // The file has hundredths of a second.
    assert!(before.saturating_sub(Duration::from_millis(10)) <= uptime && uptime <= since_boot());
}

#[test]
fn the_machine_was_booted_as_long_ago_as_it_is_up() {
    let second = Duration::from_secs(1);
    let up = since_boot();
    let boot = System::default().boot_time().unwrap();
    let (earliest, latest) = (SystemTime::now() - since_boot() - second, SystemTime::now() - up + second);
    assert!(earliest <= boot && boot <= latest, "{earliest:?} <= {boot:?} <= {latest:?}");
}

/// Runs a program in a time namespace whose clock since boot is ahead by these nanoseconds.
const AHEAD: &str = "\
import ctypes, os, sys
assert ctypes.CDLL(None).unshare(0x80) == 0, 'CLONE_NEWTIME'
with open('/proc/self/timens_offsets', 'w') as offsets:
    offsets.write('boottime 0 ' + sys.argv[1])
sys.exit(os.spawnv(os.P_WAIT, sys.argv[2], sys.argv[2:]))
";

/// A machine booted just behind a full second: two looks at its clocks, a moment apart, are in different ones.
#[test]
fn root_the_second_of_boot_is_certain_however_near_a_full_one_it_is() {
    let ahead =
        (0..1000).map(|_| (SystemTime::now() - since_boot()).duration_since(SystemTime::UNIX_EPOCH).unwrap()).max();
    let ahead = ahead.unwrap().subsec_nanos().to_string();
    let name = "host::root_the_second_of_boot_is_certain_however_near_a_full_one_it_is";
    again(&["python3", "-c", AHEAD, &ahead], name, || {
        let stat = std::fs::read_to_string("/proc/stat").unwrap();
        let btime = stat.lines().find_map(|line| line.strip_prefix("btime ")).unwrap().parse().unwrap();
        let process = Process::current().unwrap();
        let started = Duration::from_millis(process.start_time().0 * 10);
        for _ in 0..1000 {
            let boot = process.create_time().unwrap() - started;
            assert_eq!(boot, SystemTime::UNIX_EPOCH + Duration::from_secs(btime));
        }
    });
}

#[test]
fn boot_and_uptime_of_a_tree() {
    let tree = Tree::new();
    for error in [tree.system().boot_time().unwrap_err(), tree.system().uptime().unwrap_err()] {
        assert!(matches!(&error, Error::System { source, .. } if source.kind() == ErrorKind::NotFound), "{error}");
    }
    tree.file("proc/stat", "cpu 1 2 3 4\nbtime 1700000000\n").file("proc/uptime", "12.34 56.78\n");
    assert_eq!(tree.system().boot_time().unwrap(), SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    assert_eq!(tree.system().uptime().unwrap(), Duration::from_millis(12_340));
    tree.file("proc/stat", "cpu 1 2 3 4\nbtime x\n").file("proc/uptime", "12.3");
    for error in [tree.system().boot_time().unwrap_err(), tree.system().uptime().unwrap_err()] {
        assert!(matches!(&error, Error::System { source, .. } if source.kind() == ErrorKind::InvalidData), "{error}");
    }
}

const LOGIN: i16 = 6;
const USER: i16 = 7;
const DEAD: i16 = 8;

/// The width of a record's times, in bytes.
#[derive(Clone, Copy)]
struct TimeOf(usize);

/// A record of `utmp` of this machine's byte order, as `utmp(5)` lays it out.
fn record(TimeOf(width): TimeOf, kind: i16, pid: i32, [line, user, host]: [&str; 3], seconds: u32) -> Vec<u8> {
    let field = |text: &str, size: usize| [text.as_bytes(), &vec![0; size - text.len()]].concat();
    let number =
        |number: u64| if width == 4 { (number as u32).to_ne_bytes().to_vec() } else { number.to_ne_bytes().to_vec() };
    let parts = [
        [kind.to_ne_bytes().as_slice(), &[0; 2], &pid.to_ne_bytes()].concat(),
        field(line, 32),
        field("id", 4),
        field(user, 32),
        field(host, 256),
        // How it ended, and the session.
        vec![0; 4],
        number(pid.unsigned_abs().into()),
        number(seconds.into()),
        number(654_321),
        // The address, and what is reserved.
        vec![0; 16 + 20],
    ];
    let mut record = parts.concat();
    record.resize(record.len().next_multiple_of(width), 0);
    record
}

fn table(width: usize) -> Vec<u8> {
    let time = TimeOf(width);
    let records = [
        record(time, 2, 0, ["~", "reboot", "6.18.44"], 1_700_000_000),
        record(time, LOGIN, 5, ["tty1", "LOGIN", ""], 1_700_000_001),
        record(time, USER, 7, ["pts/0", "alice", "192.0.2.7"], 1_700_000_002),
        record(time, DEAD, 8, ["pts/1", "gone", ""], 1_700_000_003),
        record(time, USER, 0, ["", "bob", ""], u32::MAX),
        record(time, USER, 9, ["pts/2", "", ""], 1_700_000_004),
    ];
    records.concat()
}

fn user(name: &str, terminal: Option<&str>, host: Option<&str>, microseconds: u64, pid: Option<u32>) -> User {
    let started = SystemTime::UNIX_EPOCH + Duration::from_micros(microseconds);
    User { name: name.into(), terminal: terminal.map(Into::into), host: host.map(Into::into), started, pid }
}

#[test]
fn users_of_records_of_either_width() {
    let alice = user("alice", Some("pts/0"), Some("192.0.2.7"), 1_700_000_002_654_321, Some(7));
    let bob = user("bob", None, None, u64::from(u32::MAX) * 1_000_000 + 654_321, None);
    for width in [4, 8] {
        let table = table(width);
        assert_eq!(table.len(), 6 * if width == 4 { 384 } else { 400 });
        let tree = Tree::new();
        let system = tree.file("run/utmp", &table).system();
        assert_eq!(system.users().unwrap(), [alice.clone(), bob.clone()]);
        tree.file("run/utmp", &table[..table.len() - 9]);
        assert_eq!(system.users().unwrap(), [alice.clone(), bob.clone()], "the last record is still being written");
    }
}

#[test]
fn no_record_of_users_and_one_that_is_none() {
    let tree = Tree::new();
    assert_eq!(tree.system().users().unwrap(), []);
    tree.file("run/utmp", "");
    assert_eq!(tree.system().users().unwrap(), []);
    tree.file("run/utmp", [b'x'; 800]);
    let error = tree.system().users().unwrap_err();
    assert!(matches!(&error, Error::System { source, .. } if source.kind() == ErrorKind::InvalidData), "{error}");
}

#[test]
fn users_of_session_files() {
    let tree = Tree::new();
    let sessions = tree.path().join("run/systemd/sessions");
    let session = |id: &str, lines: &str| {
        tree.file(&format!("run/systemd/sessions/{id}"), format!("# This is private data. Do not parse.\n{lines}"));
    };
    session(
        "2",
        "USER=alice\nCLASS=user\nSTATE=active\nTTY=pts/0\nREMOTE_HOST=192.0.2.7\nLEADER=7\nREALTIME=1700000002654321\n",
    );
    session("c1", "USER=bob\nCLASS=user-early\nSTATE=online\nDISPLAY=:0\nLEADER=6\nREALTIME=1700000001000000\n");
    session("3", "USER=old\nSTATE=active\nLEADER=5\nREALTIME=1700000000000000\n");
    session("4", "USER=gone\nCLASS=user\nSTATE=closing\nLEADER=8\nREALTIME=1700000000000000\n");
    session("5", "USER=gdm\nCLASS=greeter\nSTATE=active\nLEADER=8\nREALTIME=1700000000000000\n");
    session("6", "USER=alice\nCLASS=manager\nSTATE=active\nLEADER=8\nREALTIME=1700000000000000\n");
    session("7", "CLASS=user\nSTATE=active\nREALTIME=1700000000000000\n");
    session("8", "USER=cut\nCLASS=user\nSTATE=active\nREALTIME=17000");
    session(".#9abc", "USER=half\nCLASS=user\nSTATE=active\nREALTIME=1700000000000000\n");
    // Who opens it waits for a writer.
    assert!(Command::new("mkfifo").arg(sessions.join("2.ref")).status().unwrap().success());
    let expected = [
        user("old", None, None, 1_700_000_000_000_000, Some(5)),
        user("bob", Some(":0"), None, 1_700_000_001_000_000, Some(6)),
        user("alice", Some("pts/0"), Some("192.0.2.7"), 1_700_000_002_654_321, Some(7)),
    ];
    assert_eq!(tree.system().users().unwrap(), expected);
    tree.file("run/utmp", table(4));
    let names: Vec<_> = tree.system().users().unwrap().into_iter().map(|user| user.name).collect();
    assert_eq!(names, ["alice", "bob"], "where there is a utmp, it counts");
}

#[test]
fn root_users_are_those_of_who() {
    again(&["unshare", "--mount"], "host::root_users_are_those_of_who", || {
        let kid = Kid::sleeper();
        let alive = kid.pid() as i32;
        let gone = {
            let mut ended = Kid::sleeper();
            ended.0.kill().unwrap();
            ended.0.wait().unwrap();
            ended.pid() as i32
        };
        let time = TimeOf(if cfg!(any(target_arch = "aarch64", target_arch = "riscv64")) { 8 } else { 4 });
        let records = [
            record(time, USER, alive, ["pts/7", "alice", "192.0.2.7"], 1_700_000_000),
            record(time, USER, gone, ["pts/8", "crashed", ""], 1_700_000_000),
            record(time, USER, alive, ["tty9", "bob", ""], 1_700_000_000),
            record(time, DEAD, alive, ["pts/9", "left", ""], 1_700_000_000),
        ];
        assert!(Command::new("mount").args(["-t", "tmpfs", "tmpfs", "/run"]).status().unwrap().success());
        std::fs::write("/run/utmp", records.concat()).unwrap();
        let found = System::default().users().unwrap();
        let ours: Vec<_> =
            found.iter().map(|user| (user.name.as_os_str(), user.terminal.as_deref().unwrap())).collect();
        assert_eq!(ours, [(OsStr::new("alice"), OsStr::new("pts/7")), (OsStr::new("bob"), OsStr::new("tty9"))]);
        assert_eq!(found[0].pid, Some(kid.pid()));
        // With the file named, `who` looks for no processes.
        let who = output("who", &["/run/utmp"]);
        let words = |line: &str| line.split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>();
        let mut theirs: Vec<_> = who.lines().map(words).collect();
        theirs.retain(|words| words[0] != "crashed");
        assert_eq!(theirs, [["alice", "pts/7"], ["bob", "tty9"]]);
    });
}

#[test]
fn whoever_is_logged_in_here_is_there() {
    in_some_try(look_for_users);
}

fn look_for_users() {
    let now = SystemTime::now() + Duration::from_secs(60);
    for user in System::default().users().unwrap() {
        assert!(!user.name.is_empty() && user.started < now, "{user:?}");
        assert!(user.pid.is_none_or(|pid| std::path::Path::new("/proc").join(pid.to_string()).exists()), "{user:?}");
    }
}
