//! The files that a process has mapped.

use windows_sys::Win32::System::Threading::{PROCESS_QUERY_INFORMATION, PROCESS_VM_READ};

use super::handle::Grip;
use super::regions::{Region, regions};
use crate::process::{MemoryMap, MemoryMapGroup};
use crate::sys::windows::ffi;
use crate::sys::windows::path::Drives;
use crate::{Process, Result};

pub(crate) fn memory_maps(process: &Process) -> Result<Vec<MemoryMap>> {
    let grip = Grip::on(process, PROCESS_QUERY_INFORMATION | PROCESS_VM_READ)?;
    let drives = Drives::read();
    let mut maps = Vec::new();
    for region in regions(&grip).filter(Region::is_mapped) {
        // Memory that is shared without a file has no name, and is left out.
        let Ok(file) = ffi::process_memory::mapped_file(&grip.handle, region.start) else { continue };
        maps.push(MemoryMap {
            start: region.start as u64,
            end: region.start.saturating_add(region.size) as u64,
            perms: region.perms(),
            sizes: MemoryMapGroup {
                path: drives.path(&file).into_os_string(),
                rss: region.pages_where(&grip, |page| page.is_valid())?,
                size: Some(region.size as u64),
                ..MemoryMapGroup::default()
            },
        });
    }
    super::identity::require_running(process)?;
    Ok(maps)
}

pub(crate) fn memory_maps_grouped(process: &Process) -> Result<Vec<MemoryMapGroup>> {
    Ok(MemoryMapGroup::by_path(&memory_maps(process)?))
}
