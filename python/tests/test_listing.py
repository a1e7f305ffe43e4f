"""Listings: `pids()`, `process_iter()`, `Watcher`."""

import os

import pytest
from support import NAME, of

import sysproc
from sysproc import Process, process_iter


def test_pids(sleeper):
    pids = sysproc.pids()
    assert pids == sorted(set(pids))
    assert {os.getpid(), sleeper.pid} <= set(sysproc.pids())
    listed = [process.pid for process in process_iter()]
    assert listed == sorted(set(listed))


def test_pid_exists(sleeper, gone):
    assert sysproc.pid_exists(sleeper.pid)
    for pid in (gone.pid, -1, 2**31, 2**100):
        assert not sysproc.pid_exists(pid)


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


def test_what_a_listing_has_read_answers_further_questions(sleeper):
    """What is asked for each process when its turn comes is of the moment of the listing too."""
    listed = process_iter(["cpu_percent"])
    first = next(listed)
    assert first.pid < sleeper.pid
    sleeper.kill()
    sleeper.wait()
    assert of(listed, sleeper.pid).info == {"cpu_percent": 0.0}


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
    with pytest.raises(sysproc.NoSuchProcess, match=f"name='{NAME}'"):
        process.status()


# --- Watcher


def test_watcher(sleeper):
    names = ["name", "pid", "cmdline", "memory_percent", "username"]
    watcher = sysproc.Watcher(names)
    first = of(watcher.update(), sleeper.pid)
    assert first == sleeper
    assert of(watcher.update(), sleeper.pid) is first
    assert set(first.info) == set(names)
    assert (first.info["name"], first.info["username"]) == (NAME, sleeper.username())
    sleeper.kill()
    sleeper.wait()
    assert of(watcher.update(), sleeper.pid) is None
