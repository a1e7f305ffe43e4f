//! The mounts that a process sees: `/proc/PID/mounts`, and `/proc/PID/mountinfo` (Linux 2.6.26+), which has the numbers of
//! the devices as well.
//!
//! The lines are made by `show_vfsmnt` and `show_mountinfo` in the kernel's `fs/proc_namespace.c`. Fields are separated by
//! one blank each and may be empty; blanks, tabs, line ends, backslashes and `#` within a field are octal escapes.

use std::borrow::Cow;

use crate::text::{complete_lines, lines, number, octal_unescaped};

/// A mount, as a line of `mounts` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount<'a> {
    /// What was mounted: a device, a server's path, or any name.
    pub source: Cow<'a, [u8]>,
    /// Where it is mounted, seen from the process's root.
    pub mount_point: Cow<'a, [u8]>,
    /// The kind of file system, with a subtype behind a dot: `fuse.sshfs`.
    pub fstype: Cow<'a, [u8]>,
    /// The options, of the mount and of the file system together, beginning with `rw` or `ro`.
    pub options: Cow<'a, [u8]>,
}

/// The lines of `mounts`. What is no whole line of a mount is left out.
pub fn mounts(text: &[u8]) -> impl Iterator<Item = Mount<'_>> {
    lines(complete_lines(text)).filter_map(|line| {
        // /dev/sda1 /mount/point ext4 rw,noatime,errors=continue 0 0
        let mut fields = line.split(|byte| *byte == b' ');
        let mut next = || fields.next().map(octal_unescaped);
        Some(Mount { source: next()?, mount_point: next()?, fstype: next()?, options: next()? })
    })
}

/// A mount and the numbers of its device, as a line of `mountinfo` has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountInfo<'a> {
    /// Major and minor number of the device that the file system is on; major 0 if it is on none.
    pub device: (u32, u32),
    /// Where it is mounted, seen from the process's root.
    pub mount_point: Cow<'a, [u8]>,
    /// What was mounted.
    pub source: Cow<'a, [u8]>,
}

/// The lines of `mountinfo`. What is no whole line of a mount is left out.
pub fn mountinfo(text: &[u8]) -> impl Iterator<Item = MountInfo<'_>> {
    lines(complete_lines(text)).filter_map(|line| {
        // 36 35 98:0 /root /mount/point rw,noatime master:1 shared:2 - ext4 /dev/sda1 rw,errors=continue
        let mut fields = line.split(|byte| *byte == b' ').skip(2);
        let device = major_minor(fields.next()?)?;
        let mount_point = octal_unescaped(fields.nth(1)?);
        fields.by_ref().find(|field| *field == b"-")?;
        let source = octal_unescaped(fields.nth(1)?);
        Some(MountInfo { device, mount_point, source })
    })
}

/// `98:0`.
fn major_minor(text: &[u8]) -> Option<(u32, u32)> {
    let colon = memchr::memchr(b':', text)?;
    let half = |digits| number(digits).and_then(|number| u32::try_from(number).ok());
    Some((half(text.get(..colon)?)?, half(text.get(colon.checked_add(1)?..)?)?))
}
