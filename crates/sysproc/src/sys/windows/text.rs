//! Text: UTF-16 in which anything may stand, as `OsString` keeps it.

#[cfg(feature = "serde")]
use std::{ffi::OsString, os::windows::ffi::OsStringExt};

/// System text from the bytes that [`OsStr::as_encoded_bytes`](std::ffi::OsStr::as_encoded_bytes) gives: UTF-8 in which
/// a half of a surrogate pair may stand alone, in the three bytes that its number would take.
#[cfg(feature = "serde")]
pub(crate) fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let valid = match std::str::from_utf8(rest) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(rest.get(..error.valid_up_to())?).ok()?,
        };
        units.extend(valid.encode_utf16());
        rest = rest.get(valid.len()..)?;
        if let Some((half, after)) = rest.split_first_chunk::<3>() {
            let [0xed, middle @ 0xa0..=0xbf, last @ 0x80..=0xbf] = half else { return None };
            units.push(0xd000 | u16::from(middle & 0x3f) << 6 | u16::from(last & 0x3f));
            rest = after;
        } else if !rest.is_empty() {
            return None;
        }
    }
    Some(OsString::from_wide(&units))
}
