//! Questions to a file system that may never be answered, since its server is gone.
//!
//! No system can ask with a deadline, and who asks a dead server cannot even be killed. So a thread asks, and is left
//! behind when the time is over. It is remembered, so that a program that looks again and again leaves one thread for a
//! path, not one each time.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError, Weak};
use std::time::Duration;

use crate::{Error, Result};

/// A thread that was left behind.
struct Unanswered {
    /// The process that it is in: a fork has the list, but not the threads.
    process: u32,
    path: PathBuf,
    /// The thread holds on to it as long as it asks.
    asking: Weak<()>,
}

static UNANSWERED: Mutex<Vec<Unanswered>> = Mutex::new(Vec::new());

/// The list. Another thread has it for moments only; but a fork can leave it locked for ever, so that it is not waited for.
fn unanswered() -> Option<MutexGuard<'static, Vec<Unanswered>>> {
    (0..1000).find_map(|_| match UNANSWERED.try_lock() {
        Ok(all) => Some(all),
        Err(TryLockError::Poisoned(all)) => Some(all.into_inner()),
        Err(TryLockError::WouldBlock) => {
            std::thread::yield_now();
            None
        }
    })
}

/// What `question` answers about `path` in this time. Fails at once while an earlier question about it is unanswered.
pub(crate) fn ask<T: Send + 'static>(
    path: &Path,
    timeout: Duration,
    question: impl FnOnce(&Path) -> Result<T> + Send + 'static,
) -> Result<T> {
    let expired = || Error::TimeoutExpired { pid: None, timeout };
    if is_unanswered(path) {
        return Err(expired());
    }
    let (sender, receiver) = sync_channel(1);
    let token = Arc::new(());
    let left = Unanswered { process: std::process::id(), path: path.to_owned(), asking: Arc::downgrade(&token) };
    let path = path.to_owned();
    let thread = std::thread::Builder::new().name("sysproc-asks".into());
    let spawned = thread.spawn(move || {
        // Nobody may be there to take it any more.
        let _ = sender.send(question(&path));
        drop(token);
    });
    spawned.map_err(|error| Error::system("thread", error))?;
    match receiver.recv_timeout(timeout) {
        Ok(answer) => answer,
        Err(RecvTimeoutError::Timeout) => {
            if let Some(mut all) = unanswered() {
                all.push(left);
            }
            Err(expired())
        }
        Err(RecvTimeoutError::Disconnected) => Err(Error::malformed("thread")),
    }
}

fn is_unanswered(path: &Path) -> bool {
    let Some(mut all) = unanswered() else { return false };
    let process = std::process::id();
    all.retain(|left| left.process == process && left.asking.strong_count() > 0);
    all.iter().any(|left| left.path == path)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const LONG: Duration = Duration::from_secs(100);

    #[test]
    fn an_answer_in_time() {
        let length = ask(Path::new("/answers"), LONG, |path| Ok(path.as_os_str().len()));
        assert_eq!(length.unwrap(), 8);
        assert!(matches!(
            ask(Path::new("/answers"), LONG, |_| Err::<(), _>(Error::invalid("no"))),
            Err(Error::InvalidArgument(_))
        ));
    }

    #[test]
    fn a_path_that_does_not_answer_is_asked_by_one_thread_only() {
        let path = Path::new("/does/not/answer");
        let (answer, wait) = channel::<()>();
        let first = ask(path, Duration::from_millis(1), move |_| Ok(wait.recv().is_ok()));
        assert!(matches!(first, Err(Error::TimeoutExpired { pid: None, .. })));
        let second = ask(path, LONG, |_| -> Result<()> { unreachable!("nobody asks a second time") });
        assert!(matches!(second, Err(Error::TimeoutExpired { .. })), "and nobody waits for it");
        assert!(ask(Path::new("/"), LONG, |_| Ok(())).is_ok(), "others are still asked");
        answer.send(()).unwrap();
        while ask(path, LONG, |_| Ok(())).is_err() {
            std::thread::yield_now();
        }
    }
}
