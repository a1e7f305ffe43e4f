//! What the user may have meant by a name that does not exist.

/// The candidate that differs least from `name`, if it differs little: a missing, added, wrong or swapped letter for
/// each three of the name.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let distances = candidates.into_iter().map(|other| (strsim::osa_distance(&name, &other.to_lowercase()), other));
    let (distance, found) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= name.chars().count().div_ceil(3)).then_some(found)
}

/// `; did you mean "x"?`, or nothing.
pub(crate) fn hint<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, candidates).map(|found| format!("; did you mean {found:?}?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_understood() {
        let columns = ["pid", "name", "rss", "cpu_percent"];
        assert_eq!(nearest("nmae", columns), Some("name"));
        assert_eq!(nearest("RSSS", columns), Some("rss"));
        assert_eq!(nearest("cpu_precent", columns), Some("cpu_percent"));
        assert_eq!(nearest("zzzz", columns), None);
        assert_eq!(nearest("", columns), None);
    }
}
