//! The registry.

use windows_sys::Win32::Foundation::ERROR_SUCCESS;
use windows_sys::Win32::System::Registry::{HKEY_LOCAL_MACHINE, RRF_RT_REG_SZ, RegGetValueW};

/// A text of the machine's part of the registry; `None` if it is not there.
pub(crate) fn text(key: &str, value: &str) -> Option<String> {
    let wide = |text: &str| text.encode_utf16().chain([0]).collect::<Vec<u16>>();
    let (key, value) = (wide(key), wide(value));
    let mut buffer = [0_u16; 512];
    let mut size = u32::try_from(size_of_val(&buffer)).ok()?;
    let into = buffer.as_mut_ptr().cast();
    // SAFETY: both names end with a NUL, and the buffer has room for as many bytes as `size` says.
    let result = unsafe {
        RegGetValueW(
            HKEY_LOCAL_MACHINE,
            key.as_ptr(),
            value.as_ptr(),
            RRF_RT_REG_SZ,
            std::ptr::null_mut(),
            into,
            &mut size,
        )
    };
    let text = buffer.split(|unit| *unit == 0).next()?;
    (result == ERROR_SUCCESS).then(|| String::from_utf16_lossy(text).trim().to_owned())
}
