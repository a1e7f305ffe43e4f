"""What the tests share."""

import os
import subprocess
import sys
import time

import pytest

import sysproc


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
