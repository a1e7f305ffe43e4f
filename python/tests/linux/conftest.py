"""The processes that only Linux has, and its other machines."""

import os
import subprocess

import pytest
from support import eventually

import sysproc


@pytest.fixture
def zombie():
    """A child that has ended and is not reaped."""
    child = subprocess.Popen(["true"])
    process = sysproc.Process(child.pid)
    eventually(lambda: process.status() == sysproc.STATUS_ZOMBIE)
    yield process
    child.wait()


@pytest.fixture
def other_proc():
    """Has the functions look at another folder than /proc."""

    def assign(path):
        sysproc.PROCFS_PATH = os.fspath(path)

    yield assign
    sysproc.PROCFS_PATH = "/proc"
