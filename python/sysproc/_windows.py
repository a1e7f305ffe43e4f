"""What is Windows' alone. `_linux` has the same names, and `sysproc` chooses between the two: to all others it is `_here`."""

from . import _sysproc

__all__ = ["POSIX", "LINUX", "WINDOWS", "getloadavg"]

POSIX = LINUX = False
WINDOWS = True

#: What `sysproc` loads when it is first used, and from where.
LATER = dict.fromkeys(["win_service_iter", "win_service_get", "WindowsService"], "_services")

#: psutil's private modules.
PRIVATE = ["_pswindows", "_psutil_windows"]

# --- the named tuples of `_types`, and other names of their fields

_MEMORY = (
    "rss vms num_page_faults peak_wset wset peak_paged_pool paged_pool peak_nonpaged_pool nonpaged_pool "
    "pagefile peak_pagefile private"
)

FIELDS = {
    "scputimes": "user system idle interrupt dpc",
    "svmem": "total available percent used free cached wired",
    "pheap": "heap_used mmap_used heap_count",
    "sdiskio": "read_count write_count read_bytes write_bytes read_time write_time",
    "pcputimes": "user system children_user children_system",
    "pmem": _MEMORY,
    "pmem_ex": _MEMORY + " virtual peak_virtual",
    "pfullmem": _MEMORY + " uss",
    "pfootprint": "uss",
    "pmmap_grouped": "path rss",
    "pmmap_ext": "addr perms path rss",
    "pio": "read_count write_count read_bytes write_bytes other_count other_bytes",
    "pionice": "ioclass value",
    "popenfile": "path fd",
}

_PEAKS = {"peak_rss": "peak_wset", "peak_vms": "peak_pagefile"}

ALIASES = {"scputimes": {"irq": "interrupt"}, "pmem": _PEAKS, "pmem_ex": _PEAKS}

# --- the enums of `_enums`

#: Windows has no family for hardware addresses.
AF_LINK = -1

CONNECTION_STATUSES = {"CONN_DELETE_TCB": "DELETE_TCB"}

ENUMS = {
    # `IO_PRIORITY_HINT` of `wdm.h`.
    "ProcessIOPriority": {"IOPRIO_VERYLOW": 0, "IOPRIO_LOW": 1, "IOPRIO_NORMAL": 2, "IOPRIO_HIGH": 3},
    # The priority classes of `winbase.h`.
    "ProcessPriority": {
        "ABOVE_NORMAL_PRIORITY_CLASS": 0x8000,
        "BELOW_NORMAL_PRIORITY_CLASS": 0x4000,
        "HIGH_PRIORITY_CLASS": 0x80,
        "IDLE_PRIORITY_CLASS": 0x40,
        "NORMAL_PRIORITY_CLASS": 0x20,
        "REALTIME_PRIORITY_CLASS": 0x100,
    },
}

# --- the machine

_MACHINE = _sysproc.System()


def machine():
    """The machine."""
    return _MACHINE


class _Loads:
    """What keeps load averages, from the first call of `getloadavg()` on."""

    kept = None


def getloadavg():
    """The average number of threads that wait for a processor over 1, 5 and 15 minutes. Windows does not keep it: a thread
    looks every five seconds from the first call on, and until then it is 0.
    """
    if _Loads.kept is None:
        _Loads.kept = machine().loads()
    return _Loads.kept.averages()


def disk_usage_of(descriptor):
    """Windows only tells it of a path."""
    raise TypeError(f"path should be string, bytes or os.PathLike, not {type(descriptor).__name__}")


# --- processes


class Methods:
    """The methods of `Process` that only this system has, or that are other ones elsewhere."""

    def ionice(self, ioclass=None, value=None):
        """Its I/O priority; sets it if one is given."""
        if ioclass is None:
            if value is not None:
                raise ValueError("'ioclass' argument must be specified")
            return self._handle.ionice()
        if value:
            raise TypeError("value argument not accepted on Windows")
        return self._to_set().set_ionice(ioclass, 0)

    def num_handles(self):
        """The number of handles that it has open."""
        return self._source().num_handles()


def known_code(child):
    """The exit code that the handle of a `subprocess.Popen` tells, also of a child that nobody else has looked at."""
    return child.poll()


def replaced_waitpid(pid):
    """Nothing: the handle of a process tells its code."""
