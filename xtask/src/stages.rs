//! Stages of a run: each is shown with its time, a failed one does not stop the others, and a summary closes the run.

use std::time::{Duration, Instant};

use crate::project::Result;

#[derive(Default)]
pub(crate) struct Stages {
    done: Vec<Stage>,
}

struct Stage {
    name: &'static str,
    took: Duration,
    failure: Option<String>,
}

impl Stages {
    pub(crate) fn run(&mut self, name: &'static str, stage: impl FnOnce() -> Result) {
        println!("\n=== {name}");
        let started = Instant::now();
        let failure = stage().err().map(|error| error.to_string());
        let took = started.elapsed();
        if let Some(failure) = &failure {
            println!("{failure}");
        }
        println!("=== {name}: {} after {} s", verdict(failure.is_some()), took.as_secs());
        self.done.push(Stage { name, took, failure });
    }

    /// Prints the summary; an error if a stage failed.
    pub(crate) fn finish(self) -> Result {
        println!("\n=== summary");
        for stage in &self.done {
            let failure = stage.failure.as_deref().unwrap_or_default();
            println!(
                "{:6} {:>4} s  {:<16} {failure}",
                verdict(stage.failure.is_some()),
                stage.took.as_secs(),
                stage.name
            );
        }
        let total: Duration = self.done.iter().map(|stage| stage.took).sum();
        println!("{:6} {:>4} s  in all", "", total.as_secs());
        let failed: Vec<_> = self.done.iter().filter(|s| s.failure.is_some()).map(|s| s.name).collect();
        if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
    }
}

fn verdict(failed: bool) -> &'static str {
    if failed { "FAILED" } else { "ok" }
}

#[cfg(test)]
mod tests {
    use super::Stages;

    #[test]
    fn a_failed_stage_fails_the_run_but_not_the_next_stage() {
        let mut stages = Stages::default();
        let mut reached = false;
        stages.run("first", || Err("broken".into()));
        stages.run("second", || {
            reached = true;
            Ok(())
        });
        assert!(reached);
        assert_eq!(stages.finish().unwrap_err().to_string(), "failed: first");
    }
}
