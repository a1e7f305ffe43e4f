//! What a process was started with, out of its own memory: its `PEB` leads to it. The process may change it.

use sysproc_decode::bytes::{ByteOrder, WordSize};
use sysproc_decode::windows::UnicodeString;
use sysproc_decode::windows::environment::is_whole;
use sysproc_decode::windows::peb::{self, Parameters};
use windows_sys::Wdk::System::Threading::ProcessWow64Information;
use windows_sys::Win32::System::Threading::{PROCESS_QUERY_INFORMATION, PROCESS_VM_READ};

use super::handle::Grip;
use super::stat::basic_information_of;
use crate::sys::windows::ffi;
use crate::{Error, Result};

/// The rights that it takes.
pub(super) const READ: u32 = PROCESS_VM_READ;
/// Those that the environment takes, whose end must be found.
pub(super) const READ_ENVIRONMENT: u32 = READ | PROCESS_QUERY_INFORMATION;

/// The largest environment that is read. Windows has had no limit of its own since Vista.
const LARGEST: u64 = 16 << 20;

const CALL: &str = "ReadProcessMemory";

/// A grip with the rights of [`READ`].
pub(super) struct ReadableGrip<'a>(pub(super) &'a Grip<'a>);

impl ReadableGrip<'_> {
    /// The command line; empty of a process without one, which runs in the kernel alone.
    pub(super) fn command_line(&self) -> Result<Vec<u16>> {
        self.text(|parameters| parameters.command_line)
    }

    /// The working directory; empty likewise.
    pub(super) fn current_directory(&self) -> Result<Vec<u16>> {
        self.text(|parameters| parameters.current_directory)
    }

    /// The environment; empty likewise. Needs [`READ_ENVIRONMENT`].
    pub(super) fn environment(&self) -> Result<Vec<u8>> {
        let Some(parameters) = self.parameters()? else { return Ok(Vec::new()) };
        // Its size is not to be trusted, but the region that it is in has an end.
        let start = usize::try_from(parameters.environment).map_err(|_| Error::malformed(CALL))?;
        let region = ffi::process_memory::region(&self.0.handle, start).ok_or_else(|| Error::malformed(CALL))?;
        let end = region.BaseAddress.addr().saturating_add(region.RegionSize);
        let there = (end.saturating_sub(start) as u64).min(LARGEST);
        let block = self.read(parameters.environment, parameters.environment_size.min(there))?;
        if is_whole(&block) {
            return Ok(block);
        }
        self.read(parameters.environment, there)
    }

    fn text(&self, pick: impl FnOnce(&Parameters) -> UnicodeString) -> Result<Vec<u16>> {
        let Some(parameters) = self.parameters()? else { return Ok(Vec::new()) };
        let text = pick(&parameters);
        let bytes = self.read(text.address, text.length.into())?;
        Ok(bytes.chunks_exact(2).filter_map(|unit| ByteOrder::Little.u16(unit, 0)).collect())
    }

    fn parameters(&self) -> Result<Option<Parameters>> {
        let Some((peb_address, word)) = self.peb()? else { return Ok(None) };
        let peb = self.read(peb_address, peb::peb_size(word) as u64)?;
        // A process that is being started has none yet.
        let Some(address) = peb::parameters_address(&peb, word) else { return Ok(None) };
        let block = self.read(address, peb::parameters_size(word) as u64)?;
        peb::parameters(&block, word).map(Some).ok_or_else(|| Error::malformed(CALL))
    }

    /// Where its `PEB` is, and of which word size. A program of 32 bits on a Windows of 64 has two, of which it uses its
    /// own. A caller of 32 bits finds none of a process of 64.
    fn peb(&self) -> Result<Option<(u64, WordSize)>> {
        const CALL: &str = "NtQueryInformationProcess: ProcessWow64Information";
        let narrow = ffi::process::information_of::<{ size_of::<usize>() }>(&self.0.handle, ProcessWow64Information);
        let narrow = usize::from_ne_bytes(narrow.map_err(|error| self.0.error(CALL, error))?) as u64;
        if narrow != 0 {
            return Ok(Some((narrow, WordSize::Bits32)));
        }
        let address = basic_information_of(self.0)?.peb_address;
        Ok((address != 0).then_some((address, WordSize::HOST)))
    }

    fn read(&self, address: u64, size: u64) -> Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(size).map_err(|_| Error::malformed(CALL))?];
        if !bytes.is_empty() {
            let read = ffi::process_memory::read(&self.0.handle, address, &mut bytes);
            read.map_err(|error| self.0.error(CALL, error))?;
        }
        Ok(bytes)
    }
}
