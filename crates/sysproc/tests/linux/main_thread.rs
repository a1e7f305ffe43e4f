//! A process whose main thread has ended before the others: it lives, though the kernel shows it as a zombie.

use std::fs::File;
use std::net::TcpListener;

use sysproc::net::ConnectionKind;
use sysproc::process::{Exit, Field, Fields, Signal, Status};
use sysproc::{Error, Process, Result};

use crate::support::{again, eventually};

/// A process that does not outlive the test.
struct Fork(Process);

impl Drop for Fork {
    fn drop(&mut self) {
        let _ = self.0.kill();
    }
}

/// A fork of this process whose main thread ends, and another one not.
#[allow(unsafe_code)]
fn fork_without_main_thread() -> Fork {
    use core::ffi::{c_int, c_long};
    // SAFETY: as they are declared in the C library.
    unsafe extern "C" {
        fn fork() -> c_int;
        fn syscall(number: c_long, ...) -> c_long;
    }
    let exit = match std::env::consts::ARCH {
        "x86_64" => 60,
        "x86" | "arm" => 1,
        _ => 93,
    };
    // SAFETY: this process has no other threads that could hold a lock of what the fork uses.
    let pid = unsafe { fork() };
    if pid == 0 {
        std::thread::spawn(|| std::thread::sleep(std::time::Duration::from_secs(1000)));
        // SAFETY: exit(2) ends the calling thread alone, whose stack nobody uses any more.
        unsafe { syscall(exit, 0) };
    }
    Fork(Process::new(pid.try_into().unwrap()).unwrap())
}

fn is_zombie<T: std::fmt::Debug>(answer: Result<T>) -> bool {
    matches!(answer, Err(Error::ZombieProcess { .. }))
}

#[test]
fn nothing_is_made_up_of_it() {
    again(&[], "main_thread::nothing_is_made_up_of_it", || {
        let _held = (TcpListener::bind("127.0.0.1:0").unwrap(), File::open("/proc/self/stat").unwrap());
        let fork = fork_without_main_thread();
        let process = &fork.0;
        eventually("its main thread ends", || process.status().unwrap() == Status::Zombie);
        assert_eq!(process.num_threads().unwrap(), 2);
        assert!(is_zombie(process.num_fds()) && is_zombie(process.open_files()));
        assert!(is_zombie(process.net_connections(ConnectionKind::All)));
        assert!(is_zombie(process.memory_info()) && is_zombie(process.memory_info_ex()));
        assert!(is_zombie(process.memory_footprint()) && is_zombie(process.cmdline()));
        let asked = Fields::MEMORY | Fields::MEMORY_INFO | Fields::MEMORY_INFO_EX | Fields::MEMORY_FOOTPRINT;
        let asked = asked | Fields::NUM_FDS | Fields::OPEN_FILES | Fields::NET_CONNECTIONS | Fields::CPU_TIMES;
        let seen = process.snapshot(asked).unwrap();
        assert_eq!((&seen.memory, &seen.num_fds), (&Field::Zombie, &Field::Zombie));
        assert!(matches!((&seen.memory_info, &seen.memory_footprint), (Field::Zombie, Field::Zombie)));
        assert!(matches!(seen.memory_info_ex, Field::Zombie));
        assert!(matches!((&seen.open_files, &seen.net_connections), (Field::Zombie, Field::Zombie)));
        assert!(seen.cpu_times.value().is_some(), "those are of all threads");
        assert!(process.is_running().unwrap());
        process.kill().unwrap();
        assert_eq!(process.wait_and_reap(None).unwrap(), Exit::Signal(Signal::KILL));
    });
}
