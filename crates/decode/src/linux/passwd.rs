//! `/etc/passwd`: the users, a line `name:password:uid:gid:comment:home:shell` each.

use crate::text::{lines, number};

/// A user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct User<'a> {
    /// The login name.
    pub name: &'a [u8],
    /// The user id.
    pub uid: u32,
}

/// The users in the order of the file; where several have one uid, the first is whom it means. Comments, the entries for
/// other directories (`+...`, `-...`), and what is not of this form are left out.
pub fn passwd(text: &[u8]) -> impl Iterator<Item = User<'_>> {
    lines(text).filter_map(|line| {
        let mut fields = line.split(|byte| *byte == b':');
        let (name, uid) = (fields.next()?, fields.nth(1)?);
        // Without the field behind it, the uid may be cut.
        fields.next()?;
        let plain = !matches!(name.first(), None | Some(b'#' | b'+' | b'-'));
        plain.then_some(User { name, uid: number(uid)?.try_into().ok()? })
    })
}
