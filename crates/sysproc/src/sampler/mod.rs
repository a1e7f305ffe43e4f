//! Rates: differences of two samples, owned by whoever wants them.
//!
//! Nothing here is global, so two callers do not disturb each other, and the first answer is `None` instead of a number
//! that means nothing. Counters that go backwards (the kernel's idle time can) count as unchanged.

mod load;

use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

use crate::cpu::CpuTimes;
use crate::disk::DiskIo;
use crate::net::NetIo;
use crate::{Result, System, sys};

pub use load::{LoadMonitor, LoadSampler};

/// How the processors spent the time between two samples, in percent of all of it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CpuTimesPercent {
    /// Not idle and not waiting for disks.
    pub busy: f64,
    /// User code, guests too. This and the rest are as in [`CpuTimes`]; without those that others include (guests, and on
    /// Windows interrupts and deferred calls) they add up to 100.
    pub user: f64,
    /// Niced user code, niced guests too.
    pub nice: Option<f64>,
    /// Kernel code.
    pub system: f64,
    /// Idle.
    pub idle: f64,
    /// Waiting for disks.
    pub iowait: Option<f64>,
    /// Hardware interrupts.
    pub irq: Option<f64>,
    /// Soft interrupts.
    pub softirq: Option<f64>,
    /// Taken by the hypervisor.
    pub steal: Option<f64>,
    /// Guests.
    pub guest: Option<f64>,
    /// Niced guests.
    pub guest_nice: Option<f64>,
    /// Deferred procedure calls.
    pub dpc: Option<f64>,
}

/// How the processors spent the time since the last sample.
///
/// ```
/// # fn main() -> sysproc::Result<()> {
/// use sysproc::{System, sampler::CpuSampler};
/// let system = System::default();
/// let mut cpu = CpuSampler::new();
/// assert!(cpu.sample(&system)?.is_none(), "one sample alone says nothing");
/// std::thread::sleep(std::time::Duration::from_millis(30));
/// let now = cpu.sample(&system)?.expect("the second sample");
/// assert!((0.0..=100.0).contains(&now.busy));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Default)]
pub struct CpuSampler {
    total: Option<CpuTimes>,
    /// With the number of each processor.
    each: Vec<(u32, CpuTimes)>,
}

impl CpuSampler {
    /// Without a sample yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All processors together, since the last call; `None` the first time.
    ///
    /// # Errors
    /// As [`System::cpu_times`].
    pub fn sample(&mut self, system: &System) -> Result<Option<CpuTimesPercent>> {
        let now = system.cpu_times()?;
        Ok(self.total.replace(now).map(|before| CpuTimesPercent::between(&before, &now)))
    }

    /// Each processor, since the last call; empty the first time, and when processors came or went.
    ///
    /// # Errors
    /// As [`System::cpu_times_per_cpu`].
    ///
    /// # Platform
    /// As [`System::cpu_times_per_cpu`].
    pub fn sample_per_cpu(&mut self, system: &System) -> Result<Vec<CpuTimesPercent>> {
        let now = sys::cpu::times_per_cpu(system)?;
        let before = std::mem::replace(&mut self.each, now);
        // One may have gone and another come.
        if !before.iter().map(|(cpu, _)| cpu).eq(self.each.iter().map(|(cpu, _)| cpu)) {
            return Ok(Vec::new());
        }
        let pairs = before.iter().zip(&self.each);
        Ok(pairs.map(|((_, before), (_, now))| CpuTimesPercent::between(before, now)).collect())
    }
}

impl CpuTimesPercent {
    /// What lies between two samples of the same processors.
    #[must_use]
    pub fn between(before: &CpuTimes, now: &CpuTimes) -> Self {
        type Get = fn(&CpuTimes) -> Option<Duration>;
        // Guests are not among them: the kernel counts their time in user and nice. Nor is what Windows counts in system.
        const WORK: [Get; 6] = [
            |t| Some(t.user),
            |t| t.nice,
            |t| Some(t.system),
            |t| t.irq.filter(|_| t.dpc.is_none()),
            |t| t.softirq,
            |t| t.steal,
        ];
        const REST: [Get; 2] = [|t| Some(t.idle), |t| t.iowait];

        let spent = |get: Get| Some(get(now)?.saturating_sub(get(before)?).as_secs_f64());
        let busy: f64 = WORK.into_iter().filter_map(spent).sum();
        let total = busy + REST.into_iter().filter_map(spent).sum::<f64>();
        let share = |part: f64| if total > 0.0 { (part / total * 100.0).clamp(0.0, 100.0) } else { 0.0 };
        let of = |get: Get| spent(get).map(share);
        Self {
            busy: share(busy),
            user: of(|t| Some(t.user)).unwrap_or(0.0),
            nice: of(|t| t.nice),
            system: of(|t| Some(t.system)).unwrap_or(0.0),
            idle: of(|t| Some(t.idle)).unwrap_or(0.0),
            iowait: of(|t| t.iowait),
            irq: of(|t| t.irq),
            softirq: of(|t| t.softirq),
            steal: of(|t| t.steal),
            guest: of(|t| t.guest),
            guest_nice: of(|t| t.guest_nice),
            dpc: of(|t| t.dpc),
        }
    }
}

/// What a disk did between two samples.
///
/// ```
/// use std::time::Duration;
/// use sysproc::{disk::DiskIo, sampler::DiskRates};
/// let before = DiskIo { read_count: 10, read_time: Some(Duration::ZERO), ..DiskIo::default() };
/// let now = DiskIo { read_count: 30, read_time: Some(Duration::from_millis(100)), ..before };
/// let rates = DiskRates::between(&before, &now, Duration::from_secs(2));
/// assert_eq!(rates.reads, 10.0);
/// assert_eq!(rates.read_await, Some(Duration::from_millis(5)));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DiskRates {
    /// Reads completed a second.
    pub reads: f64,
    /// Writes completed a second.
    pub writes: f64,
    /// Bytes read a second.
    pub read_bytes: f64,
    /// Bytes written a second.
    pub write_bytes: f64,
    /// How long a read took on average, waiting included; `None` if there was none, or the system does not say.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub read_await: Option<Duration>,
    /// How long a write took on average, waiting included; `None` if there was none, or the system does not say.
    #[cfg_attr(feature = "serde", serde(with = "crate::text::seconds"))]
    pub write_await: Option<Duration>,
    /// How many requests were outstanding, on average over the time.
    pub queue: Option<f64>,
    /// The share of the time during which requests were outstanding, in percent, at most 100.
    pub utilization: Option<f64>,
}

impl DiskRates {
    /// From two samples, and the time that lies between them. Nothing happened in no time.
    #[must_use]
    pub fn between(before: &DiskIo, now: &DiskIo, elapsed: Duration) -> Self {
        let seconds = elapsed.as_secs_f64();
        if seconds <= 0.0 {
            return Self::default();
        }
        let did = now.zip(*before, u64::saturating_sub);
        let each = |total: Option<Duration>, count: u64| {
            let nanos = total?.as_nanos().checked_div(count.into())?;
            u64::try_from(nanos).ok().map(Duration::from_nanos)
        };
        Self {
            reads: did.read_count as f64 / seconds,
            writes: did.write_count as f64 / seconds,
            read_bytes: did.read_bytes as f64 / seconds,
            write_bytes: did.write_bytes as f64 / seconds,
            read_await: each(did.read_time, did.read_count),
            write_await: each(did.write_time, did.write_count),
            queue: did.queue_time.map(|time| time.as_secs_f64() / seconds),
            utilization: did.busy_time.map(|time| (time.as_secs_f64() / seconds * 100.0).min(100.0)),
        }
    }
}

/// Counters that must not run backwards: each is added on when it restarts. Kept by whoever reads them, one for each
/// source; a device that was gone for a while and comes back begins anew.
#[derive(Debug, Clone)]
pub struct WrapGuard<K, V> {
    last: HashMap<K, (V, V)>,
}

impl<K, V> Default for WrapGuard<K, V> {
    fn default() -> Self {
        Self { last: HashMap::new() }
    }
}

/// A set of counters that a [`WrapGuard`] can keep from running backwards.
pub trait Counters: Copy {
    /// Combines each counter of `self` with the same of `other`.
    #[must_use]
    fn zip(self, other: Self, with: impl Fn(u64, u64) -> u64) -> Self;
}

impl<K: Eq + Hash + Clone, V: Counters> WrapGuard<K, V> {
    /// Without a sample yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what was read now, and returns it with what was lost in restarts added on.
    pub fn update<M>(&mut self, counters: M) -> M
    where
        M: IntoIterator<Item = (K, V)> + FromIterator<(K, V)>,
    {
        let mut seen = HashMap::new();
        let grown = counters.into_iter().map(|(key, now)| {
            let offset = match self.last.get(&key) {
                Some((before, offset)) => {
                    let lost = before.zip(now, |before, now| if now < before { before } else { 0 });
                    offset.zip(lost, u64::saturating_add)
                }
                None => now.zip(now, |_, _| 0),
            };
            seen.insert(key.clone(), (now, offset));
            (key, now.zip(offset, u64::saturating_add))
        });
        let grown = grown.collect();
        self.last = seen;
        grown
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.last.clear();
    }
}

impl Counters for NetIo {
    fn zip(self, other: Self, with: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            bytes_sent: with(self.bytes_sent, other.bytes_sent),
            bytes_recv: with(self.bytes_recv, other.bytes_recv),
            packets_sent: with(self.packets_sent, other.packets_sent),
            packets_recv: with(self.packets_recv, other.packets_recv),
            errin: with(self.errin, other.errin),
            errout: with(self.errout, other.errout),
            dropin: with(self.dropin, other.dropin),
            dropout: with(self.dropout, other.dropout),
        }
    }
}

impl Counters for DiskIo {
    fn zip(self, other: Self, with: impl Fn(u64, u64) -> u64) -> Self {
        let counts = |a: Option<u64>, b: Option<u64>| Some(with(a?, b?));
        // The system counts milliseconds, which fit.
        let millis = |d: Duration| u64::try_from(d.as_millis()).unwrap_or(u64::MAX);
        let times =
            |a: Option<Duration>, b: Option<Duration>| Some(Duration::from_millis(with(millis(a?), millis(b?))));
        Self {
            read_count: with(self.read_count, other.read_count),
            write_count: with(self.write_count, other.write_count),
            read_bytes: with(self.read_bytes, other.read_bytes),
            write_bytes: with(self.write_bytes, other.write_bytes),
            read_time: times(self.read_time, other.read_time),
            write_time: times(self.write_time, other.write_time),
            read_merged_count: counts(self.read_merged_count, other.read_merged_count),
            write_merged_count: counts(self.write_merged_count, other.write_merged_count),
            busy_time: times(self.busy_time, other.busy_time),
            queue_time: times(self.queue_time, other.queue_time),
        }
    }
}
