//! What a process is called by, where it is, and what it has done: of children that were arranged so, of made trees, and of
//! processes that have no answer.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sysproc::process::{Field, Fields, Status};
use sysproc::{Error, Process, System};

use crate::support::{Kid, STOP, Tree, eventually, is_root, output, unprivileged};

/// The kernel thread that starts the others, where it can be seen.
fn kernel_thread() -> Option<Process> {
    let process = Process::new(2).ok()?;
    (std::fs::read("/proc/2/comm").ok()? == b"kthreadd\n").then_some(process)
}

/// A line of `/proc/PID/stat` with these numbers.
fn stat(pid: u32, tty_nr: i32) -> String {
    format!("{pid} (made) S 1 {pid} {pid} {tty_nr} -1 0 1 2 3 4 5 6 7 8 20 0 1 0 4711 1000 10 \n")
}

fn texts(arguments: &[&[u8]]) -> Vec<OsString> {
    arguments.iter().map(|argument| OsStr::from_bytes(argument).to_owned()).collect()
}

#[test]
fn arguments_come_back_as_they_were_given() {
    let odd = texts(&[b"", b"a  b", b"line\nend", b"\xff\xfe", b"last", b""]);
    let kid = Kid::stopped(&odd);
    let cmdline = kid.process().cmdline().unwrap();
    assert_eq!(cmdline[..3], texts(&[b"sh", b"-c", STOP.as_bytes()]));
    assert_eq!(cmdline[3..], odd);
}

#[test]
fn arguments_longer_than_a_page() {
    let long = ["x".repeat(50_000), "end".to_owned()].map(OsString::from);
    let kid = Kid::stopped(&long);
    assert_eq!(kid.process().cmdline().unwrap()[3..], long);
}

#[test]
fn arguments_written_over_with_one_text_are_split_at_blanks() {
    let kid = Kid::stopped(["room for the title that it will have"]);
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", kid.pid())).unwrap();
    let number = |field: usize| stat.rsplit(") ").next().unwrap().split(' ').nth(field - 3).unwrap().parse().unwrap();
    let (arg_start, arg_end): (u64, u64) = (number(48), number(49));
    let mut title = b"server: one  connection".to_vec();
    title.resize((arg_end - arg_start) as usize, b'.');
    let memory = std::fs::OpenOptions::new().write(true).open(format!("/proc/{}/mem", kid.pid())).unwrap();
    // Over the last NUL too, as setproctitle does, and with one behind it where the environment begins.
    memory.write_all_at(&title, arg_start).unwrap();
    memory.write_all_at(b"\0", arg_end).unwrap();
    let cmdline = kid.process().cmdline().unwrap();
    assert_eq!(cmdline[..3], texts(&[b"server:", b"one", b""]), "the kernel gave one text: {cmdline:?}");
    assert!(cmdline[3].as_bytes().starts_with(b"connection."));
}

#[test]
fn the_environment_comes_back_as_it_was_given() {
    let mut command = Command::new("sh");
    let entries = [("A", "1=2"), ("EMPTY", ""), ("LINE\nEND", "x\ny"), ("Z", "last")];
    let kid = Kid::spawn(command.args(["-c", STOP]).env_clear().envs(entries).env("BYTES", OsStr::from_bytes(b"\xff")));
    kid.wait_for(Status::Stopped);
    let environ = kid.process().environ().unwrap();
    let has = |name: &str, value: &[u8]| environ.contains(&(name.into(), OsStr::from_bytes(value).to_owned()));
    assert!(entries.iter().all(|(name, value)| has(name, value.as_bytes())), "{environ:?}");
    assert!(has("BYTES", b"\xff"), "{environ:?}");
    assert_eq!(environ.len(), 5);
}

#[test]
fn the_environment_has_its_order_and_its_repetitions() {
    let tree = Tree::new();
    tree.file("proc/7/stat", stat(7, 0)).file("proc/7/environ", "B=1\0A=2\0no\0B=3\0");
    let environ = tree.system().process(7).unwrap().environ().unwrap();
    assert_eq!(environ, [("B", "1"), ("A", "2"), ("B", "3")].map(|(name, value)| (name.into(), value.into())));
}

#[test]
fn the_program_is_a_file_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    for name in [b"plain".as_slice(), b"x (deleted)", b"line\nend ", b"\xff"] {
        let program = folder.join(OsStr::from_bytes(name));
        let kid = Kid::copied_sleeper(&program);
        assert_eq!(kid.process().exe().unwrap(), program);
    }
}

#[test]
fn a_deleted_program_has_the_path_that_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().canonicalize().unwrap().join("x");
    let kid = Kid::copied_sleeper(&program);
    std::fs::remove_file(&program).unwrap();
    assert_eq!(kid.process().exe().unwrap(), program);
    // Another file that is called what the link now says.
    std::fs::write(folder.path().join("x (deleted)"), "").unwrap();
    assert_eq!(kid.process().exe().unwrap(), program);
}

#[test]
fn a_program_whose_other_name_was_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().canonicalize().unwrap().join("x");
    let kid = Kid::copied_sleeper(&program);
    std::fs::hard_link(&program, folder.path().join("y")).unwrap();
    std::fs::remove_file(&program).unwrap();
    assert_eq!(kid.process().exe().unwrap(), program, "the file still has a name, but not this one");
    std::fs::write(folder.path().join("x (deleted)"), "").unwrap();
    assert_eq!(kid.process().exe().unwrap(), program, "and that is not its name either");
}

#[test]
fn the_working_directory() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["plain", "x (deleted)", "line\nend "] {
        let folder = folder.path().canonicalize().unwrap().join(name);
        std::fs::create_dir(&folder).unwrap();
        let kid = Kid::spawn(Command::new("sleep").arg("1000").current_dir(&folder));
        assert_eq!(kid.process().cwd().unwrap(), folder);
        std::fs::remove_dir(&folder).unwrap();
        assert_eq!(kid.process().cwd().unwrap(), folder, "deleted");
    }
}

#[test]
fn a_zombie_has_let_go() {
    let kid = Kid::zombie();
    let process = kid.process();
    let gone = |result: Result<(), Error>| matches!(result, Err(Error::ZombieProcess { pid }) if pid == kid.pid());
    assert!(gone(process.cmdline().map(drop)));
    assert!(gone(process.environ().map(drop)));
    assert!(gone(process.exe().map(drop)));
    assert!(gone(process.cwd().map(drop)));
    assert!(gone(process.memory_maps().map(drop)));
    assert_eq!(process.snapshot(Fields::MEMORY_MAPS).unwrap().memory_maps, Field::Zombie);
    assert_eq!(process.snapshot(Fields::MEMORY_MAPS_GROUPED).unwrap().memory_maps_grouped, Field::Zombie);
    // All else it still tells.
    assert_eq!(process.memory_info().unwrap().rss, 0);
    assert_eq!(process.memory_footprint().unwrap().uss, 0);
    assert_eq!(process.memory_info_ex().unwrap().peak_rss, None);
    process.cgroup().unwrap();
    process.num_ctx_switches().unwrap();
    process.terminal().unwrap();
    process.ionice().unwrap();
    process.cpu_affinity().unwrap();
    process.rlimit(sysproc::process::Resource::NoFile).unwrap();
}

/// Its state is that of one that runs until it has let go of all.
#[test]
fn a_process_that_is_letting_go_is_as_good_as_a_zombie() {
    let tree = Tree::new();
    let stat = |vsize: u64| format!("7 (made) R 1 7 7 0 -1 4 1 2 3 4 5 6 7 8 20 0 1 0 4711 {vsize} 0 \n");
    tree.file("proc/7/stat", stat(0));
    let process = tree.system().process(7).unwrap();
    assert!(matches!(process.cwd(), Err(Error::ZombieProcess { pid: 7 })));
    assert!(matches!(process.snapshot(Fields::CWD).unwrap().cwd, Field::Zombie));
    // With memory it has a folder too.
    tree.file("proc/7/stat", stat(1000));
    assert!(matches!(process.cwd(), Err(Error::System { .. })));
}

#[test]
fn a_process_that_is_gone_has_no_answers() {
    let process = Kid::sleeper().process();
    let gone = |result: Result<(), Error>| matches!(result, Err(Error::NoSuchProcess { .. }));
    assert!(gone(process.cmdline().map(drop)));
    assert!(gone(process.environ().map(drop)));
    assert!(gone(process.exe().map(drop)));
    assert!(gone(process.cwd().map(drop)));
    assert!(gone(process.cgroup().map(drop)));
    assert!(gone(process.terminal().map(drop)));
    assert!(gone(process.username().map(drop)));
    assert!(gone(process.io_counters().map(drop)));
    assert!(gone(process.num_ctx_switches().map(drop)));
    assert!(gone(process.memory_info().map(drop)));
    assert!(gone(process.memory_info_ex().map(drop)));
    assert!(gone(process.memory_footprint().map(drop)));
    assert!(gone(process.memory_maps().map(drop)));
    assert!(gone(process.ionice().map(drop)));
    assert!(gone(process.cpu_affinity().map(drop)));
    assert!(gone(process.rlimit(sysproc::process::Resource::NoFile).map(drop)));
}

#[test]
fn a_kernel_thread_has_nothing_of_its_own() {
    let Some(process) = kernel_thread() else { return };
    assert!(process.cmdline().unwrap().is_empty());
    assert_eq!(process.memory_info().unwrap().rss, 0);
    assert_eq!(process.num_fds().unwrap(), 0);
    assert!(process.open_files().unwrap().is_empty());
    assert!(process.net_connections(sysproc::net::ConnectionKind::All).unwrap().is_empty());
    if is_root() {
        assert!(process.environ().unwrap().is_empty());
        assert_eq!(process.exe().unwrap(), Path::new(""));
        assert_eq!(process.cwd().unwrap(), Path::new("/"));
        assert!(process.memory_maps().unwrap().is_empty());
        assert_eq!(process.memory_footprint().unwrap().uss, 0);
    } else {
        assert!(matches!(process.environ(), Err(Error::AccessDenied { pid: Some(2), .. })));
    }
}

#[test]
fn what_an_unprivileged_caller_may_not_know_is_denied() {
    let denied = |result: Result<(), Error>| matches!(result, Err(Error::AccessDenied { pid: Some(1), .. }));
    unprivileged(|| {
        let Ok(first) = Process::new(1) else { return };
        if first.uids().unwrap().real == rustix::process::getuid().as_raw() {
            return; // In a container of this very user.
        }
        assert!(denied(first.environ().map(drop)));
        assert!(denied(first.exe().map(drop)));
        assert!(denied(first.cwd().map(drop)));
        assert!(denied(first.io_counters().map(drop)));
        assert!(denied(first.memory_maps().map(drop)));
        assert!(denied(first.memory_footprint().map(drop)));
        first.memory_info_ex().unwrap();
        first.num_ctx_switches().unwrap();
        first.rlimit(sysproc::process::Resource::NoFile).unwrap();
    });
}

#[test]
fn an_unprivileged_caller_sees_that_its_child_is_a_zombie() {
    unprivileged(|| {
        let kid = Kid::zombie();
        // The kernel gives a zombie's files to root.
        assert!(matches!(kid.process().environ(), Err(Error::ZombieProcess { .. })));
    });
}

#[test]
fn the_group_is_one_that_ps_names() {
    let kid = Kid::sleeper();
    let path = kid.process().cgroup().unwrap().into_os_string().into_string().unwrap();
    let ps = output("ps", &["-ww", "-o", "cgroup=", "-p", &kid.pid().to_string()]);
    // It leaves out those in the root of their hierarchy.
    assert!(
        path == "/" || ps.trim().split(',').any(|group| group.splitn(3, ':').nth(2) == Some(&path)),
        "{path} in {ps}"
    );
}

#[test]
fn the_group_of_version_2_comes_first() {
    let of = |text: &str| {
        let tree = Tree::new();
        tree.file("proc/7/stat", stat(7, 0)).file("proc/7/cgroup", text);
        tree.system().process(7).unwrap().cgroup()
    };
    assert_eq!(of("9:memory:/m\n1:name=systemd:/s\n0::/unified:x\n").unwrap(), Path::new("/unified:x"));
    assert_eq!(of("3:cpu,cpuacct:/c\n2:hugetlb,memory:/m\n").unwrap(), Path::new("/m"));
    assert_eq!(of("3:cpu,cpuacct:/c\n1:name=systemd:/s\n").unwrap(), Path::new("/c"));
    assert_eq!(of("3:cpu:/c\n2:memory:/m\n0::/\n").unwrap(), Path::new("/m"), "before a root");
    assert_eq!(of("3:cpu:/\n0::/\n").unwrap(), Path::new("/"));
    assert!(matches!(of(""), Err(Error::System { .. })));
    assert!(matches!(of("0::/cut"), Err(Error::System { .. })));
}

#[test]
fn io_and_switches_are_counted() {
    let mut kid = Kid(Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap());
    let process = kid.process();
    let mut pipe = kid.0.stdin.take().unwrap();
    // One round to see that it has started and waits for more.
    pipe.write_all(&[0; 10]).unwrap();
    let echoed = |io: &sysproc::process::IoCounters| io.write_chars >= Some(10);
    eventually("cat to start", || echoed(&process.io_counters().unwrap()));
    kid.wait_for(Status::Sleeping);
    let (io, switches) = (process.io_counters().unwrap(), process.num_ctx_switches().unwrap());
    pipe.write_all(&[0; 1000]).unwrap();
    eventually("1,000 bytes more, in and out", || {
        let now = process.io_counters().unwrap();
        let grown = |now: Option<u64>, before: Option<u64>| now.unwrap() - before.unwrap();
        (grown(now.read_chars, io.read_chars), grown(now.write_chars, io.write_chars)) == (1000, 1000)
            && now.read_count > io.read_count
            && now.write_count > io.write_count
    });
    eventually("it waits once more", || process.num_ctx_switches().unwrap().voluntary > switches.voluntary);
}

#[test]
fn io_of_a_kernel_that_does_not_count_it() {
    let tree = Tree::new();
    tree.file("proc/7/stat", stat(7, 0));
    let process = tree.system().process(7).unwrap();
    assert!(matches!(process.io_counters(), Err(Error::Unsupported { .. })));
    tree.file("proc/7/io", "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\n");
    let io = process.io_counters().unwrap();
    assert_eq!((io.read_count, io.write_count, io.read_bytes), (3, 4, None));
}

#[test]
fn a_name_cannot_pass_for_a_line_of_status() {
    let folder = tempfile::tempdir().unwrap();
    let kid = Kid::copied_sleeper(&folder.path().join("\nVmHWM:\t9 kB"));
    let process = kid.process();
    let comm = std::fs::read(format!("/proc/{}/comm", kid.pid())).unwrap();
    assert_eq!(comm, b"\nVmHWM:\t9 kB\n", "the kernel has the name");
    let memory = process.memory_info_ex().unwrap();
    assert!(memory.peak_rss.unwrap() >= memory.info.rss);
    assert_ne!(memory.peak_rss, Some(9 * 1024));
}

#[test]
fn cut_files_give_right_answers_or_errors() {
    let file = |name: &str| std::fs::read(format!("/proc/self/{name}")).unwrap();
    let files = ["statm", "status", "io", "cgroup", "limits", "smaps_rollup"].map(|name| (name, file(name)));
    let tree = Tree::new();
    tree.file("proc/7/stat", stat(7, 0));
    for (name, whole) in &files {
        tree.file(&format!("proc/7/{name}"), whole);
    }
    let process = tree.system().process(7).unwrap();
    let answers = || {
        let resource = sysproc::process::Resource::RtTime;
        (
            process.memory_info().ok(),
            process.num_ctx_switches().ok(),
            process.io_counters().ok(),
            process.cgroup().ok(),
            process.rlimit(resource).ok(),
            process.memory_footprint().ok(),
        )
    };
    let whole = answers();
    for (name, content) in &files {
        for cut in 0..content.len() {
            tree.file(&format!("proc/7/{name}"), &content[..cut]);
            let cut_answers = answers();
            assert!(cut_answers.0.is_none() || cut_answers.0 == whole.0, "{name} {cut}");
            assert!(cut_answers.1.is_none() || cut_answers.1 == whole.1, "{name} {cut}");
            assert!(cut_answers.4.is_none() || cut_answers.4 == whole.4, "{name} {cut}");
            if let (Some(part), Some(whole)) = (cut_answers.2, whole.2) {
                assert!(part.read_count == whole.read_count && part.write_count == whole.write_count, "{name} {cut}");
                assert!(part.write_bytes.is_none() || part.write_bytes == whole.write_bytes, "{name} {cut}");
            }
            if let (Some(part), Some(whole)) = (cut_answers.5, whole.5) {
                // An empty file is what a process without memory has.
                assert!(cut == 0 || part.uss == whole.uss, "{name} {cut}");
                assert!(cut == 0 || part.swap.is_none() || part.swap == whole.swap, "{name} {cut}");
            }
        }
        tree.file(&format!("proc/7/{name}"), content);
    }
}

#[test]
fn the_terminal_is_the_one_that_was_given() {
    let lead = rustix::pty::openpt(rustix::pty::OpenptFlags::RDWR | rustix::pty::OpenptFlags::NOCTTY).unwrap();
    rustix::pty::grantpt(&lead).unwrap();
    rustix::pty::unlockpt(&lead).unwrap();
    let name = rustix::pty::ptsname(&lead, Vec::new()).unwrap().into_string().unwrap();
    let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::CLOEXEC;
    let terminal = rustix::fs::open(&name, flags, rustix::fs::Mode::empty()).unwrap();
    // `setsid --ctty` takes its standard input for the terminal of a session of its own.
    let command = Command::new("setsid").args(["--ctty", "sh", "-c", STOP]).stdin(terminal).spawn().unwrap();
    let kid = Kid(command);
    kid.wait_for(Status::Stopped);
    assert_eq!(kid.process().terminal().unwrap(), Some(PathBuf::from(&name)));
    let ps = output("ps", &["-o", "tty=", "-p", &kid.pid().to_string()]);
    assert_eq!(format!("/dev/{}", ps.trim()), name);
}

#[test]
fn a_process_without_a_terminal() {
    let kid = Kid::spawn(Command::new("setsid").args(["sleep", "1000"]));
    eventually("a session of its own", || {
        kid.process().cmdline().unwrap().first().is_some_and(|first| first == "sleep")
    });
    assert_eq!(kid.process().terminal().unwrap(), None);
}

#[test]
fn root_terminals_by_their_device_numbers() {
    let tree = Tree::new();
    let made = |name: &str, major: u32, minor: u32| {
        let path = tree.path().join("dev").join(name);
        let device = rustix::fs::makedev(major, minor);
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::CharacterDevice, mode, device).unwrap();
    };
    let terminal = |tty_nr: i32| {
        tree.file("proc/7/stat", stat(7, tty_nr));
        tree.system().process(7).unwrap().terminal().unwrap()
    };
    let serial = 4 << 8 | 64;
    assert_eq!(terminal(serial), None, "nothing has this number");
    made("odd name", 4, 64);
    assert_eq!(terminal(serial), Some(tree.path().join("dev/odd name")), "found among the devices, once it is there");
    made("ttyS0", 4, 64);
    tree.file("sys/dev/char/4:64/uevent", "MAJOR=4\nMINOR=64\nDEVNAME=ttyS0\n");
    assert_eq!(terminal(serial), Some(tree.path().join("dev/ttyS0")), "by the kernel's name");
    tree.file("dev/pts/.keep", "");
    made("pts/300", 136, 300);
    assert_eq!(terminal(136 << 8 | 300 & 0xff | (300 >> 8) << 20), Some(tree.path().join("dev/pts/300")));
    made("pts/1", 136, 9);
    assert_eq!(terminal(136 << 8 | 1), None, "the name is right, the number is not");
}

#[test]
fn the_user_is_who_id_says() {
    let kid = Kid::sleeper();
    assert_eq!(kid.process().username().unwrap(), output("id", &["-un"]).trim());
}

#[test]
fn users_of_a_tree_follow_its_passwd() {
    let tree = Tree::new();
    tree.file("proc/7/stat", stat(7, 0)).file("proc/7/status", "Name:\tmade\nUid:\t1000\t0\t0\t0\nGid:\t5\t5\t5\t5\n");
    let process = tree.system().process(7).unwrap();
    assert_eq!(process.username().unwrap(), "1000", "without a file");
    tree.file("etc/passwd", "root:x:0:0::/:\nann:x:1000:5::/:\nbob:x:1000:5::/:\n");
    assert_eq!(process.username().unwrap(), "ann");
    assert_eq!(process.username().unwrap(), "ann", "from memory");
    tree.file("etc/passwd", "root:x:0:0::/:\neve:x:1000:5::/:\nbob:x:1000:5::/:\n");
    assert_eq!(process.username().unwrap(), "eve", "of the same size");
    std::fs::remove_file(tree.path().join("etc/passwd")).unwrap();
    assert_eq!(process.username().unwrap(), "1000");
}

#[test]
fn root_a_user_without_a_name_has_a_number() {
    let uid = (50_000..).find(|uid| !passwd_has(*uid)).unwrap();
    let kid = Kid::spawn(Command::new("sleep").arg("1000").uid(uid));
    assert_eq!(kid.process().username().unwrap(), uid.to_string().as_str());
}

fn passwd_has(uid: u32) -> bool {
    Command::new("id").arg(uid.to_string()).stderr(Stdio::null()).stdout(Stdio::null()).status().unwrap().success()
}

#[test]
fn a_context_of_its_own_answers_as_the_default_does() {
    let kid = Kid::sleeper();
    let own = System::builder().build().process(kid.pid()).unwrap();
    assert_eq!(own.exe().unwrap(), kid.process().exe().unwrap());
    assert_eq!(own.cpu_affinity().unwrap(), kid.process().cpu_affinity().unwrap());
}
