"""Every getter on every process that there is, as root and as nobody."""

import json
import os
import pickle

import pytest
from checks import COMMON, list_of, optional, text, tuple_of, whole
from forks import as_nobody
from support import eventually

import sysproc
from sysproc import AccessDenied, NoSuchProcess, Process
from sysproc import _types as t


def is_ionice(value):
    return type(value) is t.pionice and isinstance(value.ioclass, sysproc.ProcessIOPriority) and 0 <= value.value <= 7


def is_mapping(value):
    sizes = [size for name, size in zip(value._fields, value) if name not in ("addr", "perms", "path")]
    return type(value) in (t.pmmap_ext, t.pmmap_grouped) and text(value.path) and all(map(whole, sizes))


def is_open_file(value):
    shape = text(value.path) and whole(value.fd) and whole(value.position) and whole(value.flags)
    return type(value) is t.popenfile and shape and value.mode in ("r", "w", "a", "r+", "a+")


#: What each getter returns.
CHECKS = {
    **COMMON,
    "cpu_num": whole,
    "gids": tuple_of(t.pgids),
    "ionice": is_ionice,
    "memory_maps": list_of(is_mapping),
    "nice": lambda value: type(value) is int and -20 <= value <= 19,
    "num_fds": whole,
    "open_files": list_of(is_open_file),
    "terminal": optional(text),
    "uids": tuple_of(t.puids),
}


def test_every_getter_has_a_check():
    assert set(CHECKS) == Process.attrs


def may_look_at(pid):
    """Whether the kernel lets us: not nobody, and not root where the process has capabilities that a container's root lacks."""
    try:
        return bool(os.readlink(f"/proc/{pid}/ns/net"))
    except OSError:
        return False


def has_ended(process):
    """Whether it is gone, or at least a zombie."""
    try:
        return process.status() in (sysproc.STATUS_ZOMBIE, sysproc.STATUS_DEAD)
    except NoSuchProcess:
        return not process.is_running()


def ask(process, name):
    """What a getter says, checked; None where it may not be told or the process has gone."""
    try:
        value = process.pid if name == "pid" else getattr(process, name)()
    except NoSuchProcess:
        # Its last thread may have let go of everything before it is a zombie; what it has let go of is root's.
        eventually(lambda: has_ended(process), (name, process))
    except AccessDenied:
        if may_look_at(process.pid):
            eventually(lambda: has_ended(process), (name, process))
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
