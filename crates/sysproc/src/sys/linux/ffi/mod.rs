//! All unsafe code of this backend: calls that rustix does not have, or leaves unsafe.
#![allow(unsafe_code)]

pub(super) mod affinity;
pub(super) mod ethtool;
pub(super) mod fd;
pub(super) mod heap;
pub(super) mod ioprio;
pub(super) mod passwd;
pub(super) mod pidfd;
