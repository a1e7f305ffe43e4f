//! Load averages on a system that keeps none.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::cpu::LoadAverage;
use crate::{Error, Result, System};

/// How often the kernels that keep load averages look, and psutil on Windows.
const INTERVAL: Duration = Duration::from_secs(5);

/// Load averages made from what the system tells of the moment, on systems that keep none: Windows.
///
/// As the kernels do that keep some: what was fades, and the queue of threads since the last sample takes its place. Samples
/// are best taken every five seconds; until one has been taken for a while, the averages are too low.
/// [`LoadMonitor`] takes them by itself.
///
/// ```
/// use std::time::{Duration, Instant};
/// use sysproc::sampler::LoadSampler;
/// let (began, mut load) = (Instant::now(), LoadSampler::new());
/// assert_eq!(load.update(began, 4).one, 0.0, "nothing is known of the time before");
/// let later = load.update(began + Duration::from_secs(3600), 4);
/// assert!((later.one - 4.0).abs() < 0.1);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct LoadSampler {
    averages: LoadAverage,
    last: Option<Instant>,
}

impl LoadSampler {
    /// Without a sample yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a sample and gives the averages.
    ///
    /// # Errors
    /// As [`System::queued_threads`].
    pub fn sample(&mut self, system: &System) -> Result<LoadAverage> {
        let queued = system.queued_threads()?;
        Ok(self.update(Instant::now(), queued))
    }

    /// Takes a sample that was made elsewhere: so many threads were queued at this time.
    pub fn update(&mut self, now: Instant, queued: usize) -> LoadAverage {
        let elapsed = self.last.map_or(Duration::ZERO, |last| now.saturating_duration_since(last));
        self.last = Some(now);
        let faded = |average: f64, minutes: f64| {
            let kept = (-elapsed.as_secs_f64() / (minutes * 60.0)).exp();
            average * kept + queued as f64 * (1.0 - kept)
        };
        let LoadAverage { one, five, fifteen } = self.averages;
        self.averages = LoadAverage { one: faded(one, 1.0), five: faded(five, 5.0), fifteen: faded(fifteen, 15.0) };
        self.averages
    }

    /// The averages as of the last sample.
    #[must_use]
    pub fn averages(&self) -> LoadAverage {
        self.averages
    }
}

/// A [`LoadSampler`] that a thread of its own feeds every five seconds, until this is dropped.
#[derive(Debug)]
pub struct LoadMonitor {
    sampler: Arc<Mutex<LoadSampler>>,
    /// The thread ends when this is gone.
    _stop: Sender<()>,
}

impl LoadMonitor {
    /// Takes a first sample and starts the thread. A sample that fails later is left out.
    ///
    /// # Errors
    /// As [`System::queued_threads`]; [`Error::System`] if no thread can be started.
    pub fn start(system: &System) -> Result<Self> {
        let mut sampler = LoadSampler::new();
        sampler.sample(system)?;
        let sampler = Arc::new(Mutex::new(sampler));
        let (stop, stopped) = channel();
        let (fed, system) = (Arc::clone(&sampler), system.clone());
        let feed = move || {
            while stopped.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                let Ok(queued) = system.queued_threads() else { continue };
                fed.lock().unwrap_or_else(PoisonError::into_inner).update(Instant::now(), queued);
            }
        };
        let started = thread::Builder::new().name("load averages".into()).spawn(feed);
        started.map_err(|error| Error::system("thread", error))?;
        Ok(Self { sampler, _stop: stop })
    }

    /// The averages now; all 0 in the first seconds.
    #[must_use]
    pub fn averages(&self) -> LoadAverage {
        self.sampler.lock().unwrap_or_else(PoisonError::into_inner).averages()
    }
}
