"""Listings: threads, zombies, and the descriptors that a `Watcher` holds."""

import gc
import os
import subprocess
import sys
import threading

import pytest
from support import eventually, of

import sysproc
from sysproc import Process, process_iter


def test_a_thread_is_no_process():
    ready, end = threading.Event(), threading.Event()
    numbers = []
    thread = threading.Thread(target=lambda: (numbers.append(threading.get_native_id()), ready.set(), end.wait()))
    thread.start()
    ready.wait()
    assert not sysproc.pid_exists(numbers[0])
    end.set()
    thread.join()


def test_zombies_are_listed(zombie):
    assert of(process_iter(), zombie.pid) == zombie
    info = of(process_iter(["status", "cmdline", "name"], ad_value="?"), zombie.pid).info
    assert info == {"status": "zombie", "cmdline": "?", "name": "true"}


def test_info(sleeper):
    assert of(process_iter(["pid", "name"]), sleeper.pid).info == {"pid": sleeper.pid, "name": "sleep"}
    process = of(process_iter(["nice"]), sleeper.pid)
    os.setpriority(os.PRIO_PROCESS, sleeper.pid, 19)
    assert (process.info["nice"], process.nice()) == (os.nice(0), 19)


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
