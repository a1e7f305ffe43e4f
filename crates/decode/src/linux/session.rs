//! `/run/systemd/sessions/ID`: a session as systemd-logind (or elogind) keeps it, written by `session_save` of its
//! `logind-session.c`.

use std::borrow::Cow;

use crate::text::{assignments, complete_lines, number};

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Session<'a> {
    /// The login name.
    pub user: Option<&'a [u8]>,
    /// `user`, `greeter`, `lock-screen`, `background`, `manager`, or one of these with more behind a dash.
    pub class: Option<&'a [u8]>,
    /// `online`, `active`, `opening`, or `closing` once the user has logged out.
    pub state: Option<&'a [u8]>,
    /// The terminal, without `/dev/`.
    pub tty: Option<&'a [u8]>,
    /// The X display, `:0`.
    pub display: Option<&'a [u8]>,
    /// The host that the login came from.
    pub remote_host: Option<Cow<'a, [u8]>>,
    /// The login process.
    pub leader: Option<u64>,
    /// When it began, in microseconds since 1970.
    pub realtime: Option<u64>,
}

/// The lines of the file that are known here. Empty values count as missing.
#[must_use]
pub fn session(text: &[u8]) -> Session<'_> {
    let mut session = Session::default();
    for (key, value) in assignments(complete_lines(text)).filter(|(_, value)| !value.is_empty()) {
        match key {
            b"USER" => session.user = Some(value),
            b"CLASS" => session.class = Some(value),
            b"STATE" => session.state = Some(value),
            b"TTY" => session.tty = Some(value),
            b"DISPLAY" => session.display = Some(value),
            b"REMOTE_HOST" => session.remote_host = Some(unescaped(value)),
            b"LEADER" => session.leader = number(value),
            b"REALTIME" => session.realtime = number(value),
            _ => {}
        }
    }
    session
}

/// A text with the escapes of C taken out, as far as systemd's `cescape` writes them.
fn unescaped(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\\', text).is_none() {
        return text.into();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    loop {
        rest = match rest {
            [] => return out.into(),
            [b'\\', a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', after @ ..] => {
                let value = crate::text::octal(&[*a, *b, *c]).and_then(|value| u8::try_from(value).ok());
                out.extend(value);
                after
            }
            [b'\\', letter, after @ ..] => {
                out.push(match letter {
                    b'a' => 7,
                    b'b' => 8,
                    b't' => b'\t',
                    b'n' => b'\n',
                    b'v' => 11,
                    b'f' => 12,
                    b'r' => b'\r',
                    other => *other,
                });
                after
            }
            [byte, after @ ..] => {
                out.push(*byte);
                after
            }
        };
    }
}
