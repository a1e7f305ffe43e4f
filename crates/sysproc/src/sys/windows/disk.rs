pub(crate) use crate::sys::unsupported::disk::{io_counters, partitions, usage};
