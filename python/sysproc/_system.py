"""The functions about the machine."""

import os
import time
from _thread import _local

import sysproc

from . import _here, _sysproc

machine = _here.machine


# --- processors


def cpu_times(percpu=False):
    """Seconds that the processors spent in each mode since boot."""
    return machine().cpu_times_per_cpu() if percpu else machine().cpu_times()


def cpu_count(logical=True):
    """The number of processors, or of physical cores; None if it cannot be told."""
    try:
        count = machine().cpu_count() if logical else machine().cpu_count_physical()
    except OSError:
        return None
    return count or None


#: The `cpu_times()` of the last call, of each thread and function.
_last_times = _local()


def _compare(function, interval, percpu):
    """How busy the processors were, and in which modes: during the interval, or since the last call of the same function."""
    if interval is not None and interval < 0:
        raise ValueError(f"interval is not positive (got {interval})")
    kept = f"{function} {bool(percpu)}"
    if interval:
        before = sysproc.cpu_times(percpu)
        time.sleep(interval)
    else:
        before = getattr(_last_times, kept, None)
    now = sysproc.cpu_times(percpu)
    setattr(_last_times, kept, now)
    if before is None:
        before = now
    between = machine().cpu_times_between
    if percpu:
        return [between(*pair) for pair in zip(before, now)]
    return between(before, now)


def cpu_percent(interval=None, percpu=False):
    """How busy the processors were, in percent: during `interval` seconds, or since the last call of this thread."""
    compared = _compare("cpu_percent", interval, percpu)
    if percpu:
        return [round(busy, 1) for busy, _ in compared]
    return round(compared[0], 1)


def cpu_times_percent(interval=None, percpu=False):
    """The share of each mode, in percent, as `cpu_percent()` does it."""
    compared = _compare("cpu_times_percent", interval, percpu)
    if percpu:
        return [shares for _, shares in compared]
    return compared[1]


def take_first_samples():
    """The importing thread has its first samples from the import."""
    try:
        total, each = machine().cpu_times_plain()
    except OSError:
        return
    for function in ("cpu_percent", "cpu_times_percent"):
        setattr(_last_times, f"{function} False", total)
        setattr(_last_times, f"{function} True", each)


def cpu_stats():
    """Context switches, interrupts and the like since boot."""
    return machine().cpu_stats()


def cpu_freq(percpu=False):
    """The frequency of the processors in MHz: of each, or their mean; None if it cannot be told."""
    return machine().cpu_freq_per_cpu() if percpu else machine().cpu_freq()


# --- memory


def _complete(result, function):
    """Puts 0 where the system does not tell, and warns of it."""
    if None not in result:
        return result
    import warnings

    missing = [name for name, value in zip(result._fields, result) if value is None]
    warnings.warn(f"{function}: the system does not tell {', '.join(missing)}: 0", RuntimeWarning, stacklevel=3)
    return result._replace(**dict.fromkeys(missing, 0))


def virtual_memory():
    """The machine's memory, in bytes."""
    return _complete(machine().virtual_memory(), "virtual_memory()")


def total_memory():
    """The machine's physical memory, which seldom changes."""
    return machine().total_memory or sysproc.virtual_memory().total


def swap_memory():
    """The machine's swap space, in bytes."""
    return _complete(machine().swap_memory(), "swap_memory()")


def heap_info():
    """What the C library's heap of this process holds, in bytes."""
    return machine().heap_info()


def heap_trim():
    """Asks the C library to give free memory of this process back to the system."""
    machine().heap_trim()


# --- disks


def disk_partitions(all=False):
    """The mounted file systems; without `all` only those on a device."""
    return machine().disk_partitions(bool(all))


def disk_usage(path):
    """The space of the file system that holds `path`, or an open file's, in bytes."""
    if isinstance(path, int):
        return _here.disk_usage_of(path)
    path = os.fsdecode(path)
    if "\0" in path:
        raise ValueError("embedded null byte")
    return machine().disk_usage(path)


class _Guards:
    """What keeps counters from running backwards: one for the process."""

    disks = _sysproc.Guards()
    interfaces = _sysproc.Guards()


def disk_io_counters(perdisk=False, nowrap=True):
    """I/O since boot of all disks together (None without disks) or of each. With `nowrap` what a counter lost in restarts is
    added on.
    """
    guards = _Guards.disks if nowrap else None
    return machine().disk_io_per_disk(guards) if perdisk else machine().disk_io(guards)


def _forget_disks():
    """Forgets the counters seen before."""
    _Guards.disks = _sysproc.Guards()


disk_io_counters.cache_clear = _forget_disks

# --- network


def net_io_counters(pernic=False, nowrap=True):
    """Traffic since boot of all interfaces together or of each. With `nowrap` what a counter lost in restarts is added on."""
    guards = _Guards.interfaces if nowrap else None
    return machine().net_io_per_interface(guards) if pernic else machine().net_io(guards)


def _forget_interfaces():
    """Forgets the counters seen before."""
    _Guards.interfaces = _sysproc.Guards()


net_io_counters.cache_clear = _forget_interfaces


def net_connections(kind="inet"):
    """The sockets of the machine, with the process that holds each where it may be known."""
    return machine().net_connections(connection_kind(kind))


def connection_kind(kind):
    """The name of a kind of connections, for a function that takes nothing else."""
    if isinstance(kind, str):
        return kind
    raise ValueError(f"no kind of connections is called {kind!r}")


def net_if_addrs():
    """The addresses of each network interface."""
    return machine().net_if_addrs()


def net_if_stats():
    """State, speed, MTU and flags of each network interface."""
    return machine().net_if_stats()


# --- sensors and the host


def sensors_battery():
    """The state of the battery; None if there is none."""
    return machine().battery()


def boot_time():
    """When the machine was booted, in seconds since 1970."""
    return machine().boot_time()


def users():
    """The users who are logged in."""
    return machine().users()


def bytes2human(n, format="%(value).1f%(symbol)s"):
    """10000 as '9.8K'."""
    symbol = "B"
    value = n
    for larger in "KMGTPEZY":
        if abs(value) < 1024:
            break
        symbol = larger
        value = value / 1024
    else:
        symbol = "Y"
    return format % {"value": value, "symbol": symbol}
