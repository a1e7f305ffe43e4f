//! What a control group allows.

/// What a process's control group, and those that it is in, allow all that is in them together: of each the narrowest limit.
/// `None` is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct GroupLimits {
    /// Memory, in bytes. What is used is without cache of files that was not touched for long, which is given back first.
    pub memory: Option<GroupLimit>,
    /// Swap space, in bytes. Not of control groups of version 1.
    pub swap: Option<GroupLimit>,
    /// Processors: 1.5 is as much time as one and a half have.
    pub cpus: Option<f64>,
    /// Threads of all processes.
    pub tasks: Option<GroupLimit>,
}

/// A limit, and how much of it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct GroupLimit {
    /// How much there may be.
    pub most: u64,
    /// How much there is, in the group that has this limit.
    pub used: Option<u64>,
}
