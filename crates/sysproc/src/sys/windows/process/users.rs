//! The account that a process runs as.

use std::collections::HashMap;
use std::ffi::OsString;
use std::os::windows::ffi::OsStringExt;
use std::sync::Mutex;

use super::handle::{Grip, QUERY};
use crate::sys::windows::ffi;
use crate::sys::windows::ffi::account::Sid;
use crate::{Process, Result};

/// The names of accounts, each looked up once: another machine may have to be asked.
#[derive(Debug, Default)]
pub(crate) struct UserNames(Mutex<HashMap<Sid, OsString>>);

impl UserNames {
    fn of(&self, sid: Sid) -> OsString {
        let known = self.0.try_lock().ok().and_then(|known| known.get(&sid).cloned());
        if let Some(name) = known {
            return name;
        }
        let Some(name) = look_up(&sid) else { return number(&sid) };
        if let Ok(mut known) = self.0.try_lock() {
            known.insert(sid, name.clone());
        }
        name
    }
}

fn look_up(sid: &Sid) -> Option<OsString> {
    let (name, domain) = sid.names().ok()?;
    let name = if domain.is_empty() { name } else { [domain, vec![u16::from(b'\\')], name].concat() };
    Some(OsString::from_wide(&name))
}

/// Of an account without a name, as one that was deleted. Not remembered: it may just not have been told this time.
fn number(sid: &Sid) -> OsString {
    sid.text().map(|text| OsString::from_wide(&text)).unwrap_or_default()
}

pub(crate) fn username(process: &Process) -> Result<OsString> {
    username_of(&Grip::on(process, QUERY)?)
}

pub(super) fn username_of(grip: &Grip<'_>) -> Result<OsString> {
    let sid = ffi::account::of_process(&grip.handle).map_err(|error| grip.error("OpenProcessToken", error))?;
    Ok(grip.process.system().state().users.of(sid))
}
