"""Listings: `pids()`, `process_iter()`, `Watcher`."""

import gc
import os
import subprocess
import sys
import threading

import pytest
from conftest import eventually

import sysproc
from sysproc import Process, process_iter


def of(listing, pid):
    return next((process for process in listing if process.pid == pid), None)


def test_pids(sleeper):
    pids = sysproc.pids()
    assert pids == sorted(set(pids))
    assert {1, os.getpid(), sleeper.pid} <= set(sysproc.pids())
    assert [process.pid for process in process_iter()][:1] == [1]


def test_pid_exists(sleeper, gone):
    assert sysproc.pid_exists(sleeper.pid)
    for pid in (gone.pid, -1, 2**31, 2**100):
        assert not sysproc.pid_exists(pid)


def test_a_thread_is_no_process():
    ready, end = threading.Event(), threading.Event()
    numbers = []
    thread = threading.Thread(target=lambda: (numbers.append(threading.get_native_id()), ready.set(), end.wait()))
    thread.start()
    ready.wait()
    assert not sysproc.pid_exists(numbers[0])
    end.set()
    thread.join()


@pytest.mark.parametrize("attrs", [None, ["name"], ["name", "memory_percent"]])
def test_the_same_objects_again(sleeper, attrs):
    first = of(process_iter(attrs), sleeper.pid)
    assert first == sleeper
    assert of(process_iter(attrs), sleeper.pid) is first
    assert of(process_iter(), sleeper.pid) is first
    process_iter.cache_clear()
    again = of(process_iter(attrs), sleeper.pid)
    assert again is not first
    assert again == first


def test_what_is_gone_is_forgotten(sleeper):
    process = of(process_iter(), sleeper.pid)
    sleeper.kill()
    sleeper.wait()
    assert of(process_iter(), process.pid) is None
    assert not process.is_running()


def test_a_pid_that_is_used_again_is_another_process(sleeper, monkeypatch):
    old = of(process_iter(), sleeper.pid)
    # As if it had begun before the one that has the pid now.
    old._handle = sysproc._system.machine().recorded(old.pid, 1)
    old._start = 1
    old._mark = 0
    new = of(process_iter(), sleeper.pid)
    assert new is not old
    assert new == sleeper
    new._start = 1
    assert of(process_iter(["name"]), sleeper.pid) not in (old, new)


def test_zombies_are_listed(zombie):
    assert of(process_iter(), zombie.pid) == zombie
    info = of(process_iter(["status", "cmdline", "name"], ad_value="?"), zombie.pid).info
    assert info == {"status": "zombie", "cmdline": "?", "name": "true"}


def test_info(sleeper):
    assert of(process_iter(["pid", "name"]), sleeper.pid).info == {"pid": sleeper.pid, "name": "sleep"}
    process = of(process_iter(["nice"]), sleeper.pid)
    os.setpriority(os.PRIO_PROCESS, sleeper.pid, 19)
    assert (process.info["nice"], process.nice()) == (os.nice(0), 19)


@pytest.mark.parametrize(("attrs", "error"), [(["?"], ValueError), ("name", TypeError), (1, TypeError)])
def test_refused(attrs, error):
    for call in (process_iter, sysproc.Watcher, Process().as_dict):
        with pytest.raises(error):
            call(attrs)


def test_the_class_of_the_program(monkeypatch, sleeper):
    class Own(Process):
        def name(self):
            return "own"

    monkeypatch.setattr(sysproc, "Process", Own)
    process = of(process_iter(["name"]), sleeper.pid)
    assert (type(process), process.info) == (Own, {"name": "own"})
    assert of(process_iter(), sleeper.pid) is process
    monkeypatch.undo()
    process_iter.cache_clear()


@pytest.mark.parametrize("replaced", ["as_dict", "name"])
def test_methods_of_the_program(monkeypatch, sleeper, replaced):
    replacement = {"as_dict": lambda self, attrs, ad_value: {"name": "own"}, "name": lambda self: "own"}[replaced]
    monkeypatch.setattr(Process, replaced, replacement)
    assert of(process_iter(["name"]), sleeper.pid).info == {"name": "own"}


def test_a_name_is_in_exceptions_once_it_was_listed(sleeper):
    process = of(process_iter(["name"]), sleeper.pid)
    sleeper.kill()
    sleeper.wait()
    with pytest.raises(sysproc.NoSuchProcess, match="name='sleep'"):
        process.status()


# --- Watcher


def test_watcher(sleeper):
    watcher = sysproc.Watcher(["name", "status"])
    first = of(watcher.update(), sleeper.pid)
    assert first == sleeper
    assert first.info["name"] == "sleep"
    sleeper.suspend()
    eventually(lambda: of(watcher.update(), sleeper.pid).info["status"] == sysproc.STATUS_STOPPED)
    assert of(watcher.update(), sleeper.pid) is first
    sleeper.kill()
    sleeper.wait()
    assert of(watcher.update(), sleeper.pid) is None


def test_watcher_says_what_as_dict_says(sleeper):
    sleeper.suspend()
    eventually(lambda: sleeper.status() == sysproc.STATUS_STOPPED)
    names = ["pid", "name", "username", "status", "cpu_times", "memory_info", "cmdline", "environ", "nice", "memory_percent"]
    watcher = sysproc.Watcher(names)
    for _ in range(2):
        assert of(watcher.update(), sleeper.pid).info == sleeper.as_dict(names)


def open_descriptors():
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("limit", [0, 4, 10])
def test_watcher_keeps_to_its_limit(limit):
    gc.collect()
    before = open_descriptors()
    watcher = sysproc.Watcher(["name", "memory_info"], descriptors=limit)
    assert Process() in watcher.update()
    assert watcher.descriptors <= limit
    assert open_descriptors() - before == watcher.descriptors
    del watcher
    assert open_descriptors() == before


def test_watcher_keeps_to_a_quarter_of_the_limit():
    code = """if True:
        import resource, sysproc
        resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
        watcher = sysproc.Watcher(["name"])
        assert sysproc.Process() in watcher.update()
        assert 0 < watcher.descriptors <= 10, watcher.descriptors
    """
    subprocess.run([sys.executable, "-c", code], check=True, timeout=100)
