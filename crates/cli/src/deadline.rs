//! Questions that may never be answered, such as how full a network mount is whose server is gone.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

/// Asks `question` of each of `subjects`, in order, and gives up on one after `patience`: its answer is `None`.
///
/// One thread asks them all. It is left behind when it hangs (the process's end takes it along), and another goes on.
pub(crate) fn ask_each<S, A>(subjects: Vec<S>, patience: Duration, question: fn(&S) -> A) -> Vec<Option<A>>
where
    S: Send + Sync + 'static,
    A: Send + 'static,
{
    let (count, subjects) = (subjects.len(), Arc::new(subjects));
    let mut answers = Vec::with_capacity(count);
    while answers.len() < count {
        let (sender, receiver) = mpsc::channel();
        let (subjects, from) = (Arc::clone(&subjects), answers.len());
        thread::spawn(move || {
            for subject in subjects.iter().skip(from) {
                if sender.send(question(subject)).is_err() {
                    break;
                }
            }
        });
        let timely = std::iter::from_fn(|| receiver.recv_timeout(patience).ok());
        answers.extend(timely.map(Some));
        // The thread hangs in the next one, or panicked over it.
        if answers.len() < count {
            answers.push(None);
        }
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_never_answers_costs_only_its_own_answer() {
        let answers = ask_each(vec![1, 2, 3, 4], Duration::from_secs(1), |number| {
            if number % 2 == 0 {
                thread::park();
            }
            number * 10
        });
        assert_eq!(answers, [Some(10), None, Some(30), None]);
    }

    #[test]
    fn nothing_is_asked_of_nobody() {
        assert_eq!(ask_each(Vec::<u8>::new(), Duration::ZERO, |n| *n), []);
    }
}
