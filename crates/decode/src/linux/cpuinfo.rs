//! `/proc/cpuinfo`: lines `key : value`, a block for each processor that is online.
//!
//! Each architecture writes its own keys (`arch/*/kernel/{setup,proc,processor,cpuinfo}.c`); what is asked for here has
//! these names:
//!
//! | | x86 | ARM | POWER | s390 | MIPS, LoongArch | RISC-V |
//! |---|---|---|---|---|---|---|
//! | number | `processor` | `processor` | `processor` | `cpu number` | `processor` | `processor` |
//! | model | `model name` | `model name`, `Processor` | `cpu` | `machine` | `cpu model`, `Model Name` | `uarch` |
//! | MHz | `cpu MHz` | | `clock` | `cpu MHz dynamic` | `CPU MHz` | |
//!
//! 64-bit ARM names no model at all.

use crate::text::{complete_lines, decimal, keyed, number};

/// What the file says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CpuInfo<'a> {
    /// One for each block.
    pub processors: Vec<Processor>,
    /// The model of the first processor that has one.
    pub model: Option<&'a [u8]>,
}

/// One processor.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Processor {
    /// The number that the kernel gave it.
    pub number: Option<u32>,
    /// The package that it is in: `physical id`, of x86 and s390.
    pub physical_id: Option<u32>,
    /// The core of the package: `core id`, of x86 and s390.
    pub core_id: Option<u32>,
    /// How fast it runs now.
    pub mhz: Option<f64>,
}

/// The keys of the model, the most telling first: on POWER, say, `machine` is the computer.
const MODEL_KEYS: [&[u8]; 9] =
    [b"model name", b"Model Name", b"cpu model", b"uarch", b"cpu", b"Processor", b"cpu type", b"CPU", b"machine"];

/// Reads the file.
#[must_use]
pub fn cpuinfo(text: &[u8]) -> CpuInfo<'_> {
    let mut info = CpuInfo::default();
    let mut rank = MODEL_KEYS.len();
    for (key, value) in keyed(complete_lines(text)) {
        let key = key.trim_ascii_end();
        if let Some(found) = MODEL_KEYS.iter().take(rank).position(|name| *name == key).filter(|_| !value.is_empty()) {
            (rank, info.model) = (found, Some(value));
        }
        if matches!(key, b"processor" | b"cpu number") {
            info.processors.push(Processor { number: small(value), ..Processor::default() });
        }
        let Some(processor) = info.processors.last_mut() else { continue };
        match key {
            b"physical id" => processor.physical_id = small(value),
            b"core id" => processor.core_id = small(value),
            b"cpu MHz" | b"CPU MHz" | b"cpu MHz dynamic" => processor.mhz = mhz(value),
            b"clock" => processor.mhz = value.strip_suffix(b"MHz").and_then(mhz),
            _ => {}
        }
    }
    info
}

fn small(value: &[u8]) -> Option<u32> {
    number(value)?.try_into().ok()
}

/// Zero is what a kernel writes that does not know.
fn mhz(value: &[u8]) -> Option<f64> {
    decimal(value).filter(|mhz| *mhz > 0.0)
}
