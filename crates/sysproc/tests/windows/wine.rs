//! What Wine 10 does not answer as Windows does: the whole list, each with what is had under Wine, and with where the
//! answer of Windows is tested. All of it is built to Microsoft's documentation.
//!
//! When Wine learns one of them, its line fails and is to be taken out.

use std::ffi::{c_char, c_void};

use sysproc::process::{Fields, MemoryExtra, Status};
use sysproc::{Error, Process, Result, System};

use crate::support::Kid;

/// Something that Wine does otherwise.
struct Stub {
    /// The call, and what of it.
    call: &'static str,
    /// Whether Wine still does so.
    under_wine: fn(&Asked) -> bool,
    /// What is tested instead, and where.
    tested: &'static str,
}

/// Whom to ask.
struct Asked {
    system: System,
    /// A child that has used processor time.
    busy: Process,
    /// One that is suspended.
    suspended: Process,
    /// One that lets itself be asked, but not be read.
    reserved: Process,
}

const STUBS: &[Stub] = &[
    Stub {
        call: "SystemProcessInformation: I/O, page faults, private bytes, context switches are 0",
        under_wine: |asked| {
            let fields = Fields::IO_COUNTERS | Fields::PAGE_FAULTS | Fields::MEMORY_INFO | Fields::NUM_CTX_SWITCHES;
            let told = asked.busy.snapshot(fields).unwrap();
            let MemoryExtra::Windows(memory) = told.memory_info.into_value().unwrap().extra else { return false };
            let (io, faults) = (told.io_counters.into_value().unwrap(), told.page_faults.into_value().unwrap());
            let switches = told.num_ctx_switches.into_value().unwrap().voluntary;
            (io.read_count, io.write_count, faults.minor, faults.major, memory.private, switches) == (0, 0, 0, 0, 0, 0)
        },
        tested: "decode/tests/windows.rs, on buffers with every field set",
    },
    Stub {
        call: "SystemProcessInformation: threads have no states, so nobody is stopped and nobody waits for a processor",
        under_wine: |asked| {
            asked.suspended.status().unwrap() == Status::Running && asked.system.queued_threads().unwrap() == 0
        },
        tested: "decode/tests/windows.rs, on threads that are suspended; that they do not run, in control.rs",
    },
    Stub {
        call: "NtQueryInformationProcess, ProcessCommandLineInformation: fails, so the memory must be read",
        under_wine: |asked| matches!(asked.reserved.cmdline(), Err(Error::AccessDenied { .. })),
        tested: "decode/tests/windows.rs, text behind a UNICODE_STRING; by memory, in process.rs",
    },
    Stub {
        call: "NtQueryInformationProcess, ProcessIoPriority: fails",
        under_wine: |asked| is_refused(&asked.busy.ionice()),
        tested: "the error in control.rs; the answer is a number",
    },
    Stub {
        call: "GetProcessTimes: of every process it tells the time that the caller has used",
        under_wine: |asked| {
            let user = |process: &Process| process.cpu_times().unwrap().user;
            let me = Process::current().unwrap();
            let (before, told, after) = (user(&me), user(&asked.suspended), user(&me));
            (before..=after).contains(&told)
        },
        tested: "of the caller, and of the list, in process.rs",
    },
    Stub {
        call: "GetProcessIoCounters, GetProcessHandleCount: answer 0",
        under_wine: |asked| {
            let io = asked.busy.io_counters().unwrap();
            (io.read_count, io.write_count, io.other_count, asked.busy.num_handles().unwrap()) == (0, 0, Some(0), 0)
        },
        tested: "they are structs of windows-sys, whose fields are named alike; handles that are left open, in denied.rs",
    },
    Stub {
        call: "GetProcessMemoryInfo: private bytes and faults are 0",
        under_wine: |asked| {
            let MemoryExtra::Windows(memory) = asked.busy.memory_info().unwrap().extra else { return false };
            (memory.private, memory.num_page_faults, memory.paged_pool) == (0, 0, 0)
        },
        tested: "the rest of the struct in listing.rs",
    },
    Stub {
        call: "QueryWorkingSetEx: refuses to tell of another process",
        under_wine: |asked| is_refused(&asked.busy.memory_footprint()) && is_refused(&asked.busy.memory_maps()),
        tested: "of the caller, in files.rs",
    },
    Stub {
        call: "SystemProcessorPerformanceInformation: no time in interrupts and deferred calls",
        under_wine: |asked| {
            let times = asked.system.cpu_times().unwrap();
            times.irq.unwrap().is_zero() && times.dpc.unwrap().is_zero()
        },
        tested: "decode/src/windows/processors.rs",
    },
    Stub {
        call: "SystemPerformanceInformation: context switches and system calls are 0",
        under_wine: |asked| {
            let stats = asked.system.cpu_stats().unwrap();
            (stats.ctx_switches, stats.syscalls) == (0, Some(0))
        },
        tested: "decode/src/windows/processors.rs",
    },
    Stub {
        call: "SystemPageFileInformation: fails",
        under_wine: |asked| is_refused(&asked.system.swap_memory()),
        tested: "decode/src/windows/pagefiles.rs",
    },
    Stub {
        call: "GetPerformanceInfo: the system cache is 0",
        under_wine: |asked| asked.system.virtual_memory().unwrap().cached == Some(0),
        tested: "the rest of the struct in memory.rs",
    },
    Stub {
        call: "IOCTL_DISK_PERFORMANCE: not supported, so there are no counters",
        under_wine: |asked| asked.system.disk_io_per_disk().unwrap().is_empty(),
        tested: "it is a struct of windows-sys",
    },
    Stub {
        call: "GetIfTable2: every interface has 1 Mbit/s",
        under_wine: |asked| asked.system.net_if_stats().unwrap().iter().all(|(_, stats)| stats.speed == Some(1)),
        tested: "the rest of the struct in net.rs",
    },
    Stub {
        call: "WTSClientAddress: fails, so that nobody comes from anywhere",
        under_wine: |asked| asked.system.users().unwrap().iter().all(|user| user.host.is_none()),
        tested: "names in host.rs",
    },
];

fn is_refused<T>(answer: &Result<T>) -> bool {
    matches!(answer, Err(Error::System { .. }))
}

#[test]
fn this_is_what_wine_does() {
    if !is_wine() {
        return;
    }
    let (busy, suspended, reserved) = (Kid::new("spin"), Kid::new("wait"), Kid::new("grant 1052672"));
    let asked = Asked {
        system: System::default(),
        busy: busy.process(),
        suspended: suspended.process(),
        reserved: reserved.process(),
    };
    asked.suspended.suspend().unwrap();
    let learnt = STUBS.iter().filter(|stub| !(stub.under_wine)(&asked));
    let learnt: Vec<_> = learnt.map(|stub| format!("{} (tested: {})", stub.call, stub.tested)).collect();
    assert!(learnt.is_empty(), "Wine does these as Windows does now, or otherwise again: {learnt:#?}");
}

#[link(name = "kernel32")]
unsafe extern "system" {
    fn GetModuleHandleA(name: *const c_char) -> *mut c_void;
    fn GetProcAddress(module: *mut c_void, name: *const c_char) -> *const c_void;
}

/// Wine says so by a function that Windows does not have.
fn is_wine() -> bool {
    // SAFETY: both names end with a NUL, and this module is in every process.
    unsafe { !GetProcAddress(GetModuleHandleA(c"ntdll".as_ptr()), c"wine_get_version".as_ptr()).is_null() }
}
