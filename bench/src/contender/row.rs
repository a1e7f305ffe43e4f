//! What a contender says of one process, for comparing.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::{Duration, SystemTime};

/// What a contender says of one process: values by the name of the field. A field that it does not give is not there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row(BTreeMap<String, String>);

impl Row {
    /// With one more field.
    pub(crate) fn with(mut self, field: &str, value: impl Display) -> Self {
        self.0.insert(field.to_owned(), value.to_string());
        self
    }

    /// With the processor time used.
    pub(crate) fn with_cpu(self, time: Duration) -> Self {
        self.with("cpu", time.as_secs_f64())
    }

    /// With the time of the start.
    pub(crate) fn with_start(self, start: SystemTime) -> Self {
        let since = start.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.with("start", since.as_secs_f64())
    }

    /// As a peer in another program writes it: `field=value`, with tabs between.
    pub(crate) fn parse(text: &str) -> Self {
        Self(text.split('\t').filter_map(|pair| pair.split_once('=')).map(|(f, v)| (f.into(), v.into())).collect())
    }

    /// The first field of which both say something, and not the same.
    pub(crate) fn difference(&self, other: &Self) -> Option<String> {
        self.0.iter().find_map(|(field, mine)| {
            let theirs = other.0.get(field)?;
            (!same(field, mine, theirs)).then(|| format!("{field} is {mine} for one, {theirs} for the other"))
        })
    }
}

/// Whether two say the same. Times are rounded to ticks, milliseconds or seconds.
fn same(field: &str, a: &str, b: &str) -> bool {
    let tolerance = match field {
        "cpu" => 0.03,
        // The kernel rounds it in stat, by some pages on each processor, but not in statm.
        "rss" => 6_000_000.0,
        "start" => 2.0,
        _ => return a == b,
    };
    matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(a), Ok(b)) if (a - b).abs() <= tolerance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_both_say_is_compared() {
        let one = Row::default().with("uid", 0).with("name", "sleeper");
        assert_eq!(one.difference(&Row::parse("name=sleeper\tppid=7")), None);
        assert!(one.difference(&Row::parse("uid=1\tname=sleeper")).is_some_and(|text| text.contains("uid")));
    }

    #[test]
    fn times_may_be_rounded() {
        let one = Row::default().with_cpu(Duration::from_millis(204)).with("start", 1000.25);
        assert_eq!(one.difference(&Row::parse("cpu=0.2\tstart=999")), None);
        assert!(one.difference(&Row::parse("cpu=0.0\tstart=999")).is_some());
        assert!(one.difference(&Row::parse("cpu=0.2\tstart=soon")).is_some());
    }
}
