//! `utmp`: who is logged in, as a table of records of one size. `bits/utmp.h` of glibc.
//!
//! Where 32-bit programs run beside 64-bit ones (x86, PowerPC, s390), all write the narrow record; other 64-bit machines
//! (ARM, RISC-V) write the wide one.

use crate::bytes::ByteOrder;

/// How a record is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// 384 bytes: times of 32 bits.
    Narrow,
    /// 400 bytes: times of 64 bits.
    Wide,
}

/// `USER_PROCESS`: the record is of a user who is logged in.
pub const USER_PROCESS: i16 = 7;

/// The highest kind of record, `ACCOUNTING`.
const LAST_KIND: i16 = 9;

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// What it is about: [`USER_PROCESS`], or boot, a change of the clock, a login that waits or is over.
    pub kind: i16,
    /// The login process.
    pub pid: i32,
    /// The terminal, without `/dev/`.
    pub line: &'a [u8],
    /// The login name.
    pub user: &'a [u8],
    /// The host that the login came from.
    pub host: &'a [u8],
    /// When, in seconds since 1970.
    pub seconds: u64,
    /// And microseconds.
    pub microseconds: u32,
}

impl Layout {
    /// The size of a record.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Narrow => 384,
            Self::Wide => 400,
        }
    }

    /// The layout of a table: that in which it has the most records. `None` for what is no table, and for an empty one.
    #[must_use]
    pub fn of(table: &[u8], order: ByteOrder) -> Option<Self> {
        let kinds = |layout: &Self| table.chunks_exact(layout.size()).map(|record| order.i16(record, 0).unwrap_or(-1));
        // At a wrong place there is text or a part of a time, which is no kind, or zeros, which are a record of nothing.
        let fits =
            |layout: &Self| table.len() >= layout.size() && kinds(layout).all(|kind| (0..=LAST_KIND).contains(&kind));
        let records = |layout: &Self| kinds(layout).filter(|kind| *kind != 0).count();
        let is_whole = |layout: &Self| table.chunks_exact(layout.size()).remainder().is_empty();
        let layouts = [Self::Narrow, Self::Wide].into_iter().filter(fits);
        layouts.max_by_key(|layout| (records(layout), is_whole(layout)))
    }
}

/// The records of a table. One at the end that is not whole is left out.
pub fn utmp(table: &[u8], layout: Layout, order: ByteOrder) -> impl Iterator<Item = Record<'_>> {
    table.chunks_exact(layout.size()).filter_map(move |record| {
        // The narrow time counts as unsigned, as in glibc since 2.40: nobody logged in before 1970.
        let (seconds, microseconds) = match layout {
            Layout::Narrow => (order.u32(record, 340)?.into(), order.u32(record, 344)?),
            Layout::Wide => (order.u64(record, 344)?, order.u64(record, 352)?.try_into().ok()?),
        };
        Some(Record {
            kind: order.i16(record, 0)?,
            pid: order.i32(record, 4)?,
            line: text(record.get(8..40)?),
            user: text(record.get(44..76)?),
            host: text(record.get(76..332)?),
            seconds,
            microseconds,
        })
    })
}

/// A text: up to a NUL, or as long as its field.
fn text(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or_default()
}
