"""Names that are not psutil's interface, but that programs of today import all the same: `psutil._common.bytes2human`, the
named tuples of `psutil._common`, `_ntuples` and `_pslinux`, `psutil._ppid_map()`. They break without them, so here they are:
this one module stands for all of psutil's private ones. New programs have no reason to use it.
"""

import sys
from time import monotonic as _timer  # noqa: F401

import sysproc

from . import _enums, _here, _types
from ._errors import AccessDenied, Error, NoSuchProcess, TimeoutExpired, ZombieProcess  # noqa: F401
from ._process import Process  # noqa: F401
from ._system import bytes2human  # noqa: F401

#: psutil's private modules.
MODULES = frozenset(["_common", "_ntuples", "_psplatform", *_here.PRIVATE])

#: Once the cache of `process_iter()`, which programs empty; that is `process_iter.cache_clear()` now.
_pmap = {}


def __getattr__(name):
    """Named tuples, enums and constants."""
    for module in (_types, _enums):
        try:
            return getattr(module, name)
        except AttributeError:
            pass
    if name in sysproc.__all__:
        return getattr(sysproc, name)
    raise AttributeError(f"module 'psutil._common' has no attribute {name!r}")


def attribute(name):
    """What `psutil.<name>` is."""
    if name in MODULES:
        return sys.modules[__name__]
    if name in ("_pmap", "_ppid_map", "_set_debug", "_timer"):
        return globals()[name]
    if name == "_as_dict_attrnames":
        return set(Process.attrs)
    raise AttributeError(f"module 'psutil' has no attribute {name!r}")


def _ppid_map():
    """The pid of each process's parent, by pid."""
    return {process.pid: process.info["ppid"] for process in sysproc.process_iter(["ppid"])}


def _set_debug(value):
    """There are no debugging messages to turn on."""


def usage_percent(used, total, round_=None):
    """`used` of `total` in percent; 0.0 of nothing."""
    percent = used / total * 100 if total else 0.0
    return percent if round_ is None else round(percent, round_)


def get_procfs_path():
    """Where the proc file system is."""
    return sysproc.PROCFS_PATH


def wait_pid(pid, timeout=None, proc_name=None):
    """Waits for a process, which is reaped if it is a child: its exit code or None."""
    try:
        return Process(pid).wait(timeout)
    except TimeoutExpired as error:
        raise TimeoutExpired(error.seconds, pid, proc_name) from None
    except NoSuchProcess:
        return None
