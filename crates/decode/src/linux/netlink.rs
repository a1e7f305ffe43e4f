//! Netlink: the messages of a datagram, and the attributes of a message. `linux/netlink.h` of the kernel's headers.
//!
//! Numbers are in the byte order of the machine that the datagram is from.

use crate::bytes::ByteOrder;

/// `NLMSG_ERROR`: a failed request, or an acknowledged one; see [`error`].
pub const ERROR: u16 = 2;
/// `NLMSG_DONE`: the end of a dump; see [`error`].
pub const DONE: u16 = 3;
/// `NLMSG_OVERRUN`: data was lost.
pub const OVERRUN: u16 = 4;

/// `NLM_F_REQUEST`.
pub const REQUEST: u16 = 1;
/// `NLM_F_DUMP_INTR`: what is listed changed meanwhile, so that the list may miss some and have others twice.
pub const DUMP_INTERRUPTED: u16 = 0x10;
/// `NLM_F_DUMP`, of a request: all that there is.
pub const DUMP: u16 = 0x300;

/// A message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'a> {
    /// What it is: up to 15 the same for all protocols, above by protocol.
    pub message_type: u16,
    /// `NLM_F_` flags.
    pub flags: u16,
    /// The number of the request that it answers.
    pub sequence: u32,
    /// The port of the socket that asked.
    pub port: u32,
    /// What comes behind the header.
    pub payload: &'a [u8],
}

/// The messages of a datagram; they end at one that is not whole.
pub fn messages(datagram: &[u8], order: ByteOrder) -> impl Iterator<Item = Message<'_>> {
    const HEADER: usize = 16;
    let mut rest = datagram;
    std::iter::from_fn(move || {
        let length = usize::try_from(order.u32(rest, 0)?).ok()?;
        let message = Message {
            message_type: order.u16(rest, 4)?,
            flags: order.u16(rest, 6)?,
            sequence: order.u32(rest, 8)?,
            port: order.u32(rest, 12)?,
            payload: rest.get(HEADER..length)?,
        };
        rest = rest.get(aligned(length)..).unwrap_or_default();
        Some(message)
    })
}

/// The attributes in a piece of a message, as type and value; they end at one that is not whole.
pub fn attributes(bytes: &[u8], order: ByteOrder) -> impl Iterator<Item = (u16, &[u8])> {
    const HEADER: usize = 4;
    /// The two highest bits say how the value is written: `NLA_F_NESTED`, `NLA_F_NET_BYTEORDER`.
    const TYPE_MASK: u16 = 0x3fff;
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let length = usize::from(order.u16(rest, 0)?);
        let attribute = (order.u16(rest, 2)? & TYPE_MASK, rest.get(HEADER..length)?);
        rest = rest.get(aligned(length)..).unwrap_or_default();
        Some(attribute)
    })
}

/// Messages and attributes begin at multiples of four.
fn aligned(length: usize) -> usize {
    length.checked_next_multiple_of(4).unwrap_or(usize::MAX)
}

/// The errno in the payload of [`ERROR`] and [`DONE`]; 0 for success.
#[must_use]
pub fn error(payload: &[u8], order: ByteOrder) -> Option<i32> {
    // The kernel writes it negative.
    order.i32(payload, 0)?.checked_neg()
}

/// A request: the header, and what belongs behind it.
#[must_use]
pub fn request(message_type: u16, flags: u16, sequence: u32, payload: &[u8], order: ByteOrder) -> Vec<u8> {
    let length = u32::try_from(payload.len().saturating_add(16)).unwrap_or(u32::MAX);
    let number = |value: u32| if order == ByteOrder::Little { value.to_le_bytes() } else { value.to_be_bytes() };
    let half = |value: u16| if order == ByteOrder::Little { value.to_le_bytes() } else { value.to_be_bytes() };
    // The port 0 stands for the sender's own.
    [&number(length)[..], &half(message_type), &half(flags), &number(sequence), &number(0), payload].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ORDERS: [ByteOrder; 2] = [ByteOrder::Little, ByteOrder::Big];

    #[test]
    fn a_request_reads_as_a_message() {
        for order in ORDERS {
            let bytes = request(18, REQUEST | DUMP, 7, &[1, 2, 3, 4], order);
            let message = Message { message_type: 18, flags: 0x301, sequence: 7, port: 0, payload: &[1, 2, 3, 4] };
            assert_eq!(messages(&bytes, order).collect::<Vec<_>>(), [message]);
        }
    }

    #[test]
    fn messages_are_padded_and_end_at_one_that_is_cut() {
        let order = ByteOrder::Big;
        let mut bytes = request(20, 0, 1, b"odd", order);
        bytes.push(0);
        bytes.extend(request(21, 0, 1, b"cut?", order));
        let all: Vec<_> = messages(&bytes, order).map(|message| message.payload).collect();
        assert_eq!(all, [&b"odd"[..], b"cut?"]);
        for cut in 20..40 {
            assert_eq!(messages(&bytes[..cut], order).count(), 1, "{cut}");
        }
    }

    #[test]
    fn lengths_that_lie_end_the_list() {
        // Shorter than the header, and longer than there is: none may loop or reach further.
        for length in [0u32, 1, 15, 17, u32::MAX] {
            let mut bytes = request(20, 0, 1, b"", ByteOrder::Little);
            bytes[..4].copy_from_slice(&length.to_le_bytes());
            assert_eq!(messages(&bytes, ByteOrder::Little).count(), 0, "{length}");
        }
        assert_eq!(attributes(&[3, 0, 1, 0], ByteOrder::Little).count(), 0);
        assert_eq!(attributes(&[9, 0, 1, 0, 5, 6, 7, 8], ByteOrder::Little).count(), 0);
    }

    #[test]
    fn attributes_with_padding_and_flags() {
        let bytes = [6, 0, 1, 0x80, b'a', b'b', 0, 0, 4, 0, 2, 0x40, 5, 0, 3, 0, b'c'];
        let all: Vec<_> = attributes(&bytes, ByteOrder::Little).collect();
        assert_eq!(all, [(1, &b"ab"[..]), (2, b""), (3, b"c")]);
    }

    #[test]
    fn errors_are_negative_numbers() {
        assert_eq!(error(&(-13i32).to_be_bytes(), ByteOrder::Big), Some(13));
        assert_eq!(error(&[0, 0, 0, 0, 1], ByteOrder::Little), Some(0));
        assert_eq!(error(&[0, 0], ByteOrder::Little), None);
        assert_eq!(error(&i32::MIN.to_le_bytes(), ByteOrder::Little), None);
    }

    proptest! {
        #[test]
        fn any_bytes(bytes: Vec<u8>) {
            for order in ORDERS {
                let payloads: usize = messages(&bytes, order).map(|message| message.payload.len() + 16).sum();
                prop_assert!(payloads <= bytes.len());
                let values: usize = attributes(&bytes, order).map(|(_, value)| value.len() + 4).sum();
                prop_assert!(values <= bytes.len());
            }
        }
    }
}
