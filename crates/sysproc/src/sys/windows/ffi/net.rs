//! Sockets and interfaces.

use std::io;

use windows_sys::Win32::Foundation::{ERROR_BUFFER_OVERFLOW, ERROR_INSUFFICIENT_BUFFER, ERROR_NO_DATA, NO_ERROR};
use windows_sys::Win32::NetworkManagement::IpHelper as win;
use windows_sys::Win32::Networking::WinSock::SOCKET_ADDRESS;

/// `AF_INET` and `AF_INET6` of `winsock2.h`.
const FAMILIES: [u32; 2] = [2, 23];

/// `GetExtendedTcpTable` with owners, of IPv6 or IPv4.
pub(crate) fn tcp_table(is_v6: bool) -> io::Result<Vec<u8>> {
    table(|buffer, size| {
        let family = FAMILIES[usize::from(is_v6)];
        // SAFETY: the buffer has room for as many bytes as `size` says.
        unsafe { win::GetExtendedTcpTable(buffer.cast(), size, 0, family, win::TCP_TABLE_OWNER_PID_ALL, 0) }
    })
}

/// `GetExtendedUdpTable` with owners, of IPv6 or IPv4.
pub(crate) fn udp_table(is_v6: bool) -> io::Result<Vec<u8>> {
    table(|buffer, size| {
        let family = FAMILIES[usize::from(is_v6)];
        // SAFETY: the buffer has room for as many bytes as `size` says.
        unsafe { win::GetExtendedUdpTable(buffer.cast(), size, 0, family, win::UDP_TABLE_OWNER_PID, 0) }
    })
}

/// A table that a call writes into a buffer: it gets the buffer and its size in bytes, for which it puts the size that it
/// needs.
fn table(mut call: impl FnMut(*mut u8, &mut u32) -> u32) -> io::Result<Vec<u8>> {
    // Of words, since there are structs with words in it.
    let mut buffer: Vec<u64> = Vec::new();
    let mut size = 1 << 14;
    for _ in 0..10 {
        buffer.clear();
        buffer.resize(size as usize / 8 + 1, 0);
        match call(buffer.as_mut_ptr().cast(), &mut size) {
            NO_ERROR => {
                return Ok(buffer.iter().flat_map(|word| word.to_ne_bytes()).take(size as usize).collect());
            }
            // More than was needed, since there may be more by the next call.
            ERROR_INSUFFICIENT_BUFFER | ERROR_BUFFER_OVERFLOW => size = size.saturating_add(size / 4),
            error => return Err(io::Error::from_raw_os_error(error as i32)),
        }
    }
    Err(super::too_small())
}

/// An interface.
#[derive(Debug)]
pub(crate) struct Adapter {
    pub(crate) name: Vec<u16>,
    pub(crate) index: u32,
    pub(crate) hardware_address: Vec<u8>,
    /// Each as a `SOCKADDR`, with the length of its prefix.
    pub(crate) addresses: Vec<(Vec<u8>, u8)>,
}

/// `GetAdaptersAddresses`.
pub(crate) fn adapters() -> io::Result<Vec<Adapter>> {
    const ALL_FAMILIES: u32 = 0;
    let mut size = 1 << 14;
    for _ in 0..10 {
        // Of words, since there are structs with words in it.
        let mut buffer = vec![0_u64; size as usize / 8 + 1];
        let first = buffer.as_mut_ptr().cast();
        // Wine refuses this call with some other flags.
        let flags = win::GAA_FLAG_SKIP_DNS_SERVER;
        // SAFETY: the buffer has room for as many bytes as `size` says, and is aligned for the structs.
        let result = unsafe { win::GetAdaptersAddresses(ALL_FAMILIES, flags, std::ptr::null(), first, &mut size) };
        match result {
            // SAFETY: the call has made a list that begins with the buffer, which lives until this returns.
            NO_ERROR => return Ok(unsafe { list(first) }),
            ERROR_NO_DATA => return Ok(Vec::new()),
            ERROR_BUFFER_OVERFLOW => size = size.saturating_add(size / 4),
            error => return Err(io::Error::from_raw_os_error(error as i32)),
        }
    }
    Err(super::too_small())
}

/// Copies a list of adapters.
///
/// # Safety
/// `GetAdaptersAddresses` must have made it, and its memory must be there.
unsafe fn list(first: *const win::IP_ADAPTER_ADDRESSES_LH) -> Vec<Adapter> {
    let mut adapters = Vec::new();
    let mut next = first;
    // SAFETY: each pointer of the list is null or leads to a struct in the same memory.
    while let Some(adapter) = unsafe { next.as_ref() } {
        let mut addresses = Vec::new();
        let mut unicast = adapter.FirstUnicastAddress.cast_const();
        // SAFETY: as above.
        while let Some(entry) = unsafe { unicast.as_ref() } {
            // SAFETY: the address is of this entry.
            addresses.push((unsafe { bytes(&entry.Address) }, entry.OnLinkPrefixLength));
            unicast = entry.Next;
        }
        let length = adapter.PhysicalAddressLength as usize;
        // SAFETY: the index is there, whichever member of the union is meant.
        let index = unsafe { adapter.Anonymous1.Anonymous.IfIndex };
        adapters.push(Adapter {
            // SAFETY: the name is a text with a NUL at its end.
            name: unsafe { super::until_nul(adapter.FriendlyName) },
            index: if index == 0 { adapter.Ipv6IfIndex } else { index },
            hardware_address: adapter.PhysicalAddress.iter().copied().take(length).collect(),
            addresses,
        });
        next = adapter.Next;
    }
    adapters
}

/// The bytes of an address.
///
/// # Safety
/// Its pointer must be null or lead to as many bytes as it says.
unsafe fn bytes(address: &SOCKET_ADDRESS) -> Vec<u8> {
    let length = usize::try_from(address.iSockaddrLength).unwrap_or(0);
    if address.lpSockaddr.is_null() {
        return Vec::new();
    }
    // SAFETY: by this function's contract.
    unsafe { std::slice::from_raw_parts(address.lpSockaddr.cast::<u8>(), length) }.to_vec()
}

/// `GetIfEntry2`: the state and the counters of an interface.
pub(crate) fn interface(index: u32) -> io::Result<win::MIB_IF_ROW2> {
    let mut row = win::MIB_IF_ROW2 { InterfaceIndex: index, ..Default::default() };
    // SAFETY: the call may write to the struct, which says what is asked for.
    match unsafe { win::GetIfEntry2(&mut row) } {
        NO_ERROR => Ok(row),
        error => Err(io::Error::from_raw_os_error(error as i32)),
    }
}
