"""Checks in a child of its own, which may be nobody."""

import ctypes
import os
import traceback

import pytest

import sysproc
from sysproc import Process


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
