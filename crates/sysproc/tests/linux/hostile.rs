//! Processes that hide, vanish, lend their pid to others or bear hostile names, and callers that fork meanwhile.

use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use sysproc::process::{Exit, Fields, IoClass, IoPriority, Limits, Resource, Signal, Status, Watcher};
use sysproc::{Error, Process, Result, System};

use crate::support::{Kid, again, copy, eventually, which};

/// Tells the other threads to stop, also when the test fails: they are waited for.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn is_gone<T: std::fmt::Debug>(answer: Result<T>) -> bool {
    matches!(answer, Err(Error::NoSuchProcess { .. }))
}

#[test]
fn root_a_pid_that_was_used_again_is_another_process() {
    again(
        &["unshare", "--pid", "--fork", "--mount-proc"],
        "hostile::root_a_pid_that_was_used_again_is_another_process",
        || {
            let mut first = Kid::sleeper();
            let old = first.process();
            let known = old.clone();
            assert!((0..5).all(|_| known.is_running().unwrap() && known.ppid().unwrap() == std::process::id()));
            let held = Fields::STATUS | Fields::MEMORY_INFO;
            let mut watcher = Watcher::new(&System::default(), held);
            watcher.update().unwrap();
            // Two processes that start within a clock tick cannot be told apart by their start.
            let ticks = old.start_time();
            eventually("a later tick", || Kid::sleeper().process().start_time() > ticks);
            first.0.kill().unwrap();
            first.0.wait().unwrap();
            let mut second = Kid::sleeper();
            eventually("the pid is used again", || {
                std::fs::write("/proc/sys/kernel/ns_last_pid", (old.pid() - 1).to_string()).unwrap();
                second = Kid::sleeper();
                second.pid() == old.pid()
            });
            for old in [&old, &known] {
                assert!((0..5).all(|_| !old.is_running().unwrap() && is_gone(old.ppid())));
            }
            assert_ne!(old, second.process());
            let unlimited = Limits { soft: None, hard: None };
            let idle = IoPriority { class: IoClass::Idle, level: 0 };
            assert!(is_gone(old.kill()) && is_gone(old.terminate()) && is_gone(old.send_signal(Signal(0))));
            assert!(is_gone(old.suspend()) && is_gone(old.resume()));
            assert!(is_gone(old.set_nice(5)) && is_gone(old.set_ionice(idle)) && is_gone(old.set_cpu_affinity(&[0])));
            assert!(is_gone(old.set_rlimit(Resource::Core, unlimited)));
            assert!(is_gone(old.ppid()) && is_gone(old.children()) && is_gone(old.snapshot(Fields::all())));
            assert_eq!(old.wait(None).unwrap(), Exit::Unknown);
            assert_eq!(old.wait_and_reap(None).unwrap(), Exit::Unknown);
            let new = second.process();
            let watched = watcher.update().unwrap();
            let seen = watched.snapshots.iter().find(|s| s.pid == new.pid()).unwrap();
            assert_eq!((seen.start, watched.vanished), (new.start_time(), 0));
            assert!(seen.memory_info.value().is_some());
            eventually("the new process sleeps", || new.status().unwrap() == Status::Sleeping);
            assert_eq!(new.nice().unwrap(), Process::current().unwrap().nice().unwrap(), "as it was inherited");
            assert!(second.0.try_wait().unwrap().is_none(), "the new process was left alone");
        },
    );
}

#[test]
fn names_that_try_to_be_more() {
    let names: [&[u8]; 8] = [
        b"a b",
        b"a) Z 1 (b",
        b"line\nend",
        b"tab\tbed",
        b"Uid:\t0\t0\t0\t0",
        b"\xff\xfe\x80",
        b"",
        b"(((((((((((((((",
    ];
    for name in names {
        let octal: String = name.iter().map(|byte| format!("\\{byte:03o}")).collect();
        // printf of the shell, so that it is the shell's own name; an empty one by writing nothing but a NUL.
        let script = if name.is_empty() {
            "printf '\\0' > /proc/$$/comm".into()
        } else {
            format!("printf '{octal}' > /proc/$$/comm")
        };
        let mut kid = Kid(Command::new("sh")
            .args(["-c", &format!("{script}; echo; read x")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap());
        // The shell says when it is done.
        std::io::Read::read_exact(kid.0.stdout.as_mut().unwrap(), &mut [0]).unwrap();
        let process = kid.process();
        let cut = &name[..name.len().min(15)];
        assert_eq!(process.name().unwrap().as_bytes(), cut);
        assert_eq!(process.ppid().unwrap(), std::process::id());
        assert_eq!(process.uids().unwrap().real, rustix::process::getuid().as_raw());
        assert_eq!(process.num_threads().unwrap(), 1);
        assert_ne!(process.status().unwrap(), Status::Zombie);
        let all = System::default().processes(Fields::NAME | Fields::UIDS | Fields::NUM_CTX_SWITCHES).unwrap();
        let seen = all.snapshots.iter().find(|s| s.pid == kid.pid()).unwrap();
        assert_eq!(seen.name.value().unwrap().as_bytes(), cut);
        assert_eq!(seen.uids.value().unwrap().real, rustix::process::getuid().as_raw());
        assert!(seen.num_ctx_switches.value().is_some());
        kid.0.stdin.take().unwrap().write_all(b"\n").unwrap();
    }
}

#[test]
fn root_real_and_effective_user_differ() {
    let dir =
        tempfile::Builder::new().permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755)).tempdir().unwrap();
    let program = dir.path().join("sleep");
    copy(&which("sleep"), &program);
    std::os::unix::fs::chown(&program, Some(65_534), Some(65_534)).unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o6755)).unwrap();
    let kid = Kid::spawn(Command::new(&program).arg("1000"));
    let process = kid.process();
    eventually("the program runs as another", || process.uids().unwrap().effective == 65_534);
    let (uids, gids) = (process.uids().unwrap(), process.gids().unwrap());
    assert_eq!((uids.real, uids.saved, gids.real, gids.effective), (0, 65_534, 0, 65_534));
    assert_eq!(process.username().unwrap(), "root", "who started it");
    let seen = process.snapshot(Fields::UIDS | Fields::USERNAME).unwrap();
    assert_eq!((seen.uids.value(), seen.username.value()), (Some(&uids), Some(&"root".into())));
}

#[test]
fn root_processes_that_are_hidden() {
    let mount = "mount -t proc -o hidepid=2 proc /proc && exec \"$@\"";
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let mut wrapper = vec!["unshare", "--mount", "sh", "-c", mount, "sh"];
    wrapper.extend(nobody);
    again(&wrapper, "hostile::root_processes_that_are_hidden", || {
        let system = System::default();
        let me = Process::current().unwrap();
        assert!(is_gone(system.process(1)) && !system.pid_exists(1).unwrap());
        let all = system.processes(Fields::all()).unwrap();
        assert!(all.snapshots.iter().any(|s| s.pid == me.pid()) && all.snapshots.iter().all(|s| s.pid != 1));
        assert!(me.parent().unwrap().is_none_or(|parent| parent.pid() != 1));
        let kid = Kid::sleeper();
        assert_eq!(me.children().unwrap(), [kid.process()]);
        kid.process().kill().unwrap();
        assert_eq!(kid.process().wait(None).unwrap(), Exit::Signal(Signal::KILL));
    });
}

#[test]
fn root_processes_that_are_seen_but_denied() {
    let mount = "mount -t proc -o hidepid=1 proc /proc && exec \"$@\"";
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let mut wrapper = vec!["unshare", "--mount", "sh", "-c", mount, "sh"];
    wrapper.extend(nobody);
    again(&wrapper, "hostile::root_processes_that_are_seen_but_denied", || {
        let system = System::default();
        assert!(system.pid_exists(1).unwrap() && system.pids().unwrap().contains(&1));
        assert!(matches!(system.process(1), Err(Error::AccessDenied { pid: Some(1), .. })));
        let all = system.processes(Fields::NAME).unwrap();
        assert!(all.denied > 0 && all.snapshots.iter().all(|s| s.pid != 1), "{}", all.denied);
    });
}

#[test]
fn thousands_are_born_and_die_during_listings() {
    let (stop, born) = (AtomicBool::new(false), std::sync::atomic::AtomicUsize::new(0));
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let mut kids: Vec<_> = (0..8).map(|_| Command::new("true").spawn().unwrap()).collect();
                    kids.iter_mut().for_each(|kid| assert!(kid.wait().unwrap().success()));
                    born.fetch_add(kids.len(), Ordering::Relaxed);
                }
            });
        }
        let _stop = Stop(&stop);
        let me = std::process::id();
        let mut watcher = Watcher::new(&System::default(), Fields::NAME | Fields::UIDS);
        let (mut rounds, mut vanished) = (0, 0);
        while born.load(Ordering::Relaxed) < 2000 || rounds < 5 || vanished == 0 {
            let born = born.load(Ordering::Relaxed);
            assert!(vanished > 0 || born < 50_000, "one that ends between the list and its reading is counted");
            let all = System::default().processes(Fields::all() - Fields::MEMORY_MAPS).unwrap();
            assert!(all.snapshots.iter().map(|s| s.pid).is_sorted_by(|a, b| a < b));
            assert!(all.snapshots.iter().any(|s| s.pid == me));
            assert!(watcher.update().unwrap().snapshots.iter().any(|s| s.pid == me));
            vanished += all.vanished;
            rounds += 1;
        }
    });
}

#[test]
#[allow(unsafe_code)]
fn a_fork_while_other_threads_ask() {
    // SAFETY: as alarm(2) is declared.
    unsafe extern "C" {
        fn alarm(seconds: u32) -> u32;
    }
    let stop = AtomicBool::new(false);
    let system = System::default();
    std::thread::scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    ask(&system).unwrap();
                }
            });
        }
        let _stop = Stop(&stop);
        for _ in 0..100 {
            let inherited = system.clone();
            let mut command = Command::new("true");
            // SAFETY: what is tested is that the library can be used in this place; should it hang, the alarm ends it.
            let command = unsafe {
                command.pre_exec(move || {
                    alarm(60);
                    ask(&inherited).map_err(std::io::Error::other)
                })
            };
            assert!(command.status().unwrap().success());
        }
    });
}

#[test]
#[cfg(target_pointer_width = "64")] // The kernel takes the structure of its own word only.
fn arguments_without_end() {
    again(&[], "hostile::arguments_without_end", || {
        let me = Process::current().unwrap();
        std::fs::write("/proc/self/comm", "fifteen-bytes-x").unwrap();
        let before = peak_memory();
        let endless = vec![0_u8; 1 << 30];
        call_arguments(&endless);
        let mut text = Vec::new();
        std::fs::File::open("/proc/self/cmdline").unwrap().take(10_000).read_to_end(&mut text).unwrap();
        assert_eq!(text.len(), 10_000);
        assert_eq!(me.name().unwrap(), "fifteen-bytes-x");
        assert_eq!(me.snapshot(Fields::NAME).unwrap().name.value().unwrap(), "fifteen-bytes-x");
        assert!(peak_memory() - before < 16 << 20, "the name is not worth reading all of it");
        let arguments = me.cmdline().unwrap();
        assert!(arguments.len() > 100_000 && arguments.iter().all(|argument| argument.is_empty()));
        assert!(me.environ().unwrap().is_empty());
        assert!(peak_memory() - before < 64 << 20, "no more than a command line can be long");
    });
}

/// What this process has had in memory at most, in bytes.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() << 10
}

/// Has the kernel take this memory for the arguments and the environment of this process, as any process may.
#[allow(unsafe_code)]
fn call_arguments(memory: &[u8]) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let numbers: Vec<&str> = stat.rsplit(") ").next().unwrap().split_whitespace().collect();
    let field = |number: usize| numbers[number - 3].parse::<u64>().unwrap();
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let heap = maps.lines().find(|line| line.ends_with("[heap]")).unwrap();
    let brk = heap.split(['-', ' ']).nth(1).unwrap();
    let (begin, end) = (memory.as_ptr() as u64, memory.as_ptr_range().end as u64);
    let config = rustix::process::PrctlMmMap {
        start_code: field(26),
        end_code: field(27),
        start_data: field(45),
        end_data: field(46),
        start_brk: field(47),
        brk: u64::from_str_radix(brk, 16).unwrap(),
        start_stack: field(28),
        arg_start: begin,
        arg_end: end,
        env_start: begin,
        env_end: end,
        auxv: std::ptr::null_mut(),
        auxv_size: 0,
        exe_fd: -1,
    };
    // SAFETY: all is as it was, but for where arguments and environment are, which the kernel only reads.
    unsafe { rustix::process::configure_virtual_memory_map(&config) }.unwrap();
}

#[test]
fn root_a_fork_into_another_namespace_meets_nobody_there() {
    again(&[], "hostile::root_a_fork_into_another_namespace_meets_nobody_there", || {
        let first = Process::new(1).unwrap();
        let user = first.uids().unwrap();
        assert_eq!(user.real, 0);
        asked_in_another_namespace(&first, 65534, move |first| match (first.uids()?, first.send_signal(Signal(0))) {
            (seen, Err(Error::Unsupported { .. })) => Ok(seen == user),
            _ => Ok(false),
        });
    });
}

#[test]
fn root_nor_does_a_fork_with_the_same_pid() {
    let wrapper = ["unshare", "--pid", "--fork", "--mount-proc"];
    again(&wrapper, "hostile::root_nor_does_a_fork_with_the_same_pid", || {
        let me = Process::current().unwrap();
        assert_eq!(me.pid(), 1);
        asked_in_another_namespace(&me, 65534, |first| {
            Ok(matches!(first.send_signal(Signal(0)), Err(Error::Unsupported { .. })))
        });
    });
}

#[test]
#[allow(unsafe_code)]
fn root_nor_does_the_fork_of_a_fork_with_the_same_pid() {
    again(&[], "hostile::root_nor_does_the_fork_of_a_fork_with_the_same_pid", || {
        let kid = Kid::sleeper();
        let (process, me) = (kid.process(), std::process::id());
        asked_in_another_namespace(&process, 0, move |process| {
            let process = process.clone();
            let ask = move || match (std::process::id() == me, process.send_signal(Signal(0))) {
                (true, Err(Error::Unsupported { .. })) => Ok(()),
                seen => Err(std::io::Error::other(format!("{seen:?}"))),
            };
            std::fs::write("/proc/sys/kernel/ns_last_pid", (me - 1).to_string()).unwrap();
            let mut command = Command::new("true");
            // SAFETY: as in the function called here.
            Ok(unsafe { command.pre_exec(ask) }.status().unwrap().success())
        });
    });
}

#[test]
fn who_is_out_of_descriptors_is_not_taken_for_a_stranger() {
    again(&[], "hostile::who_is_out_of_descriptors_is_not_taken_for_a_stranger", || {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let (kid, limit) = (Kid::sleeper(), getrlimit(Resource::Nofile));
        let process = kid.process();
        let system = process.system();
        setrlimit(Resource::Nofile, Rlimit { current: Some(0), ..limit }).unwrap();
        let refused = system.net_if_stats().unwrap_err();
        assert!(matches!(refused, Error::System { .. }), "{refused:?}");
        assert!(matches!(process.set_nice(3), Err(Error::System { .. })));
        setrlimit(Resource::Nofile, limit).unwrap();
        assert!(!system.net_if_stats().unwrap().is_empty());
        process.set_nice(3).unwrap();
    });
}

/// Asks in the first process of a new namespace, which is this user's and sees the proc of the old one.
#[allow(unsafe_code)]
fn asked_in_another_namespace(
    first: &Process,
    user: u32,
    ask: impl Fn(&Process) -> Result<bool> + Send + Sync + 'static,
) {
    first.send_signal(Signal(0)).unwrap();
    let inherited = first.clone();
    // SAFETY: only what is started from here on is in the new namespace; no descriptors or memory are touched.
    unsafe { rustix::thread::unshare_unsafe(rustix::thread::UnshareFlags::NEWPID) }.unwrap();
    let ask = move || match (std::process::id(), ask(&inherited)) {
        (1, Ok(true)) => Ok(()),
        seen => Err(std::io::Error::other(format!("{seen:?}"))),
    };
    let mut command = Command::new("true");
    // SAFETY: what is tested is that the library can be used in this place.
    let command = unsafe { command.uid(user).pre_exec(ask) };
    assert!(command.status().unwrap().success());
}

/// Questions that use what a context remembers.
fn ask(system: &System) -> Result<()> {
    let me = system.process(std::process::id())?;
    me.username()?;
    me.terminal()?;
    me.create_time()?;
    me.snapshot(Fields::NAME | Fields::USERNAME | Fields::UIDS | Fields::MEMORY_INFO)?;
    system.virtual_memory()?;
    Ok(())
}

#[test]
fn failing_calls_leave_no_descriptors() {
    let mut kid = Kid::sleeper();
    let gone = kid.process();
    kid.0.kill().unwrap();
    kid.0.wait().unwrap();
    // In a process of its own, since other tests open and close files meanwhile.
    again(&[], "hostile::failing_calls_leave_no_descriptors", || {
        let count = || std::fs::read_dir("/proc/self/fd").unwrap().count();
        let (before, me) = (count(), Process::current().unwrap());
        let tree = crate::support::Tree::new();
        for round in 0..10_000 {
            assert!(is_gone(gone.kill()) && is_gone(gone.memory_maps()) && is_gone(gone.threads()), "{round}");
            assert!(is_gone(gone.snapshot(Fields::all())) && is_gone(gone.cmdline()) && is_gone(gone.set_nice(0)));
            assert!(tree.system().virtual_memory().is_err() && sysproc::disk::disk_usage("/no/such").is_err());
            assert!(me.send_signal(Signal(1000)).is_err() && me.set_cpu_affinity(&[]).is_err());
        }
        assert_eq!(count(), before);
    });
}
