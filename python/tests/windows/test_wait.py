"""Waiting: exit codes, of others' children too, more processes than one call takes, and Ctrl-C."""

import _thread
import subprocess
import sys
import threading

import pytest
from support import END, SLEEP, eventually

import sysproc
from sysproc import Popen, Process, _sysproc, wait_procs


@pytest.mark.parametrize(("code", "exit_code"), [(0, 0), (7, 7), (256, 256), (-1, 2**32 - 1)])
def test_exit_codes(code, exit_code):
    program = f"import os, sys; sys.stdin.read(); os._exit({code})"
    with Popen([sys.executable, "-S", "-c", program], stdin=subprocess.PIPE) as child:
        process = Process(child.pid)
        child.stdin.close()
        assert process.wait(60) == exit_code
        assert child.wait() == child.returncode == child.poll() == exit_code


def test_who_is_killed(sleeper):
    sleeper.terminate()
    assert sleeper.wait(60) == 15
    assert not sleeper.is_running()
    assert repr(sleeper) == f"psutil.Process(pid={sleeper.pid}, status='terminated', exitcode=15)"


def test_popen_that_has_ended():
    child = subprocess.Popen(END)
    child.wait()
    ours = Popen(END)
    eventually(lambda: ours.poll() is not None)
    assert (ours.wait(), ours.is_running()) == (0, False)
    with pytest.raises(sysproc.NoSuchProcess):
        ours.kill()


def test_popen_is_both():
    code = "print(input()); raise SystemExit(3)"
    with Popen([sys.executable, "-S", "-c", code], stdin=-1, stdout=-1, text=True) as child:
        assert isinstance(child, Process)
        assert child.communicate("hello\n") == ("hello\n", None)
        assert child.returncode == child.wait() == child.poll() == 3


def test_another_ones_child():
    code = f"import subprocess; subprocess.Popen({SLEEP!r}); print(flush=True); input()"
    with Popen([sys.executable, "-S", "-c", code], stdin=-1, stdout=-1, text=True) as parent:
        parent.stdout.readline()
        [process] = eventually(parent.children)
        process.kill()
        assert process.wait(60) == 15
        parent.communicate("\n")


def test_more_than_one_call_waits_for(sleeper):
    handles = [sleeper._handle] * 150
    assert _sysproc.wait_any(handles, 0.01) == []
    sleeper.kill()
    assert _sysproc.wait_any(handles, 60) == list(range(150))


@pytest.mark.parametrize("wait", [lambda process: process.wait(), lambda process: wait_procs([process], timeout=1000)])
def test_an_interrupt_ends_a_wait(sleeper, wait):
    """As Ctrl-C does it: Wine has no console that would send one."""
    with pytest.raises(KeyboardInterrupt):
        threading.Timer(0.3, _thread.interrupt_main).start()
        wait(sleeper)
    assert sleeper.is_running()
