//! Who is logged in, and what the distribution is called: tables that programs built with glibc's own header wrote, session
//! files, odd names, files that were cut, and any bytes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, missing_docs)]

use proptest::prelude::*;
use sysproc_decode::bytes::ByteOrder;
use sysproc_decode::linux::os_release::os_release;
use sysproc_decode::linux::session::{Session, session};
use sysproc_decode::linux::utmp::{Layout, Record, USER_PROCESS, utmp};

/// Both hold: the boot, a waiting login, a user, a user with all fields full, a login that is over.
const NARROW: &[u8] = include_bytes!("fixtures/linux-6.18/utmp/narrow");
/// What the header says without `__WORDSIZE_TIME64_COMPAT32`.
const WIDE: &[u8] = include_bytes!("fixtures/linux-6.18/utmp/wide");

const LITTLE: ByteOrder = ByteOrder::Little;

/// The same table as a big-endian machine writes it.
fn swapped(table: &[u8], layout: Layout) -> Vec<u8> {
    let mut table = table.to_vec();
    for record in table.chunks_exact_mut(layout.size()) {
        let time = if layout == Layout::Narrow { [340..344, 344..348] } else { [344..352, 352..360] };
        for field in [0..2, 4..8].into_iter().chain(time) {
            record[field].reverse();
        }
    }
    table
}

#[test]
fn both_layouts_in_both_orders() {
    for (table, layout) in [(NARROW, Layout::Narrow), (WIDE, Layout::Wide)] {
        assert_eq!(Layout::of(table, LITTLE), Some(layout));
        let records: Vec<_> = utmp(table, layout, LITTLE).collect();
        assert_eq!(records.iter().map(|record| record.kind).collect::<Vec<_>>(), [2, 6, USER_PROCESS, USER_PROCESS, 8]);
        let alice = Record {
            kind: USER_PROCESS,
            pid: 1234,
            line: b"pts/0",
            user: b"alice",
            host: b"192.0.2.7",
            seconds: 1_795_646_000,
            microseconds: 654_321,
        };
        assert_eq!(records[2], alice);
        let swapped = swapped(table, layout);
        assert_eq!(Layout::of(&swapped, ByteOrder::Big), Some(layout));
        assert!(utmp(&swapped, layout, ByteOrder::Big).eq(records));
    }
}

#[test]
fn fields_that_are_full_have_no_nul() {
    for (table, layout) in [(NARROW, Layout::Narrow), (WIDE, Layout::Wide)] {
        let full = utmp(table, layout, LITTLE).nth(3).unwrap();
        assert_eq!((full.line, full.host), ([b'l'; 32].as_slice(), [b'h'; 256].as_slice()));
        assert_eq!(full.user, [[b'u'; 31].as_slice(), &[0xff]].concat());
        // After 2038, where 31 bits end.
        assert_eq!(full.seconds, 3_000_000_000);
    }
}

#[test]
fn cut_tables_are_the_beginning_of_the_table() {
    for (table, layout) in [(NARROW, Layout::Narrow), (WIDE, Layout::Wide)] {
        let whole: Vec<_> = utmp(table, layout, LITTLE).collect();
        for cut in 0..table.len() {
            let part: Vec<_> = utmp(&table[..cut], layout, LITTLE).collect();
            assert!(whole.starts_with(&part) && part.len() == cut / layout.size(), "{cut}");
        }
        // A last record that was not written to its end does not hide the layout.
        for cut in 2 * layout.size()..table.len() {
            assert_eq!(Layout::of(&table[..cut], LITTLE), Some(layout), "{cut}");
        }
    }
}

#[test]
fn long_tables_keep_their_layout() {
    // 25 narrow records are as long as 24 wide ones.
    let (narrow, wide) = (NARROW.repeat(5), [&WIDE.repeat(5)[..], &WIDE[800..]].concat());
    assert_eq!(Layout::of(&narrow, LITTLE), Some(Layout::Narrow));
    assert_eq!(Layout::of(&wide[..24 * 400], LITTLE), Some(Layout::Wide));
}

#[test]
fn what_is_no_table_has_no_layout() {
    for text in [&b""[..], b"alice", &[b'x'; 384], &[0xff; 800]] {
        assert_eq!(Layout::of(text, LITTLE), None);
    }
}

const SESSION: &[u8] = b"# This is private data. Do not parse.\nUID=1000\nUSER=alice\nACTIVE=1\nIS_DISPLAY=1\nSTATE=active\n\
    REMOTE=1\nTYPE=tty\nORIGINAL_TYPE=tty\nCLASS=user\nSCOPE=session-2.scope\nFIFO=/run/systemd/sessions/2.ref\nTTY=pts/0\n\
    TTY_VALIDITY=from-utmp\nREMOTE_HOST=192.0.2.7\nSERVICE=sshd\nPOSITION=0\nLEADER=1234\nAUDIT=2\n\
    REALTIME=1795646000654321\nMONOTONIC=175654321\n";

#[test]
fn a_session() {
    let expected = Session {
        user: Some(b"alice"),
        class: Some(b"user"),
        state: Some(b"active"),
        tty: Some(b"pts/0"),
        display: None,
        remote_host: Some(b"192.0.2.7".into()),
        leader: Some(1234),
        realtime: Some(1_795_646_000_654_321),
    };
    assert_eq!(session(SESSION), expected);
    for cut in 0..SESSION.len() {
        let part = session(&SESSION[..cut]);
        assert!(part.user.is_none() || part.user == expected.user, "{cut}");
        assert!(part.leader.is_none() || part.leader == expected.leader, "{cut}");
        assert!(part.realtime.is_none() || part.realtime == expected.realtime, "{cut}");
        assert!(part.remote_host.is_none() || part.remote_host == expected.remote_host, "{cut}");
    }
}

#[test]
fn escapes_and_empty_values_of_a_session() {
    let host = |text: &str| session(format!("REMOTE_HOST={text}\n").as_bytes()).remote_host.unwrap().into_owned();
    assert_eq!(host(r"a\nUSER=root\t\\\x"), b"a\nUSER=root\t\\x");
    assert_eq!(host(r"h\303\244\"), b"h\xc3\xa4\\");
    assert_eq!(
        session(b"USER=\nLEADER=\nLEADER=x\n#USER=no\n USER=no\nTTY=a=b\n"),
        Session { tty: Some(b"a=b"), ..Session::default() }
    );
}

#[test]
fn what_the_distribution_is_called() {
    let text = b"PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME='Q\"x\\y'\n# NAME=no\nVERSION_ID=12\n\
        ESCAPED=\"a\\\"b\\$c\\\\d\\`e\\f\"\nEMPTY=\"\"\nHALF=\"\nbare\nBLANK=x \n";
    let all: Vec<_> = os_release(text).map(|(key, value)| (key, value.into_owned())).collect();
    let expected: [(&[u8], &[u8]); 7] = [
        (b"PRETTY_NAME", b"Debian GNU/Linux 12 (bookworm)"),
        (b"NAME", b"Q\"x\\y"),
        (b"VERSION_ID", b"12"),
        (b"ESCAPED", b"a\"b$c\\d`e\\f"),
        (b"EMPTY", b""),
        (b"HALF", b"\""),
        (b"BLANK", b"x"),
    ];
    assert_eq!(all, expected.map(|(key, value)| (key, value.to_vec())));
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    part.is_empty() || bytes.windows(part.len()).any(|window| window == part)
}

proptest! {
    #[test]
    fn any_table(table in prop::collection::vec(any::<u8>(), 0..900), narrow: bool, little: bool) {
        let layout = if narrow { Layout::Narrow } else { Layout::Wide };
        let order = if little { ByteOrder::Little } else { ByteOrder::Big };
        for record in utmp(&table, layout, order) {
            prop_assert!(holds(&table, record.user) && holds(&table, record.host) && !record.line.contains(&0));
        }
        if let Some(layout) = Layout::of(&table, order) {
            prop_assert!(table.len() >= layout.size());
        }
    }

    #[test]
    fn any_text(key in "(USER|LEADER|REMOTE_HOST|REALTIME|X)", value: Vec<u8>) {
        let text = [key.as_bytes(), b"=", &value, b"\n"].concat();
        let session = session(&text);
        prop_assert!(session.user.is_none_or(|user| holds(&text, user)));
        prop_assert!(session.leader.is_none_or(|leader| holds(&text, leader.to_string().as_bytes())));
        prop_assert!(session.remote_host.is_none_or(|host| host.len() <= value.len()));
        prop_assert!(os_release(&text).all(|(key, value)| holds(&text, key) && value.len() < text.len()));
    }
}
