pub(crate) use crate::sys::unsupported::net::{connections, if_addrs, if_stats, io_counters};
