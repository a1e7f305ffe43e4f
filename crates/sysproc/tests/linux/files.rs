//! Descriptors and open files: of files that the tests open in every way, and of processes that end while they are read.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom};
use std::net::TcpListener;
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{CWD, FileType, MemfdFlags, Mode, OFlags, memfd_create, mknodat};
use sysproc::net::ConnectionKind;
use sysproc::process::{OpenFile, OpenMode, Status};
use sysproc::{Error, Process};

use crate::support::{Kid, Tree, again, unprivileged};

/// The open files of this process that are in a folder.
fn opened_in(folder: &Path) -> Vec<OpenFile> {
    let all = Process::current().unwrap().open_files().unwrap();
    all.into_iter().filter(|file| file.path.starts_with(folder)).collect()
}

/// A folder of a test's own, by the path that the kernel tells.
fn folder() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().canonicalize().unwrap();
    (dir, path)
}

#[test]
fn every_way_to_open_a_file() {
    let (_dir, at) = folder();
    let path = at.join("file");
    std::fs::write(&path, "0123456789").unwrap();
    let open = |options: &mut OpenOptions| options.open(&path).unwrap();
    let ways = [
        (open(File::options().read(true)), OpenMode::Read),
        (open(File::options().write(true)), OpenMode::Write),
        (open(File::options().append(true)), OpenMode::Append),
        (open(File::options().read(true).write(true)), OpenMode::ReadWrite),
        (open(File::options().read(true).append(true)), OpenMode::ReadAppend),
        (open(File::options().write(true).custom_flags(OFlags::SYNC.bits().cast_signed())), OpenMode::Write),
    ];
    let mut expected = Vec::new();
    for (position, (file, mode)) in (2..).zip(&ways) {
        (&*file).seek(SeekFrom::Start(position)).unwrap();
        // What the kernel says elsewhere, with the flag that it keeps with the descriptor.
        let flags = rustix::fs::fcntl_getfl(file).unwrap() | OFlags::CLOEXEC;
        expected.push(OpenFile {
            path: path.clone(),
            fd: Some(file.as_raw_fd().try_into().unwrap()),
            position: Some(position),
            mode: Some(*mode),
            flags: Some(flags.bits()),
            deleted: Some(false),
        });
    }
    let mut found = opened_in(&at);
    found.sort_by_key(|file| file.position);
    assert_eq!(found, expected);
}

#[test]
fn only_regular_files_are_listed() {
    let (_dir, at) = folder();
    mknodat(CWD, at.join("fifo"), FileType::Fifo, Mode::RWXU, 0).unwrap();
    let fifo = File::options().read(true).write(true).open(at.join("fifo")).unwrap();
    let (folder, null) = (File::open(&at).unwrap(), File::open("/dev/null").unwrap());
    let regular = File::create(at.join("regular")).unwrap();
    let others = [&fifo, &folder, &null].map(|file| u32::try_from(file.as_raw_fd()).ok());
    let all = Process::current().unwrap().open_files().unwrap();
    assert!(!all.iter().any(|file| others.contains(&file.fd)));
    assert_eq!(all.iter().filter(|file| file.path == at.join("regular")).count(), 1);
    drop(regular);
}

#[test]
#[cfg(target_pointer_width = "64")] // With 32 bits statx is the only call whose times do not end in 2038.
fn a_sandbox_without_statx() {
    again(&[], "files::a_sandbox_without_statx", || {
        let (_folder, at) = folder();
        let _file = File::create(at.join("open")).unwrap();
        let is_seen = || opened_in(&at).into_iter().map(|file| file.path).eq([at.join("open")]);
        assert!(is_seen());
        crate::seccomp::forbid_statx();
        assert!(is_seen());
    });
}

#[test]
fn names_of_any_bytes() {
    let (_dir, at) = folder();
    let names = [&b"two\nlines"[..], b"not \xff utf8", b" ", b"tab\t", b"x (deleted", b"pos:\t7\nflags:\t01"];
    let _files: Vec<_> = names.map(|name| File::create(at.join(OsStr::from_bytes(name))).unwrap()).into();
    let found: BTreeSet<_> = opened_in(&at).into_iter().map(|file| file.path).collect();
    assert_eq!(found, names.iter().map(|name| at.join(OsStr::from_bytes(name))).collect());
}

#[test]
fn a_file_called_deleted_beside_a_deleted_one() {
    let (_dir, at) = folder();
    let (gone, there) = (at.join("x"), at.join("x (deleted)"));
    let open = |path: &Path| File::create(path).unwrap();
    let (deleted, really) = (open(&gone), open(&there));
    std::fs::remove_file(&gone).unwrap();
    let of = |file: &File| {
        let fd = u32::try_from(file.as_raw_fd()).ok();
        let found = opened_in(&at).into_iter().find(|file| file.fd == fd).unwrap();
        (found.path, found.deleted)
    };
    assert_eq!(of(&deleted), (gone.clone(), Some(true)));
    assert_eq!(of(&really), (there.clone(), Some(false)));
    // Both are gone now, and the other name is that of a new file.
    std::fs::remove_file(&there).unwrap();
    let new = open(&gone);
    assert_eq!(of(&really), (there, Some(true)));
    assert_eq!((of(&deleted), of(&new)), ((gone.clone(), Some(true)), (gone, Some(false))));
}

#[test]
fn a_file_whose_other_name_is_still_there() {
    let (_dir, at) = folder();
    let file = File::create(at.join("one")).unwrap();
    std::fs::hard_link(at.join("one"), at.join("two")).unwrap();
    std::fs::remove_file(at.join("one")).unwrap();
    let found = opened_in(&at);
    assert_eq!((&found[0].path, found[0].deleted, found.len()), (&at.join("one"), Some(true), 1));
    drop(file);
}

#[test]
fn a_file_that_never_had_a_name() {
    let memory = memfd_create("sysproc test", MemfdFlags::CLOEXEC).unwrap();
    let fd = u32::try_from(memory.as_raw_fd()).ok();
    let all = Process::current().unwrap().open_files().unwrap();
    let found = all.iter().find(|file| file.fd == fd).unwrap();
    assert_eq!((&*found.path, found.deleted), (Path::new("/memfd:sysproc test"), Some(true)));
}

#[test]
fn files_and_descriptors_of_a_child() {
    let (_dir, at) = folder();
    let (one, two) = (File::create(at.join("one")).unwrap(), File::create(at.join("two")).unwrap());
    let kid = Kid::spawn(Command::new("sleep").arg("1000").stdout(one).stderr(two));
    let process = kid.process();
    // Once it sleeps, it has opened and closed what a program needs to begin.
    kid.wait_for(Status::Sleeping);
    let counted = std::fs::read_dir(format!("/proc/{}/fd", kid.pid())).unwrap().count();
    assert_eq!(process.num_fds().unwrap(), counted);
    let here = process.open_files().unwrap().into_iter().filter(|file| file.path.starts_with(&at));
    let found: Vec<_> = here.map(|file| (file.fd, file.path)).collect();
    assert_eq!(found, [(Some(1), at.join("one")), (Some(2), at.join("two"))]);
}

#[test]
fn a_captured_tree() {
    let tree = Tree::new();
    tree.file("proc/7/stat", "7 (made) S 1 7 7 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 4711 1000 10 \n");
    tree.link("proc/7/fd/0", "/dev/null").link("proc/7/fd/3", "/no/such/file").link("proc/7/fd/4", "socket:[77]");
    tree.link("proc/7/fd/5", "/gone (deleted)").link("proc/7/fd/70", "/bare");
    tree.file("proc/7/fdinfo/3", "pos:\t12\nflags:\t0102001\n").file("proc/7/fdinfo/5", "pos:\t1\nflags:\t03\n");
    let process = tree.system().process(7).unwrap();
    let file = |path: &str, fd| OpenFile {
        path: path.into(),
        fd: Some(fd),
        position: None,
        mode: None,
        flags: None,
        deleted: Some(false),
    };
    let mut found = process.open_files().unwrap();
    found.sort_by_key(|file| file.fd);
    // Not for reading, not for writing: there is no mode for that.
    let gone = OpenFile { position: Some(1), flags: Some(3), deleted: Some(true), ..file("/gone", 5) };
    let append = OFlags::WRONLY | OFlags::APPEND;
    let mode = if append.bits() == 0o2001 { OpenMode::Append } else { OpenMode::Write };
    let written = OpenFile { position: Some(12), mode: Some(mode), flags: Some(0o102_001), ..file("/no/such/file", 3) };
    assert_eq!(found, [written, gone, file("/bare", 70)]);
    // The size of a folder that was captured says nothing.
    assert_eq!(process.num_fds().unwrap(), 5);
}

#[test]
fn zombies_and_processes_that_are_gone() {
    let zombie = Kid::zombie();
    let empty = || {
        assert_eq!(zombie.process().num_fds().unwrap(), 0);
        assert_eq!(zombie.process().open_files().unwrap(), []);
    };
    empty();
    unprivileged(empty);
    let gone = Kid::sleeper().process();
    assert!(matches!(gone.num_fds(), Err(Error::NoSuchProcess { pid }) if pid == gone.pid()));
    assert!(matches!(gone.open_files(), Err(Error::NoSuchProcess { pid }) if pid == gone.pid()));
}

#[test]
fn root_what_others_have_open_is_denied() {
    let kid = Kid::sleeper();
    let process = kid.process();
    unprivileged(|| {
        let denied = process.open_files();
        assert!(matches!(denied, Err(Error::AccessDenied { pid: Some(_), .. })), "{denied:?}");
        // How many there are, newer kernels tell everybody.
        let count = process.num_fds();
        assert!(matches!(count, Ok(1..) | Err(Error::AccessDenied { .. })), "{count:?}");
    });
}

#[test]
fn descriptors_that_are_closed_meanwhile_are_left_out() {
    let (_dir, at) = folder();
    let kept = File::create(at.join("kept")).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                drop(std::iter::repeat_with(|| kept.try_clone().unwrap()).take(50).collect::<Vec<_>>());
                drop(std::iter::repeat_with(|| listener.try_clone().unwrap()).take(50).collect::<Vec<_>>());
            }
        });
        let me = Process::current().unwrap();
        // Stops the other thread whatever comes.
        let found: Result<Vec<_>, Error> = (0..200)
            .map(|_| Ok((me.num_fds()?, me.open_files()?.len(), me.net_connections(ConnectionKind::Tcp)?.len())))
            .collect();
        stop.store(true, Ordering::Relaxed);
        assert!(found.unwrap().iter().all(|(all, files, sockets)| *all >= 2 && *files >= 1 && *sockets >= 1));
    });
}

/// Descriptors vanish all at once when a process ends, so a list that was being read would be cut.
#[test]
fn a_process_that_ends_meanwhile_is_never_half_read() {
    again(&[], "files::a_process_that_ends_meanwhile_is_never_half_read", || {
        const COUNT: usize = 400;
        let (_dir, at) = folder();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let file = File::create(at.join("file")).unwrap();
        // As dup(2) makes them, they stay open in a child.
        let _inherited: Vec<_> = (0..COUNT)
            .map(|index| rustix::io::dup(if index % 2 == 0 { listener.as_fd() } else { file.as_fd() }).unwrap())
            .collect();
        for round in 0..60 {
            let mut kid = Kid::stopped([""; 0]);
            let process = kid.process();
            // What the test itself was started with, a child has as well.
            let (all, files) = (process.num_fds().unwrap(), process.open_files().unwrap().len());
            let sockets = process.net_connections(ConnectionKind::Tcp).unwrap().len();
            assert!(all >= COUNT && files >= COUNT / 2 && sockets >= COUNT / 2);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    // Each time at another moment.
                    std::thread::sleep(std::time::Duration::from_micros(100 * round));
                    kid.0.kill().unwrap();
                    kid.0.wait().unwrap();
                });
                let check = |found: sysproc::Result<usize>, whole| match found {
                    Ok(count) => assert!(count == 0 || count == whole, "{count} of {whole}"),
                    Err(error) => assert!(matches!(error, Error::NoSuchProcess { .. }), "{error}"),
                };
                while process.is_running().unwrap() {
                    check(process.open_files().map(|found| found.len()), files);
                    check(process.net_connections(ConnectionKind::Tcp).map(|found| found.len()), sockets);
                    check(process.num_fds(), all);
                }
            });
        }
    });
}

#[test]
fn a_caller_out_of_descriptors_gets_an_error_and_no_shorter_list() {
    again(&[], "files::a_caller_out_of_descriptors_gets_an_error_and_no_shorter_list", || {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        let kid = Kid(Command::new("sleep").arg("1000").stdin(File::open(&file).unwrap()).spawn().unwrap());
        kid.wait_for(Status::Sleeping);
        let process = kid.process();
        let all = (process.threads().unwrap(), process.open_files().unwrap(), process.num_fds().unwrap());
        assert!(all.0.len() == 1 && !all.1.is_empty());
        for soft in 0..64 {
            setrlimit(Resource::Nofile, Rlimit { current: Some(soft), ..getrlimit(Resource::Nofile) }).unwrap();
            let answers = [
                process.threads().map(|threads| threads.len() == all.0.len()),
                process.open_files().map(|files| files == all.1),
                process.num_fds().map(|count| count == all.2),
            ];
            for answer in answers {
                match answer {
                    Ok(is_whole) => assert!(is_whole, "with {soft} descriptors"),
                    Err(error) => assert!(matches!(error, Error::System { .. }), "{error}"),
                }
            }
        }
        assert!(process.open_files().is_ok());
    });
}
