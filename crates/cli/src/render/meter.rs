//! Bars.

use super::{Line, Role};

/// From how many percent on a share is worth a look, and from how many it is an alarm.
const WARNING: f64 = 70.0;
const ALARM: f64 = 90.0;

/// What a share of something finite says of it.
pub(crate) fn level(percent: f64) -> Role {
    match percent {
        p if p >= ALARM => Role::Alarm,
        p if p >= WARNING => Role::Warning,
        _ => Role::Good,
    }
}

/// A bar of `cells` cells; heavy and thin, so that it can be read without colours too.
pub(crate) fn meter(percent: f64, cells: usize) -> Line {
    let filled = (percent.clamp(0.0, 100.0) / 100.0 * cells as f64).round() as usize;
    // Something is not nothing.
    let filled = if percent > 0.0 { filled.max(1) } else { filled }.min(cells);
    Line::new().with(level(percent), "━".repeat(filled)).with(Role::Faint, "─".repeat(cells.saturating_sub(filled)))
}

/// One cell for a share: `▁` to `█`.
pub(crate) fn spark(percent: f64) -> Line {
    const STEPS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    let step = (percent.clamp(0.0, 100.0) / 100.0 * 7.0).round() as usize;
    Line::new().with(level(percent), STEPS.get(step).copied().unwrap_or("█"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Palette;

    #[test]
    fn a_bar_has_its_length_whatever_the_share() {
        let drawn = |percent| meter(percent, 4).painted(Palette::Plain);
        assert_eq!([0.0, 0.1, 50.0, 99.9, 100.0, 250.0].map(drawn), ["────", "━───", "━━──", "━━━━", "━━━━", "━━━━"]);
        assert_eq!(drawn(f64::NAN), "────");
        assert_eq!([0.0, 50.0, 100.0].map(|p| spark(p).painted(Palette::Plain)), ["▁", "▅", "█"]);
    }
}
