//! How things look: text made harmless, units, colours, lines, tables, meters, times.

mod color;
mod gauge;
mod line;
mod meter;
mod table;
mod text;
mod time;
mod units;
mod width;

pub(crate) use color::{Palette, Role};
pub(crate) use gauge::{LABEL, bar, gauge, processors};
pub(crate) use line::Line;
pub(crate) use meter::{level, meter, spark};
pub(crate) use table::{GAP, Head, Table, fit, join};
pub(crate) use text::{counted, is_harmful, safe, width};
pub(crate) use time::{clock, duration, long_duration, moment, rfc3339, time_of_day};
pub(crate) use units::{Units, bytes_long, one_decimal};
pub(crate) use width::Width;
