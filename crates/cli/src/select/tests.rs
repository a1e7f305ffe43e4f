//! What expressions mean, and that every text is either an expression or a mistake at one of its characters.

use std::time::Duration;

use proptest::prelude::*;
use sysproc::process::{Field, MemoryExtra, MemoryInfo, Snapshot};

use super::expr::{Expr, Holders, Known, Names};
use super::parse::parse;
use crate::columns::{Facts, Rates};

fn nginx() -> Snapshot {
    Snapshot {
        pid: 4711,
        name: Field::Value("nginx".into()),
        cmdline: Field::Value(vec!["/usr/sbin/nginx".into(), "-g".into(), "daemon off;".into()]),
        username: Field::Value("www-data".into()),
        uids: Field::Value(sysproc::process::Ids { real: 33, effective: 33, saved: 33 }),
        memory_info: Field::Value(MemoryInfo { rss: 3 << 29, vms: 3 << 30, extra: MemoryExtra::None }),
        nice: Field::Value(-5),
        exe: Field::Denied,
        ..Snapshot::default()
    }
}

fn evaluated(text: &str, names: Names) -> Option<bool> {
    let facts =
        Facts { rates: Some([(4711, Rates { cpu: Some(12.5), ..Rates::default() })].into()), ..Facts::default() };
    let holders = Holders::from([(8080, [4711].into())]);
    parse(text).unwrap().holds(&nginx(), &Known { names, facts: &facts, holders: &holders })
}

#[test]
fn what_holds() {
    for text in [
        "4711",
        "nginx",
        "'nginx'",
        ":8080",
        "/sbin/",
        "/daemon off/",
        "/^ng/",
        r"/usr\/sbin/",
        "user=www-data",
        "username == 33",
        "user != root",
        "user~^www",
        "name !~ apache",
        "rss > 1G and rss<2GiB",
        "rss = 1.5G",
        "cpu > 5 and not (user = root or rss < 1G)",
        "cpu >= 12.5%",
        "nice = -5",
        "nice<0",
        "1 or 2 or nginx and 4711",
        "not apache",
        "not not nginx",
        "args ~ '-g daemon'",
    ] {
        assert_eq!(evaluated(text, Names::Whole), Some(true), "{text}");
    }
}

#[test]
fn what_does_not_hold() {
    for text in ["1", "ngin", "NGINX", "'4711'", ":80", "/apache/", "user=root", "rss > 2G", "(1 or nginx) and 2"] {
        assert_eq!(evaluated(text, Names::Whole), Some(false), "{text}");
    }
    assert_eq!(evaluated("gin", Names::Part), Some(true));
}

#[test]
fn what_is_not_known_selects_nothing_behind_not_either() {
    for text in ["exe = /usr/sbin/nginx", "not exe = /bin/sh", "exe != /bin/sh", "exe !~ x", "exe = x or uss > 1"] {
        assert_eq!(evaluated(text, Names::Whole), None, "{text}");
    }
    assert_eq!(evaluated("exe = x or nginx", Names::Whole), Some(true));
    assert_eq!(evaluated("exe = x and apache", Names::Whole), Some(false));
}

#[test]
fn mistakes_point_at_their_place() {
    for (text, at, says) in [
        ("", 0, "expected a pid, a name"),
        ("cpu > > 5", 6, "expected a value"),
        ("cpu > ", 6, "expected a value"),
        ("cpu > five", 6, "not a number"),
        ("rss > 1X", 6, "number of bytes"),
        ("elapsed > 5x", 10, "duration"),
        ("create_time > noon", 14, "not a time"),
        ("usr = root", 0, "did you mean \"user\"?"),
        ("nginx and", 9, "expected a pid"),
        ("and nginx", 0, "quote the whole expression"),
        ("Web Content", 4, "in quotes"),
        ("(nginx", 0, "not closed"),
        ("nginx)", 5, "nothing is open"),
        ("name = 'x", 7, "not closed"),
        ("/x", 0, "not closed"),
        ("/(/", 0, "not a regular expression"),
        ("> 5", 0, "name of a field"),
        (":99999", 0, "not a port"),
        ("99999999999", 0, "too large"),
        ("''", 0, "no process has no name"),
        ("user > root", 7, "text is compared"),
        ("rss ~ 5", 6, "numbers are compared"),
        ("nginx = = 2", 0, "no field"),
    ] {
        let mistake = parse(text).unwrap_err();
        assert_eq!(mistake.at, at, "{text}: {mistake:?}");
        assert!(mistake.message.contains(says), "{text}: {mistake:?}");
    }
    assert!(parse(&"(".repeat(100_000)).unwrap_err().message.contains("too deeply"));
    assert!(parse(&"not ".repeat(100_000)).unwrap_err().message.contains("too deeply"));
    assert!(parse(&["1"; 50_000].join(" or ")).unwrap().holds(&nginx(), &nothing()).is_some());
}

fn nothing() -> Known<'static> {
    static FACTS: Facts =
        Facts { memory: None, now: Some(std::time::SystemTime::UNIX_EPOCH), rates: None, totals: None };
    static HOLDERS: std::sync::OnceLock<Holders> = std::sync::OnceLock::new();
    Known { names: Names::Whole, facts: &FACTS, holders: HOLDERS.get_or_init(Holders::new) }
}

/// An expression as it may be written, and whether it holds for nginx as it is said by its making.
fn written() -> impl Strategy<Value = (String, bool)> {
    let leaf = prop_oneof![
        Just(("nginx".to_owned(), true)),
        Just(("apache".to_owned(), false)),
        (0_u32..9999).prop_map(|pid| (pid.to_string(), pid == 4711)),
        (0_u64..4).prop_map(|gigabytes| (format!("rss>{gigabytes}G"), gigabytes < 2)),
        Just(("user = root".to_owned(), false)),
        Just(("/daemon/".to_owned(), true)),
    ];
    leaf.prop_recursive(6, 40, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|(text, holds)| (format!("not ({text})"), !holds)),
            inner.clone().prop_map(|(text, holds)| (format!("( {text} )"), holds)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| (format!("({}) and ({})", a.0, b.0), a.1 && b.1)),
            (inner.clone(), inner).prop_map(|(a, b)| (format!("({}) or ({})", a.0, b.0), a.1 || b.1)),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_an_expression_or_a_mistake_at_one_of_its_characters(text in "\\PC{0,40}") {
        if let Err(mistake) = parse(&text) {
            prop_assert!(text.is_char_boundary(mistake.at), "{mistake:?}");
            prop_assert!(!mistake.shown(&text).is_empty());
        }
    }

    #[test]
    fn so_is_whatever_is_made_of_its_words(words in proptest::collection::vec(
        prop_oneof![
            "[a-z0-9]{1,4}", Just("and".to_owned()), Just("or".into()), Just("not".into()), Just("(".into()),
            Just(")".into()), Just("=".into()), Just("!~".into()), Just("rss".into()), Just("user".into()),
            Just("/x/".into()), Just("'".into()), Just(":80".into()), Just("1G".into()), Just("名".into()),
        ],
        0..12,
    )) {
        let text = words.join(" ");
        match parse(&text) {
            Ok(expr) => drop(expr.holds(&nginx(), &nothing())),
            Err(mistake) => prop_assert!(text.is_char_boundary(mistake.at)),
        }
    }

    #[test]
    fn an_expression_means_what_it_is_made_to_mean((text, holds) in written()) {
        prop_assert_eq!(evaluated(&text, Names::Whole), Some(holds), "{}", text);
    }

    #[test]
    fn and_binds_closer_than_or(a: bool, b: bool, c: bool) {
        let word = |holds| if holds { "nginx" } else { "apache" };
        let text = format!("{} or {} and {}", word(a), word(b), word(c));
        prop_assert_eq!(evaluated(&text, Names::Whole), Some(a || b && c));
    }

    #[test]
    fn a_quoted_name_is_that_name_whatever_it_is(name in "\\PC{1,20}") {
        let quoted = format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""));
        match parse(&quoted) {
            Ok(Expr::Name(read)) => prop_assert_eq!(read, name),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn durations_are_compared_in_seconds(seconds in 0_u64..1_000_000) {
        let process = Snapshot {
            cpu_times: Field::Value(sysproc::process::ProcessCpuTimes {
                user: Duration::from_secs(seconds), ..Default::default()
            }),
            ..Snapshot::default()
        };
        let text = format!("cpu_time >= {}h{}m{}s and time<={seconds}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        prop_assert_eq!(parse(&text).unwrap().holds(&process, &nothing()), Some(true));
    }
}
