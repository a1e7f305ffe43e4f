//! Times and durations, for people and for programs.

use std::time::{Duration, SystemTime};

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// An instant for programs, as RFC 3339 writes it, in UTC.
pub(crate) fn rfc3339(instant: SystemTime) -> Option<String> {
    Timestamp::try_from(instant).ok().map(|stamp| stamp.to_string())
}

/// An instant, by the local clock: the time of day for today, else the day, else the year.
pub(crate) fn clock(instant: SystemTime) -> String {
    let Some(then) = local(instant) else { return "-".into() };
    let now = ZonedDateTime::now();
    let format = match () {
        () if then.date() == now.date() => "%H:%M",
        () if then.year() == now.year() => "%b %d",
        () => "%Y",
    };
    then.strftime(format).to_string()
}

/// The time of day, by the local clock.
pub(crate) fn time_of_day(instant: SystemTime) -> String {
    local(instant).map_or_else(|| "-".into(), |then| then.strftime("%H:%M:%S").to_string())
}

/// An instant, by the local clock, in full.
pub(crate) fn moment(instant: SystemTime) -> String {
    local(instant).map_or_else(|| "-".into(), |then| then.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

fn local(instant: SystemTime) -> Option<ZonedDateTime> {
    Some(Timestamp::try_from(instant).ok()?.to_zoned_datetime(TimeZone::system()))
}

/// A duration in a table: `0:07`, `12:41`, `3:05:10`, `2d03:05`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    let (days, hours, minutes) = (seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / MINUTE);
    match (days, hours) {
        (0, 0) => format!("{minutes}:{:02}", seconds % MINUTE),
        (0, _) => format!("{hours}:{minutes:02}:{:02}", seconds % MINUTE),
        _ => format!("{days}d{hours:02}:{minutes:02}"),
    }
}

/// A duration in running text, to the minute: `3 days 4 h 12 min`.
pub(crate) fn long_duration(time: Duration) -> String {
    let seconds = time.as_secs();
    let (days, hours, minutes) = (seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / MINUTE);
    let day = if days == 1 { "day" } else { "days" };
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min"),
        (0, ..) => format!("{hours} h {minutes} min"),
        _ => format!("{days} {day} {hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_say_what_matters() {
        let shown = [0, 7, 761, 11_110, 183_900].map(Duration::from_secs);
        assert_eq!(shown.map(duration), ["0:00", "0:07", "12:41", "3:05:10", "2d03:05"]);
        assert_eq!(shown.map(long_duration), ["0 s", "7 s", "12 min", "3 h 5 min", "2 days 3 h 5 min"]);
        assert_eq!(long_duration(Duration::from_secs(90_000)), "1 day 1 h 0 min");
    }

    #[test]
    fn instants_for_programs_are_utc() {
        let instant = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_250);
        assert_eq!(rfc3339(instant).as_deref(), Some("2023-11-14T22:13:20.25Z"));
    }
}
