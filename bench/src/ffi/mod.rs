//! The calls that rustix lacks.

pub(crate) mod children;
pub(crate) mod ethtool;
pub(crate) mod pidfd;
