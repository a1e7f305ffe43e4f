//! Percentages that cannot come out impossible.

/// `part` of `whole`, in percent; 0 of nothing.
pub(crate) fn of(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 * 100.0 }
}
