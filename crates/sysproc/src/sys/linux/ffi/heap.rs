//! The heap of the C library: `mallinfo2` and `malloc_trim` of glibc's `malloc.h`, looked up by name, since neither musl
//! nor an older glibc has them.

use core::ffi::{CStr, c_char, c_int, c_void};

/// `struct mallinfo2`: ten times `size_t`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mallinfo2 {
    arena: usize,
    ordblks: usize,
    smblks: usize,
    hblks: usize,
    /// Bytes in mappings of their own.
    pub(crate) hblkhd: usize,
    usmblks: usize,
    fsmblks: usize,
    /// Bytes handed out from the heaps.
    pub(crate) uordblks: usize,
    fordblks: usize,
    keepcost: usize,
}

/// What the heap holds; `None` without glibc 2.33+.
pub(crate) fn mallinfo2() -> Option<Mallinfo2> {
    let address = symbol(c"mallinfo2")?;
    // SAFETY: the symbol of this name is glibc's function of this signature, which may be called at any time.
    let function =
        unsafe { core::mem::transmute::<*mut c_void, unsafe extern "C" fn() -> Mallinfo2>(address.as_ptr()) };
    // SAFETY: as above; it takes no arguments and locks the heap itself.
    Some(unsafe { function() })
}

/// Gives free memory back to the kernel; `None` without glibc.
pub(crate) fn malloc_trim() -> Option<()> {
    let address = symbol(c"malloc_trim")?;
    // SAFETY: the symbol of this name is glibc's function of this signature, which may be called at any time.
    let function =
        unsafe { core::mem::transmute::<*mut c_void, unsafe extern "C" fn(usize) -> c_int>(address.as_ptr()) };
    // SAFETY: as above; any number of bytes to keep at the top is allowed. Whether anything was given back is no error.
    unsafe { function(0) };
    Some(())
}

/// Where a function is that the program may have been linked with.
fn symbol(name: &CStr) -> Option<core::ptr::NonNull<c_void>> {
    unsafe extern "C" {
        fn dlsym(handle: *mut c_void, symbol: *const c_char) -> *mut c_void;
    }
    /// `RTLD_DEFAULT`: the program and all that was loaded with it, in glibc and musl.
    const DEFAULT: *mut c_void = core::ptr::null_mut();
    // SAFETY: the name ends with a zero byte and lives through the call, which hands out an address or null.
    core::ptr::NonNull::new(unsafe { dlsym(DEFAULT, name.as_ptr()) })
}
