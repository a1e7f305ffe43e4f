"""Every getter on every process that there is, as root and as nobody."""

import enum
import json
import os
import pickle
import time

import pytest
from conftest import as_nobody

import sysproc
from sysproc import AccessDenied, NoSuchProcess, Process, ZombieProcess
from sysproc import _types as t

NUMBER = (int, float)


def whole(value):
    return type(value) is int and value >= 0


def text(value):
    return type(value) is str


def tuple_of(cls, check=whole):
    return lambda value: type(value) is cls and all(map(check, value))


def list_of(check):
    return lambda value: type(value) is list and all(map(check, value))


def optional(check):
    return lambda value: value is None or check(value)


def seconds(value):
    return type(value) is float and value >= 0


def percent(value):
    return type(value) is float and 0 <= value <= 100


def is_status(value):
    return isinstance(value, sysproc.ProcessStatus) and value in ("running", "sleeping", *sysproc.ProcessStatus)


def is_ionice(value):
    return type(value) is t.pionice and isinstance(value.ioclass, sysproc.ProcessIOPriority) and 0 <= value.value <= 7


def is_environ(value):
    return type(value) is dict and all(text(part) for item in value.items() for part in item)


def is_mapping(value):
    sizes = [size for name, size in zip(value._fields, value) if name not in ("addr", "perms", "path")]
    return type(value) in (t.pmmap_ext, t.pmmap_grouped) and text(value.path) and all(map(whole, sizes))


def is_open_file(value):
    shape = text(value.path) and whole(value.fd) and whole(value.position) and whole(value.flags)
    return type(value) is t.popenfile and shape and value.mode in ("r", "w", "a", "r+", "a+")


def is_address(value):
    return value in ((), "") or text(value) or (type(value) is t.addr and text(value.ip) and whole(value.port))


def is_connection(value):
    enums = isinstance(value.family, enum.IntEnum) and isinstance(value.status, sysproc.ConnectionStatus)
    return type(value) is t.pconn and enums and whole(value.fd) and is_address(value.laddr) and is_address(value.raddr)


def is_thread(value):
    return type(value) is t.pthread and whole(value.id) and seconds(value.user_time) and seconds(value.system_time)


#: What each getter returns.
CHECKS = {
    "cmdline": list_of(text),
    "connections": list_of(is_connection),
    "cpu_affinity": list_of(whole),
    "cpu_num": whole,
    "cpu_percent": seconds,
    "cpu_times": tuple_of(t.pcputimes, seconds),
    "create_time": lambda value: type(value) is float and 0 < value < time.time() + 1,
    "cwd": text,
    "environ": is_environ,
    "exe": text,
    "gids": tuple_of(t.pgids),
    "io_counters": tuple_of(t.pio),
    "ionice": is_ionice,
    "memory_footprint": tuple_of(t.pfootprint),
    "memory_full_info": tuple_of(t.pfullmem),
    "memory_info": tuple_of(t.pmem),
    "memory_info_ex": tuple_of(t.pmem_ex),
    "memory_maps": list_of(is_mapping),
    "memory_percent": percent,
    "name": lambda value: text(value) and value,
    "net_connections": list_of(is_connection),
    "nice": lambda value: type(value) is int and -20 <= value <= 19,
    "num_ctx_switches": tuple_of(t.pctxsw),
    "num_fds": whole,
    "num_threads": whole,
    "open_files": list_of(is_open_file),
    "page_faults": tuple_of(t.ppagefaults),
    "pid": whole,
    "ppid": whole,
    "status": is_status,
    "terminal": optional(text),
    "threads": list_of(is_thread),
    "uids": tuple_of(t.puids),
    "username": text,
}


def test_every_getter_has_a_check():
    assert set(CHECKS) == Process.attrs


def may_look_at(pid):
    """Whether the kernel lets us: not nobody, and not root where the process has capabilities that a container's root lacks."""
    try:
        return bool(os.readlink(f"/proc/{pid}/ns/net"))
    except OSError:
        return False


def ask(process, name):
    """What a getter says, checked; None where it may not be told or the process has gone."""
    try:
        value = process.pid if name == "pid" else getattr(process, name)()
    except ZombieProcess:
        assert not process.is_running() or process.status() == sysproc.STATUS_ZOMBIE, name
    except NoSuchProcess:
        # Its last thread may have let go of everything before it is a zombie.
        assert not process.is_running() or process.status() in (sysproc.STATUS_ZOMBIE, sysproc.STATUS_DEAD), (name, process)
    except AccessDenied:
        assert not may_look_at(process.pid), (name, process)
    else:
        assert CHECKS[name](value), (name, value, process)
        return value


def look_at_everything():
    seen = 0
    for process in sysproc.process_iter():
        for name in CHECKS:
            value = ask(process, name)
            assert pickle.loads(pickle.dumps(value)) == value
            json.dumps(value)
            seen += value is not None
    assert seen > 20


def look_at_the_plan():
    """The same in one piece, for all of them at once."""
    withheld = object()
    rows = {process.pid: process.info for process in sysproc.process_iter(list(CHECKS), ad_value=withheld)}
    assert os.getpid() in rows
    for pid, info in rows.items():
        assert set(info) == set(CHECKS)
        for name, value in info.items():
            assert value is withheld or CHECKS[name](value), (pid, name, value)
    own = rows[os.getpid()]
    assert withheld not in [value for name, value in own.items() if name not in ("memory_maps", "environ")]


LOOKS = [look_at_everything, look_at_the_plan]


@pytest.mark.parametrize("look", LOOKS)
def test_every_process(look):
    look()


@pytest.mark.parametrize("look", LOOKS)
def test_root_every_process_as_nobody(look):
    as_nobody(look)


def what_nobody_is_told():
    init = Process(1)
    assert (init.uids().real, init.username()) == (0, "root")
    assert init.name() and init.is_running() and init.create_time()
    for method in (init.environ, init.cwd, init.open_files, init.memory_maps, init.io_counters, init.memory_full_info):
        with pytest.raises(AccessDenied) as raised:
            method()
        assert (raised.value.pid, raised.value.name) == (1, init.name())
    assert init.as_dict(["cwd", "name"], ad_value="?") == {"cwd": "?", "name": init.name()}
    for act in (init.kill, init.suspend, lambda: init.nice(5), lambda: init.cpu_affinity([0])):
        with pytest.raises(AccessDenied):
            act()


def test_root_what_nobody_is_told():
    as_nobody(what_nobody_is_told)
