"""The class `Process`: priorities, processors, files and sockets, and what Unix has is not there."""

import os
import signal
import socket
import subprocess
import sys

import pytest
from support import eventually

import sysproc
from sysproc import Process


def test_what_it_was_given(tmp_path):
    arguments = ["an argument", "", 'a "quote" and \\', "\u4e2d"]
    command = [sys.executable, "-S", "-c", "import sys; print(flush=True); sys.stdin.read()", *arguments]
    environment = {**os.environ, "Mixed": "a=\u4e2d"}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdin=-1, stdout=-1) as child:
        child.stdout.readline()
        process = Process(child.pid)
        assert process.cmdline()[1:] == command[1:]
        assert os.path.samefile(process.exe(), sys.executable)
        assert os.path.samefile(process.cwd(), tmp_path)
        assert process.environ()["MIXED"] == "a=\u4e2d"
        assert process.username() == Process().username()
        child.stdin.close()


def test_username():
    domain, _, user = Process().username().partition("\\")
    assert (domain.upper(), user) == (os.environ["COMPUTERNAME"].upper(), os.environ["USERNAME"])


def test_priorities(sleeper):
    assert repr(sleeper.nice()) == "<ProcessPriority.NORMAL_PRIORITY_CLASS: 32>"
    for priority in (sysproc.IDLE_PRIORITY_CLASS, sysproc.HIGH_PRIORITY_CLASS, 32):
        sleeper.nice(priority)
        assert sleeper.nice() == priority
        assert type(sleeper.nice()) is sysproc.ProcessPriority
    for wrong in (5, -1, 0):
        with pytest.raises(ValueError):
            sleeper.nice(wrong)


def test_priorities_for_disks(sleeper):
    """Wine knows them not: what can be seen is what is refused before it is asked."""
    for arguments, error in (((None, 1), ValueError), ((9,), ValueError), ((sysproc.IOPRIO_LOW, 1), TypeError)):
        with pytest.raises(error):
            sleeper.ionice(*arguments)
    for ask in (sleeper.ionice, lambda: sleeper.ionice(sysproc.IOPRIO_LOW)):
        with pytest.raises(OSError) as raised:
            ask()
        assert raised.value.winerror


def test_processors(sleeper):
    allowed = sleeper.cpu_affinity()
    sleeper.cpu_affinity(allowed[:1])
    assert sleeper.cpu_affinity() == allowed[:1]
    sleeper.cpu_affinity([])
    assert sleeper.cpu_affinity() == allowed


def test_signals(sleeper):
    for wrong in (signal.SIGINT, signal.SIGABRT, 99):
        with pytest.raises(ValueError):
            sleeper.send_signal(wrong)
    sleeper.suspend()
    sleeper.resume()
    sleeper.send_signal(signal.SIGTERM)
    assert sleeper.wait() == 15


def test_files_and_sockets(tmp_path):
    path = tmp_path / "file"
    with open(path, "w"), socket.create_server(("127.0.0.1", 0)) as server:
        # What is not answered soon is left out.
        [found] = eventually(lambda: [each for each in Process().open_files() if each.path.endswith(path.name)])
        assert os.path.samefile(found.path, path)
        assert found.fd == -1
        [listening] = [each for each in Process().net_connections("tcp4") if each.laddr == server.getsockname()]
    assert (listening.status, listening.raddr, listening.fd) == ("LISTEN", (), -1)


def test_memory():
    memory, more, full = Process().memory_info(), Process().memory_info_ex(), Process().memory_full_info()
    assert memory._fields == full._fields[:-1] == more._fields[:-2]
    assert memory.wset == memory.rss > 0
    assert (memory.peak_rss, memory.peak_vms) == (memory.peak_wset, memory.peak_pagefile)
    assert more.peak_virtual >= more.virtual > more.rss
    assert 0 < full.uss <= full.rss
    assert 0 < Process().memory_percent("peak_wset") < 100


def test_oneshot_keeps_what_one_listing_tells(sleeper):
    with sleeper.oneshot():
        kept = [sleeper.num_handles(), sleeper.num_threads(), sleeper.cpu_times(), sleeper.name(), sleeper.ppid()]
        sleeper.kill()
        sleeper.wait()
        assert kept == [sleeper.num_handles(), sleeper.num_threads(), sleeper.cpu_times(), sleeper.name(), sleeper.ppid()]
    with pytest.raises(sysproc.NoSuchProcess):
        sleeper.num_handles()


def test_what_other_systems_have_is_absent():
    absent = "uids gids terminal rlimit num_fds cpu_num".split()
    assert [name for name in absent if hasattr(Process, name)] == []
    assert Process.attrs.isdisjoint(absent)
