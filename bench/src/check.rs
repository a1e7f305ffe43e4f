//! Whether the contenders do the same work: none is compared by its time that says something else.

use crate::Result;
use crate::contender::{FLOOR, Row};

/// What one contender said.
pub(crate) struct Said {
    pub(crate) name: String,
    pub(crate) items: usize,
    /// Of the work's subject.
    pub(crate) row: Option<Row>,
}

/// Fails if two differ in a field of the subject, if one lacks it, or if their numbers of items are apart.
pub(crate) fn agree(said: &[Said]) -> Result<()> {
    // The floor may have to look at more than what is found.
    let fewest = said.iter().filter(|one| one.name != FLOOR).map(|one| one.items).min().unwrap_or_default();
    for (number, one) in said.iter().enumerate() {
        let row = one.row.as_ref().ok_or_else(|| format!("{} does not list the process that was started", one.name))?;
        // Processes that are not ours come and go.
        if one.name != FLOOR && one.items > fewest + fewest / 5 + 20 {
            return Err(format!("{} lists {} items, another {fewest}", one.name, one.items).into());
        }
        for other in &said[..number] {
            if let Some(difference) = other.row.as_ref().and_then(|other| other.difference(row)) {
                return Err(format!("{} and {} differ: {difference}", other.name, one.name).into());
            }
        }
    }
    Ok(())
}
