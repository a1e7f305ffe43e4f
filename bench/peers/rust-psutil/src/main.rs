//! Does the bench's works with the crate psutil; `bench/src/contender/peer.rs` says what is asked and answered.
//!
//! Its `Process` reads `stat` again for each question: with the argument `methods` that is how it lists. Otherwise it does by
//! the quickest that it makes public, each file of a process read once.

mod one;

use std::error::Error;
use std::io::Write;
use std::time::Duration;

use psutil::Pid;
use psutil::process::os::linux::{
    Oneshot, ProcessExt, ProcfsStat, ProcfsStatm, ProcfsStatus, procfs_stat, procfs_statm, procfs_status,
};
use psutil::process::{MemoryInfo, Process, ProcessCpuTimes, ProcessResult, Status, pids, processes};

use rustix::time::{ClockId, clock_gettime};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What the last work gave.
enum Answer {
    Pids(Vec<Pid>),
    Names(Vec<(Pid, String)>),
    Listing(Vec<Entry>),
    Methods(Vec<Asked>),
    One(String),
}

/// What the methods of a process gave.
struct Asked {
    pid: Pid,
    ppid: Option<Pid>,
    name: String,
    uid: u32,
    status: Status,
    cpu_times: ProcessCpuTimes,
    memory: MemoryInfo,
    threads: i64,
    _start: Duration,
}

struct Entry {
    stat: ProcfsStat,
    status: Option<ProcfsStatus>,
    statm: Option<ProcfsStatm>,
}

fn main() -> Result<()> {
    let by_methods = std::env::args().any(|argument| argument == "methods");
    let mut last = Answer::Pids(Vec::new());
    for question in std::io::stdin().lines() {
        match answer(&question?, by_methods, &mut last) {
            Ok(said) => println!("ok {said}"),
            Err(reason) => println!("error {reason}"),
        }
        std::io::stdout().flush()?;
    }
    Ok(())
}

fn answer(question: &str, by_methods: bool, last: &mut Answer) -> Result<String> {
    match *question.split(' ').collect::<Vec<_>>().as_slice() {
        ["version"] => Ok("psutil 5.4.0 (the Rust crate)".to_owned()),
        ["run", work, pid, times] => {
            let times: u32 = times.parse()?;
            let used = match one::work(work, pid.parse()?)? {
                Some(mut work) => {
                    let (used, said) = work(times)?;
                    *last = Answer::One(said);
                    used
                }
                None => timed(times, || {
                    *last = run(work, by_methods)?;
                    Ok(())
                })?,
            };
            Ok(format!("{} {}", used.as_nanos(), last.items()))
        }
        ["row", pid] => last.row(pid.parse()?),
        _ => Err("not a question".into()),
    }
}

fn timed(times: u32, mut work: impl FnMut() -> Result<()>) -> Result<Duration> {
    let start = processor_time()?;
    for _ in 0..times {
        work()?;
    }
    Ok(processor_time()?.saturating_sub(start))
}

/// What this process has used, in user code and in the kernel.
fn processor_time() -> Result<Duration> {
    Ok(clock_gettime(ClockId::ProcessCPUTime).try_into()?)
}

fn run(work: &str, by_methods: bool) -> Result<Answer> {
    Ok(match work {
        "pids" => Answer::Pids(pids()?),
        "names" => {
            let all = processes()?.into_iter().flatten();
            Answer::Names(all.map(|process| (process.pid(), process.name_oneshot())).collect())
        }
        "list" if by_methods => {
            let all = processes()?.into_iter().flatten();
            Answer::Methods(all.filter_map(|process| ask(&process).ok()).collect())
        }
        "list-stat" => listing(false, false)?,
        "list" => listing(true, false)?,
        "list-memory" => listing(true, true)?,
        _ => return Err("it does not know this work".into()),
    })
}

fn ask(process: &Process) -> ProcessResult<Asked> {
    Ok(Asked {
        pid: process.pid(),
        ppid: process.ppid()?,
        name: process.name()?,
        uid: process.procfs_status()?.uid[0],
        status: process.status()?,
        cpu_times: process.cpu_times()?,
        memory: process.memory_info()?,
        // Its num_threads() is not written yet.
        threads: process.procfs_stat()?.num_threads,
        _start: process.create_time(),
    })
}

/// Those that end meanwhile are left out.
fn listing(status: bool, statm: bool) -> Result<Answer> {
    let read = |pid| {
        Some(Entry {
            stat: procfs_stat(pid).ok()?,
            status: if status { Some(procfs_status(pid).ok()?) } else { None },
            statm: if statm { Some(procfs_statm(pid).ok()?) } else { None },
        })
    };
    Ok(Answer::Listing(pids()?.into_iter().filter_map(read).collect()))
}

impl Answer {
    fn items(&self) -> usize {
        match self {
            Self::Pids(pids) => pids.len(),
            Self::Names(names) => names.len(),
            Self::Listing(entries) => entries.len(),
            Self::Methods(asked) => asked.len(),
            Self::One(_) => 1,
        }
    }

    /// What it says of one process: `field=value`, with tabs between.
    fn row(&self, wanted: Pid) -> Result<String> {
        let row = match self {
            Self::Pids(pids) => pids.contains(&wanted).then(String::new),
            Self::Names(names) => names.iter().find(|(pid, _)| *pid == wanted).map(|(_, name)| format!("name={name}")),
            Self::Listing(entries) => entries.iter().find(|entry| entry.stat.pid == wanted).map(Entry::row),
            Self::Methods(asked) => asked.iter().find(|asked| asked.pid == wanted).map(Asked::row),
            Self::One(said) => Some(said.clone()),
        };
        row.ok_or_else(|| "it does not list this process".into())
    }
}

impl Asked {
    fn row(&self) -> String {
        format!(
            "ppid={}\tname={}\tuid={}\tstatus={}\tcpu={}\trss={}\tvms={}\tthreads={}",
            self.ppid.unwrap_or_default(),
            self.name,
            self.uid,
            status_text(&self.status),
            self.cpu_times.busy().as_secs_f64(),
            self.memory.rss(),
            self.memory.vms(),
            self.threads,
        )
    }
}

impl Entry {
    fn row(&self) -> String {
        let Self { stat, status, statm } = self;
        let mut row = format!(
            "name={}\tstatus={}\trss={}\tvms={}\tthreads={}\tcpu={}",
            stat.comm,
            status_text(&stat.state),
            stat.rss,
            stat.vsize,
            stat.num_threads,
            (stat.utime + stat.stime).as_secs_f64(),
        );
        if let Some(ppid) = stat.ppid {
            row += &format!("\tppid={ppid}");
        }
        if let Some(status) = status {
            row += &format!("\tuid={}", status.uid[0]);
        }
        if let Some(statm) = statm {
            row += &format!("\tshared={}\ttext={}\tdata={}", statm.shared, statm.text, statm.data);
        }
        row
    }
}

fn status_text(status: &Status) -> &'static str {
    if matches!(status, Status::Sleeping) { "sleeping" } else { "not sleeping" }
}
