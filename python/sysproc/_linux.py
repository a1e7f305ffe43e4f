"""What is Linux's alone. `_windows` has the same names, and `sysproc` chooses between the two: to all others it is `_here`."""

import os

import sysproc

from . import _sysproc

__all__ = ["POSIX", "LINUX", "WINDOWS", "PROCFS_PATH", "getloadavg", "sensors_temperatures", "sensors_fans"]

POSIX = LINUX = True
WINDOWS = False

#: Where the proc file system is. May be assigned as an attribute of `sysproc`; it is heeded from the next call on.
PROCFS_PATH = "/proc"

#: What `sysproc` loads when it is first used, and from where.
LATER = {}

#: psutil's private modules.
PRIVATE = ["_pslinux", "_psposix", "_psutil_linux", "_psutil_posix"]

# --- the named tuples of `_types`, and other names of their fields

_MEMORY = "rss vms shared text lib data dirty"
_MAPPED = "path rss size pss shared_clean shared_dirty private_clean private_dirty referenced anonymous swap"

FIELDS = {
    "scputimes": "user nice system idle iowait irq softirq steal guest guest_nice",
    "svmem": "total available percent used free active inactive buffers cached shared slab",
    "pheap": "heap_used mmap_used",
    "sdiskio": "read_count write_count read_bytes write_bytes read_time write_time "
    "read_merged_count write_merged_count busy_time",
    "shwtemp": "label current high critical",
    "sfan": "label current",
    "pcputimes": "user system children_user children_system iowait",
    "pmem": _MEMORY,
    "pmem_ex": _MEMORY + " peak_rss peak_vms rss_anon rss_file rss_shmem swap hugetlb",
    "pfullmem": _MEMORY + " uss pss swap",
    "pfootprint": "uss pss swap",
    "pmmap_grouped": _MAPPED,
    "pmmap_ext": "addr perms " + _MAPPED,
    "puids": "real effective saved",
    "pgids": "real effective saved",
    "pio": "read_count write_count read_bytes write_bytes read_chars write_chars",
    "pionice": "ioclass value",
    "popenfile": "path fd position mode flags",
}

ALIASES = {}

# --- the enums of `_enums`

#: `AF_PACKET` under the name that it has elsewhere.
AF_LINK = 17

CONNECTION_STATUSES = {}

ENUMS = {
    # The classes of `linux/ioprio.h`.
    "ProcessIOPriority": {"IOPRIO_CLASS_NONE": 0, "IOPRIO_CLASS_RT": 1, "IOPRIO_CLASS_BE": 2, "IOPRIO_CLASS_IDLE": 3},
    # The resources of `asm-generic/resource.h`, and what stands for no limit.
    "ProcessRlimit": {
        "RLIM_INFINITY": -1,
        "RLIMIT_CPU": 0,
        "RLIMIT_FSIZE": 1,
        "RLIMIT_DATA": 2,
        "RLIMIT_STACK": 3,
        "RLIMIT_CORE": 4,
        "RLIMIT_RSS": 5,
        "RLIMIT_NPROC": 6,
        "RLIMIT_NOFILE": 7,
        "RLIMIT_MEMLOCK": 8,
        "RLIMIT_AS": 9,
        "RLIMIT_LOCKS": 10,
        "RLIMIT_SIGPENDING": 11,
        "RLIMIT_MSGQUEUE": 12,
        "RLIMIT_NICE": 13,
        "RLIMIT_RTPRIO": 14,
        "RLIMIT_RTTIME": 15,
    },
}

# --- the machine


class _Machine:
    """The machine that `PROCFS_PATH` means."""

    path = None
    system = None


def machine():
    """The machine that `PROCFS_PATH` means by now."""
    path = sysproc.PROCFS_PATH
    if path != _Machine.path:
        _Machine.system = _sysproc.System(os.fsdecode(path))
        _Machine.path = path
    return _Machine.system


def getloadavg():
    """The average number of runnable tasks over 1, 5 and 15 minutes."""
    return machine().load_average()


def disk_usage_of(descriptor):
    """The space of the file system that holds an open file."""
    from ._types import sdiskusage

    found = os.statvfs(descriptor)
    total, free, available = (blocks * found.f_frsize for blocks in (found.f_blocks, found.f_bfree, found.f_bavail))
    used = total - free
    # Of what is there for anybody: some is kept for root.
    percent = used / (used + available) * 100 if used + available else 0.0
    return sdiskusage(total, used, available, round(percent, 1))


def sensors_temperatures(fahrenheit=False):
    """The temperature sensors of each chip."""
    chips = machine().temperatures()
    return {chip: [_temperature(sensor, fahrenheit) for sensor in sensors] for chip, sensors in chips.items()}


def _temperature(sensor, fahrenheit):
    """A sensor whose limits stand in for each other, in the unit wanted."""
    high = sensor.critical if sensor.high is None else sensor.high
    critical = sensor.high if sensor.critical is None else sensor.critical
    values = [sensor.current, high, critical]
    if fahrenheit:
        values = [None if value is None else value * 9 / 5 + 32 for value in values]
    return sensor._make([sensor.label, *values])


def sensors_fans():
    """The fans of each chip."""
    return machine().fans()


# --- processes


class Methods:
    """The methods of `Process` that only this system has, or that are other ones elsewhere."""

    def uids(self):
        """Its real, effective and saved user ids."""
        return self._source().uids()

    def gids(self):
        """Its real, effective and saved group ids."""
        return self._source().gids()

    def terminal(self):
        """The path of its controlling terminal, or None."""
        return self._source().terminal()

    def ionice(self, ioclass=None, value=None):
        """Its class and level of I/O priority; sets them if a class is given."""
        if ioclass is None:
            if value is not None:
                raise ValueError("'ioclass' argument must be specified")
            return self._handle.ionice()
        level = value or 0
        if level and ioclass in (sysproc.IOPRIO_CLASS_NONE, sysproc.IOPRIO_CLASS_IDLE):
            raise ValueError(f"{sysproc.ProcessIOPriority(ioclass)!r} ioclass accepts no value")
        if not 0 <= level <= 7:
            raise ValueError("value not in 0-7 range")
        return self._to_set().set_ionice(ioclass, level)

    def rlimit(self, resource, limits=None):
        """A soft and a hard limit; sets them if `limits` is given."""
        if limits is None:
            return self._handle.rlimit(resource)
        limits = tuple(limits)
        if len(limits) != 2:
            raise ValueError(f"second argument must be a (soft, hard) tuple, got {limits!r}")
        return self._to_set().set_rlimit(resource, *limits)

    def cpu_num(self):
        """The processor that it last ran on."""
        return self._source().cpu_num()

    def num_fds(self):
        """The number of descriptors that it has open."""
        return self._handle.num_fds()


def known_code(child):
    """The exit code that a `subprocess.Popen` has collected: asking it would reap the child, without telling signals apart."""
    return child.returncode


def replaced_waitpid(pid):
    """The exit code of a child that the program has reaped, and tells by an `os.waitpid()` of its own, as gevent does."""
    if isinstance(os.waitpid, type(len)):
        return None
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except OSError:
        return None
    if found != pid:
        return None
    from ._enums import Negsignal

    code = os.waitstatus_to_exitcode(status)
    return Negsignal(code) if code < 0 else code
