//! Services are Windows' own.

pub(crate) use crate::sys::unsupported::service::{config, description, find, list, state};
