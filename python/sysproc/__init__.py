"""Processes and system information, and process control, with the interface of psutil: `import sysproc as psutil`.

What is where: `_system` has the functions about the machine, `_process` the class `Process`, `_listing` what is about many
processes, `_popen` the class `Popen`; `_types` the named tuples, `_enums` the constants, `_errors` the exceptions. What is of
one system alone stands in `_linux` and in `_windows`, and one of the two is `_here`. The work is done by the extension module
`_sysproc`.
"""

import sys

if sys.platform == "win32":
    from . import _windows as _here
    from ._windows import *
else:
    from . import _linux as _here
    from ._linux import *

from . import _system
from ._errors import AccessDenied, Error, NoSuchProcess, TimeoutExpired, ZombieProcess
from ._system import (
    boot_time,
    bytes2human,
    cpu_count,
    cpu_freq,
    cpu_percent,
    cpu_stats,
    cpu_times,
    cpu_times_percent,
    disk_io_counters,
    disk_partitions,
    disk_usage,
    heap_info,
    heap_trim,
    net_connections,
    net_if_addrs,
    net_if_stats,
    net_io_counters,
    sensors_battery,
    swap_memory,
    users,
    virtual_memory,
)

#: Never true, but no literal: who gathers the modules of programs, as PyInstaller does, is to see what `preload()` leaves out.
_NEVER = False
if _NEVER:
    from . import aio

#: The level of psutil's interface that this one is tested against, and its own version.
__version__ = "7.2.2"
version_info = (7, 2, 2)
__sysproc_version__ = "0.1.0"

MACOS = OSX = FREEBSD = NETBSD = OPENBSD = BSD = SUNOS = AIX = False

#: The constants, which are made when one is first used.
_CONSTANTS = [
    *"""
ProcessStatus STATUS_RUNNING STATUS_SLEEPING STATUS_DISK_SLEEP STATUS_STOPPED STATUS_TRACING_STOP STATUS_ZOMBIE STATUS_DEAD
STATUS_WAKE_KILL STATUS_WAKING STATUS_IDLE STATUS_LOCKED STATUS_WAITING STATUS_SUSPENDED STATUS_PARKED
ConnectionStatus CONN_ESTABLISHED CONN_SYN_SENT CONN_SYN_RECV CONN_FIN_WAIT1 CONN_FIN_WAIT2 CONN_TIME_WAIT CONN_CLOSE
CONN_CLOSE_WAIT CONN_LAST_ACK CONN_LISTEN CONN_CLOSING CONN_NONE
NicDuplex NIC_DUPLEX_FULL NIC_DUPLEX_HALF NIC_DUPLEX_UNKNOWN BatteryTime POWER_TIME_UNKNOWN POWER_TIME_UNLIMITED AF_LINK
""".split(),
    *_here.CONNECTION_STATUSES,
    *(name for enum, members in _here.ENUMS.items() for name in (enum, *members)),
]

__all__ = [
    # exceptions
    *("Error", "NoSuchProcess", "ZombieProcess", "AccessDenied", "TimeoutExpired"),
    # classes and functions
    *("Process", "Popen", "Watcher", "pids", "pid_exists", "process_iter", "wait_procs"),
    *("cpu_times", "cpu_percent", "cpu_times_percent", "cpu_count", "cpu_stats", "cpu_freq"),
    *("virtual_memory", "swap_memory", "heap_info", "heap_trim"),
    *("disk_partitions", "disk_usage", "disk_io_counters"),
    *("net_io_counters", "net_connections", "net_if_addrs", "net_if_stats"),
    *("sensors_battery", "boot_time", "users", "bytes2human", "preload"),
    # constants
    *("version_info", "__version__", "MACOS", "OSX", "FREEBSD", "NETBSD", "OPENBSD", "BSD", "SUNOS", "AIX"),
    *_CONSTANTS,
    # what only this system has
    *_here.__all__,
    *_here.LATER,
]

#: What is loaded when it is first used, and from where.
_LATER = {
    **dict.fromkeys(_CONSTANTS, "_enums"),
    **dict.fromkeys(["pid_exists", "pids", "process_iter", "wait_procs"], "_listing"),
    **_here.LATER,
    "Process": "_process",
    "Popen": "_popen",
    "Watcher": "_watcher",
}

#: Modules that psutil imports, and programs take from there: `psutil.time.sleep()`.
_STANDARD = frozenset("collections contextlib datetime functools os signal socket subprocess threading time".split())


def __getattr__(name):
    module = _LATER.get(name)
    if module is not None:
        value = getattr(_load(module), name)
    elif name in _STANDARD:
        value = __import__(name)
    elif name.startswith("_") and not name.startswith("__"):
        value = _load("_private").attribute(name)
    else:
        raise AttributeError(f"module 'psutil' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})


def _load(module):
    # Without importlib, whose import takes as long as a third of this package's.
    name = f"sysproc.{module}"
    __import__(name)
    return sys.modules[name]


def preload():
    """Loads all that is otherwise loaded when it is first used, but for `aio`. For programs that then can load nothing any more,
    or may not: they change their root or user, or fork while other threads run.
    """
    import warnings  # noqa: F401

    from . import _enums, _listing, _popen, _private, _process, _types, _watcher  # noqa: F401

    if _here.WINDOWS:
        from . import _services  # noqa: F401
    else:
        # Made when it is first used.
        _enums.Negsignal  # noqa: B018
    for name in _STANDARD:
        __import__(name)
    for name in dir(_types):
        getattr(_types, name)
    _system.machine().load_classes()


_system.take_first_samples()
