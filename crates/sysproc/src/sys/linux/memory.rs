//! Not written yet.

pub(crate) use crate::sys::unsupported::memory::{heap_info, heap_trim, swap_memory, virtual_memory};
