//! Clocks.

use windows_sys::Win32::System::SystemInformation::GetTickCount64;

/// Milliseconds since boot, time asleep included.
pub(crate) fn tick_count() -> u64 {
    // SAFETY: a function without arguments.
    unsafe { GetTickCount64() }
}
