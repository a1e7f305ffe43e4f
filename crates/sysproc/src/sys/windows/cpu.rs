pub(crate) use crate::sys::unsupported::cpu::{
    count, count_physical, freq_per_cpu, load_average, stats, times, times_per_cpu, topology,
};
