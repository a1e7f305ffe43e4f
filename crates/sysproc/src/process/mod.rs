//! Processes: the handle, what can be asked of one, lists, trees, waiting, signals and control.

mod control;
mod getters;
mod group;
mod hold;
mod identity;
mod list;
mod memory;
mod percent;
mod signal;
mod snapshot;
mod tree;
mod types;
mod wait;
mod watcher;

pub use group::{GroupLimit, GroupLimits};
pub use hold::Hold;
pub use identity::{Process, StartTime};
pub use list::Listing;
pub use memory::{
    BsdMemory, LinuxMemory, MacosMemory, MemoryExtra, MemoryFootprint, MemoryFullInfo, MemoryInfo, MemoryInfoEx,
    MemoryMap, MemoryMapGroup, MemorySize, WindowsMemory,
};
pub use percent::CpuPercent;
pub use signal::{ParseSignalError, Signal};
pub use snapshot::{Field, Fields, Snapshot};
pub use tree::Tree;
pub use types::{
    CtxSwitches, Descriptor, DescriptorKind, Gids, Ids, IoClass, IoCounters, IoPriority, Limits, OpenFile, OpenMode,
    PageFaults, ProcessCpuTimes, Resource, Status, Thread, Uids,
};
pub(crate) use wait::WaitFor;
pub use wait::{Exit, Waited};
pub use watcher::Watcher;
