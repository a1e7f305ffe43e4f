//! `SYSTEM_PROCESS_INFORMATION`: all processes with their threads, in one buffer.
//!
//! Each entry says how far it is to the next, and has its threads behind it and its name somewhere in the buffer. Under
//! Wine entries stand at any address. The layout is that of Windows 7 and later.

use super::{UnicodeString, Utf16, fields};
use crate::bytes::WordSize;

/// A process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcessInformation<'a> {
    /// How many threads it has.
    pub number_of_threads: u32,
    /// Bytes of its working set that nobody shares.
    pub working_set_private_size: u64,
    /// Page faults that were served from disk.
    pub hard_fault_count: u32,
    /// When it was started, in units of 100 ns since 1601; 0 for the idle process.
    pub create_time: u64,
    /// Time in user code, in units of 100 ns.
    pub user_time: u64,
    /// Time in the kernel, in units of 100 ns.
    pub kernel_time: u64,
    /// The file name of its program; empty for the idle process.
    pub image_name: Utf16<'a>,
    /// The priority that its threads start from.
    pub base_priority: i32,
    /// Its pid.
    pub pid: u32,
    /// The pid of the process that started it.
    pub parent_pid: u32,
    /// How many handles it has open.
    pub handle_count: u32,
    /// The session that it is in.
    pub session_id: u32,
    /// The most address space that was in use, in bytes.
    pub peak_virtual_size: u64,
    /// Address space in use, in bytes.
    pub virtual_size: u64,
    /// Page faults.
    pub page_fault_count: u32,
    /// The largest working set, in bytes.
    pub peak_working_set_size: u64,
    /// The working set, in bytes.
    pub working_set_size: u64,
    /// The most that was charged for paged memory of the kernel, in bytes.
    pub quota_peak_paged_pool_usage: u64,
    /// What is charged for paged memory of the kernel, in bytes.
    pub quota_paged_pool_usage: u64,
    /// The most that was charged for memory of the kernel that is never paged, in bytes.
    pub quota_peak_non_paged_pool_usage: u64,
    /// What is charged for memory of the kernel that is never paged, in bytes.
    pub quota_non_paged_pool_usage: u64,
    /// Memory that is committed, in bytes.
    pub pagefile_usage: u64,
    /// The most memory that was committed, in bytes.
    pub peak_pagefile_usage: u64,
    /// Committed memory that cannot be shared: bytes, whatever the name says.
    pub private_page_count: u64,
    /// Read operations.
    pub read_operation_count: u64,
    /// Write operations.
    pub write_operation_count: u64,
    /// Other operations.
    pub other_operation_count: u64,
    /// Bytes of read operations.
    pub read_transfer_count: u64,
    /// Bytes of write operations.
    pub write_transfer_count: u64,
    /// Bytes of other operations.
    pub other_transfer_count: u64,
    /// The threads that follow.
    threads: &'a [u8],
    word: WordSize,
}

/// A thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreadInformation {
    /// Time in the kernel, in units of 100 ns.
    pub kernel_time: u64,
    /// Time in user code, in units of 100 ns.
    pub user_time: u64,
    /// When it was started, in units of 100 ns since 1601.
    pub create_time: u64,
    /// Its id.
    pub id: u64,
    /// How often it left the processor.
    pub context_switches: u32,
    /// What it is doing: [`WAITING`] among others.
    pub state: u32,
    /// Why it waits, if it does: [`SUSPENDED`] among others.
    pub wait_reason: u32,
}

/// The state of a thread that could run and waits for a processor, `Ready` of `KTHREAD_STATE`.
pub const READY: u32 = 1;
/// The state of a thread that waits, `Waiting` of `KTHREAD_STATE`.
pub const WAITING: u32 = 5;
/// The reason of a thread that waits to be resumed, `Suspended` of `KWAIT_REASON`.
pub const SUSPENDED: u32 = 5;

/// How large an entry is, and each thread behind it.
const fn sizes(word: WordSize) -> (usize, usize) {
    match word {
        WordSize::Bits32 => (0xb8, 0x40),
        WordSize::Bits64 => (0x100, 0x50),
    }
}

/// The processes in a buffer that stood at the address `base`, which the names refer to. An entry that is not whole, and
/// all after it, are left out.
pub fn processes(buffer: &[u8], base: u64, word: WordSize) -> impl Iterator<Item = ProcessInformation<'_>> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start: usize = next?;
        let rest = buffer.get(start..)?;
        let (size, _) = sizes(word);
        let to_next = usize::try_from(fields(rest, word).u32()?).ok()?;
        // Less than an entry further there can be none: whoever goes on by so little goes on for long.
        next = start.checked_add(to_next).filter(|_| to_next >= size);
        let entry = if to_next == 0 { rest } else { rest.get(..to_next)? };
        decode(entry, entry.get(size..)?, |name| name.within(buffer, base), word)
    })
}

fn decode<'a>(
    entry: &[u8],
    threads: &'a [u8],
    text: impl FnOnce(UnicodeString) -> Option<Utf16<'a>>,
    word: WordSize,
) -> Option<ProcessInformation<'a>> {
    let mut entry = fields(entry, word);
    let _next_entry = entry.u32()?;
    let number_of_threads = entry.u32()?;
    let working_set_private_size = entry.u64()?;
    let hard_fault_count = entry.u32()?;
    let _most_threads = entry.u32()?;
    let _cycles = entry.u64()?;
    let create_time = entry.u64()?;
    let user_time = entry.u64()?;
    let kernel_time = entry.u64()?;
    let image_name = text(UnicodeString::read(&mut entry)?).unwrap_or_default();
    let base_priority = entry.i32()?;
    let pid = entry.word()?.try_into().ok()?;
    let parent_pid = entry.word()?.try_into().ok()?;
    let handle_count = entry.u32()?;
    let session_id = entry.u32()?;
    let _key = entry.word()?;
    Some(ProcessInformation {
        number_of_threads,
        working_set_private_size,
        hard_fault_count,
        create_time,
        user_time,
        kernel_time,
        image_name,
        base_priority,
        pid,
        parent_pid,
        handle_count,
        session_id,
        // In the order of the struct, since each is read when it is named.
        peak_virtual_size: entry.word()?,
        virtual_size: entry.word()?,
        page_fault_count: entry.u32()?,
        peak_working_set_size: entry.word()?,
        working_set_size: entry.word()?,
        quota_peak_paged_pool_usage: entry.word()?,
        quota_paged_pool_usage: entry.word()?,
        quota_peak_non_paged_pool_usage: entry.word()?,
        quota_non_paged_pool_usage: entry.word()?,
        pagefile_usage: entry.word()?,
        peak_pagefile_usage: entry.word()?,
        private_page_count: entry.word()?,
        read_operation_count: entry.u64()?,
        write_operation_count: entry.u64()?,
        other_operation_count: entry.u64()?,
        read_transfer_count: entry.u64()?,
        write_transfer_count: entry.u64()?,
        other_transfer_count: entry.u64()?,
        threads,
        word,
    })
}

impl<'a> ProcessInformation<'a> {
    /// Its threads. One that is not whole, as in a buffer that was cut, is left out.
    pub fn threads(&self) -> impl Iterator<Item = ThreadInformation> + use<'a> {
        let word = self.word;
        let (_, size) = sizes(word);
        let count = usize::try_from(self.number_of_threads).unwrap_or(usize::MAX);
        self.threads.chunks_exact(size).take(count).filter_map(move |thread| decode_thread(thread, word))
    }
}

fn decode_thread(thread: &[u8], word: WordSize) -> Option<ThreadInformation> {
    let mut thread = fields(thread, word);
    let kernel_time = thread.u64()?;
    let user_time = thread.u64()?;
    let create_time = thread.u64()?;
    let _wait_time = thread.u32()?;
    let _start_address = thread.word()?;
    let _pid = thread.word()?;
    let id = thread.word()?;
    let _priority = thread.i32()?;
    let _base_priority = thread.i32()?;
    Some(ThreadInformation {
        kernel_time,
        user_time,
        create_time,
        id,
        context_switches: thread.u32()?,
        state: thread.u32()?,
        wait_reason: thread.u32()?,
    })
}
