//! Limits as they are written: `nofile=1024`, `as=4G:unlimited`, `cpu=5m`.

use sysproc::process::{Limits, Resource};

use crate::nearest::hint;

/// What a unit stands for.
type Units = &'static [(&'static str, u64)];

const BYTES: Units = &[("k", 1 << 10), ("m", 1 << 20), ("g", 1 << 30), ("t", 1 << 40), ("p", 1 << 50), ("e", 1 << 60)];
const SECONDS: Units = &[("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400)];
const MICROSECONDS: Units =
    &[("us", 1), ("ms", 1_000), ("s", 1_000_000), ("m", 60_000_000), ("h", 3_600_000_000), ("d", 86_400_000_000)];

/// A resource by its name.
pub(super) fn resource(name: &str) -> Result<Resource, String> {
    let found = Resource::NAMES.iter().find(|(known, _)| *known == name).map(|(_, resource)| *resource);
    found.ok_or_else(|| {
        let names = Resource::NAMES.iter().map(|(name, _)| *name);
        format!("no resource is called {name:?}{}", hint(name, names))
    })
}

/// A resource and its limits. What the system would refuse is refused here, before others are set.
pub(super) fn limits(text: &str) -> Result<(Resource, Limits), String> {
    let (name, limits) = text.split_once('=').ok_or("expected RESOURCE=LIMIT, such as nofile=4096")?;
    let (soft, hard) = limits.split_once(':').unwrap_or((limits, limits));
    let resource = resource(name)?;
    let limits = Limits { soft: limit(resource, soft)?, hard: limit(resource, hard)? };
    if limits.hard.is_some_and(|hard| limits.soft.is_none_or(|soft| soft > hard)) {
        return Err(format!("the soft limit of {name} is over the hard one"));
    }
    Ok((resource, limits))
}

fn limit(resource: Resource, text: &str) -> Result<Option<u64>, String> {
    // prlimit(1) takes -1 for no limit, which is the kernel's largest number.
    if matches!(text, "unlimited" | "infinity" | "-1") {
        return Ok(None);
    }
    let (found, expected) = match resource {
        Resource::AddressSpace
        | Resource::Core
        | Resource::Data
        | Resource::FileSize
        | Resource::MemLock
        | Resource::MsgQueue
        | Resource::Rss
        | Resource::SocketBuffer
        | Resource::Stack
        | Resource::Swap => (bytes(text), "a number of bytes; write 1048576, 512K, 1.5G"),
        Resource::Cpu => (number(text, SECONDS), "a number of whole seconds; write 90, 90s, 5m, 1h30m"),
        Resource::RtTime => (number(text, MICROSECONDS), "a number of whole microseconds; write 950000, 950ms, 2s"),
        _ => (number(text, &[]), "a whole number; write 1024"),
    };
    match found {
        Some(number) => Ok(Some(number).filter(|number| *number != u64::MAX)),
        None => Err(format!("{text:?} is not {expected} or unlimited")),
    }
}

fn bytes(text: &str) -> Option<u64> {
    let lower = text.to_lowercase();
    number(lower.strip_suffix("ib").or_else(|| lower.strip_suffix('b')).unwrap_or(&lower), BYTES)
}

/// A number, or numbers with units, that make a whole number.
fn number(text: &str, units: Units) -> Option<u64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (mut rest, mut total) = (text, 0_u64);
    while !rest.is_empty() {
        let (number, after) = rest.split_at(rest.find(|c: char| c != '.' && !c.is_ascii_digit())?);
        let (unit, after) = after.split_at(after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len()));
        let (_, factor) = units.iter().find(|(known, _)| *known == unit)?;
        total = total.checked_add(times(number, *factor)?)?;
        rest = after;
    }
    Some(total).filter(|_| !text.is_empty())
}

/// A decimal number times a unit, exactly.
fn times(number: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits: u128 = format!("{whole}{fraction}").parse().ok()?;
    let scale = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let scaled = digits.checked_mul(unit.into())?;
    if scaled % scale == 0 { u64::try_from(scaled / scale).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> Result<Option<u64>, String> {
        limits(text).map(|(_, limits)| limits.soft)
    }

    #[test]
    fn numbers_are_exact_and_what_is_none_is_refused() {
        assert_eq!(both("nofile=9007199254740993"), Ok(Some(9_007_199_254_740_993)));
        assert_eq!(both("as=9007199254740993"), Ok(Some(9_007_199_254_740_993)));
        assert_eq!(both("nofile=0"), Ok(Some(0)));
        for text in ["-1", "unlimited", "infinity", "18446744073709551615"] {
            assert_eq!(both(&format!("nofile={text}")), Ok(None), "{text}");
        }
        for text in ["-2", "-0.5", "1.5", "1e30", "1e3", "nan", "", "G", "1GG", "18446744073709551616", "99999999999E"]
        {
            for resource in ["nofile", "as", "cpu", "rttime"] {
                let refused = both(&format!("{resource}={text}"));
                assert!(refused.as_ref().is_err_and(|why| why.ends_with("unlimited")), "{resource} {text} {refused:?}");
            }
        }
    }

    #[test]
    fn units_are_those_of_the_resource() {
        for (text, expected) in [
            ("as=4G", 4 << 30),
            ("core=1.5KiB", 1536),
            ("stack=8mb", 8 << 20),
            ("cpu=5m", 300),
            ("cpu=1h30m", 5_400),
            ("cpu=0.5d", 43_200),
            ("rttime=950ms", 950_000),
            ("rttime=2s", 2_000_000),
            ("rttime=7us", 7),
        ] {
            assert_eq!(both(text), Ok(Some(expected)), "{text}");
        }
        for text in ["cpu=5K", "cpu=5M", "cpu=0.5s", "as=5s", "nofile=4K", "nproc=5m", "rttime=1.5us", "core=1.3K"] {
            assert!(both(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_soft_limit_over_the_hard_one_is_told_by_the_name_that_was_used() {
        for text in ["nofile=5:3", "nofile=unlimited:3"] {
            assert_eq!(both(text), Err("the soft limit of nofile is over the hard one".into()), "{text}");
        }
        assert!(both("nofile=3:3").is_ok() && both("nofile=3:unlimited").is_ok());
    }
}
