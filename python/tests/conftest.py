"""What the tests share."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import traceback

import pytest

import sysproc
from sysproc import Process

# Children take over what their parent ignores, as one in the background may SIGINT, and one without a terminal SIGHUP.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

#: What stays the same while a process is stopped: all but its share of memory, which changes with the others that share it.
STEADY = Process.attrs - {"memory_maps", "memory_footprint", "memory_full_info"}


def python(code, *options, **keywords):
    """Runs code in a Python of its own and returns what it prints."""
    command = [sys.executable, *options, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, **keywords)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def eventually(holds, what="it never came"):
    """Looks until it holds."""
    for _ in range(500):
        found = holds()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(what)


@pytest.fixture
def sleeper():
    """A child that sleeps."""
    with subprocess.Popen(["sleep", "1000"]) as child:
        eventually(lambda: sysproc.Process(child.pid).name() == "sleep")
        yield sysproc.Process(child.pid)
        child.kill()


@pytest.fixture
def zombie():
    """A child that has ended and is not reaped."""
    child = subprocess.Popen(["true"])
    process = sysproc.Process(child.pid)
    eventually(lambda: process.status() == sysproc.STATUS_ZOMBIE)
    yield process
    child.wait()


@pytest.fixture
def gone():
    """A process that is gone."""
    with subprocess.Popen(["sleep", "1000"]) as child:
        process = sysproc.Process(child.pid)
        child.kill()
    return process


@pytest.fixture
def other_proc():
    """Has the functions look at another folder than /proc."""

    def assign(path):
        sysproc.PROCFS_PATH = os.fspath(path)

    yield assign
    sysproc.PROCFS_PATH = "/proc"


def in_a_fork(check):
    """Runs a check in a forked child, and fails as it does."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        failure = None
        try:
            check()
        except BaseException:
            failure = traceback.format_exc()
        finally:
            os.write(writing, (failure or "").encode())
            os._exit(1 if failure else 0)
    os.close(writing)
    with open(reading) as pipe:
        failure = pipe.read()
    _, status = os.waitpid(pid, 0)
    assert status == 0, failure or f"the child ended with {status}"


PR_SET_DUMPABLE = 4


def as_nobody(check):
    """Runs a check in a child that is nobody."""
    if os.geteuid() != 0:
        pytest.skip("needs root")
    # What is loaded late may not be readable for nobody.
    Process().as_dict(), sysproc.net_connections("all"), sysproc.ProcessStatus, sysproc._ppid_map

    def drop_and_check():
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        # Else its own files under /proc stay root's.
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 1)
        check()

    in_a_fork(drop_and_check)
