//! Older kernels and sandboxes: calls that fail from now on, for the process that a test runs in alone.

/// Where `struct seccomp_data` has the call's number.
const NUMBER: u32 = 0;
/// And the lower half of its second argument, on little-endian machines.
const SECOND: u32 = 24;

const ESRCH: u16 = 3;
const ENOSYS: u16 = 38;

/// Makes pidfd_open and pidfd_send_signal unknown to this process, as before Linux 5.1.
pub(crate) fn forget_pidfds() {
    const OPEN: u32 = 434;
    forget_signals_by_pidfd();
    fail(NUMBER, OPEN, ENOSYS);
}

/// Makes pidfd_send_signal alone unknown, as a sandbox may that lists what it knows.
pub(crate) fn forget_signals_by_pidfd() {
    const SEND_SIGNAL: u32 = 424;
    fail(NUMBER, SEND_SIGNAL, ENOSYS);
}

/// Makes `PIDFD_GET_INFO` say of every process that it is gone.
pub(crate) fn deny_pidfd_info() {
    // _IOWR(0xFF, 11, struct pidfd_info), with its first size of 64 bytes; no other call has that for an argument.
    fail(SECOND, 0xc040_ff0b, ESRCH);
}

/// Makes openat, by which the library opens all files, fail for want of rights.
pub(crate) fn deny_files() {
    const EACCES: u16 = 13;
    let openat = match std::env::consts::ARCH {
        "x86_64" => 257,
        "x86" => 295,
        "arm" => 322,
        _ => 56,
    };
    fail(NUMBER, openat, EACCES);
}

/// Makes statx fail, as a sandbox does that does not know it.
#[cfg(target_pointer_width = "64")]
pub(crate) fn forbid_statx() {
    const EPERM: u16 = 1;
    let statx = match std::env::consts::ARCH {
        "x86_64" => 332,
        _ => 291,
    };
    fail(NUMBER, statx, EPERM);
}

/// Makes every call fail whose data at this place is this.
#[allow(unsafe_code)]
fn fail(place: u32, value: u32, errno: u16) {
    /// `struct sock_filter` and `struct sock_fprog` of `linux/filter.h`.
    #[repr(C)]
    struct Filter(u16, u8, u8, u32);
    #[repr(C)]
    struct Program(u16, *const Filter);
    // SAFETY: as prctl(2) is declared.
    unsafe extern "C" {
        fn prctl(option: i32, a: usize, b: usize, c: usize, d: usize) -> i32;
    }
    let filters = [
        Filter(0x20, 0, 0, place),                          // What is there.
        Filter(0x15, 0, 1, value),                          // Is it this?
        Filter(0x06, 0, 0, 0x0005_0000 | u32::from(errno)), // Yes: SECCOMP_RET_ERRNO.
        Filter(0x06, 0, 0, 0x7fff_0000),                    // No: SECCOMP_RET_ALLOW.
    ];
    let program = Program(4, filters.as_ptr());
    rustix::thread::set_no_new_privs(true).unwrap();
    // SAFETY: PR_SET_SECCOMP with SECCOMP_MODE_FILTER reads the program, which outlives the call.
    let done = unsafe { prctl(22, 2, &raw const program as usize, 0, 0) };
    assert_eq!(done, 0, "{}", std::io::Error::last_os_error());
}
