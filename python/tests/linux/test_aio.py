"""Waiting in an event loop: descriptors, signals, and the children of others."""

import asyncio
import contextlib
import gc
import os
import platform
import signal
import subprocess
import threading

import pytest
from support import eventually, in_time

import sysproc
from sysproc import aio

#: Whether the kernel keeps the exit code of a process that was reaped.
TELLS_THE_REAPED = tuple(map(int, platform.release().split("-")[0].split(".")[:2])) >= (6, 15)


def descriptors():
    gc.collect()
    return os.listdir("/proc/self/fd")


@pytest.mark.parametrize(("script", "code"), [("exit 7", 7), ("exit 0", 0), ("kill -9 $$", -9)])
def test_a_child_is_reaped(script, code):
    child = sysproc.Popen(["sh", "-c", script])
    assert in_time(aio.wait(child)) == code
    assert child.returncode == code == child.wait()
    assert not sysproc.pid_exists(child.pid)


def test_a_signal_is_named(sleeper):
    sleeper.terminate()
    assert repr(in_time(aio.wait(sleeper))) == "<Negsignal.SIGTERM: -15>"
    assert in_time(aio.wait(sleeper)) == -signal.SIGTERM, "it is kept"


def test_waiting_costs_one_descriptor_and_no_thread(sleeper):
    async def main():
        before = len(descriptors())
        waiting = [asyncio.ensure_future(aio.wait(sleeper)) for _ in range(20)]
        await asyncio.sleep(0)
        counted = len(descriptors()) - before, threading.active_count()
        sleeper.kill()
        return counted, await asyncio.gather(*waiting)

    before = len(descriptors())
    assert in_time(main()) == ((20, 1), [-signal.SIGKILL] * 20)
    assert len(descriptors()) == before


def test_a_wait_is_given_up(sleeper):
    before = len(descriptors())
    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(asyncio.wait_for(aio.wait(sleeper), 0.01))
    assert len(descriptors()) == before
    assert sleeper.is_running()


def of_another(script):
    """A process whose parent is the shell that is returned with it."""
    shell = subprocess.Popen(["sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    shell.stdout.readline()
    return shell, sysproc.Process(shell.pid).children()[0]


def end(shell):
    for process in sysproc.Process(shell.pid).children(recursive=True):
        # One that has ended may be reaped meanwhile.
        with contextlib.suppress(sysproc.NoSuchProcess):
            process.kill()
    shell.kill()
    shell.communicate()


def test_another_ones_child_that_is_reaped_at_once():
    shell, process = of_another("sleep 1000 & echo; wait; read x")

    async def main():
        waiting = asyncio.ensure_future(aio.wait(process))
        await asyncio.sleep(0)
        process.kill()
        return await waiting

    code = in_time(main())
    end(shell)
    assert code == -signal.SIGKILL if TELLS_THE_REAPED else code in (None, -signal.SIGKILL)
    assert process.wait() is None


@pytest.mark.skipif(os.getuid() != 0, reason="the code of another one's zombie is a matter of privilege")
def test_root_another_ones_child_that_stays_a_zombie():
    shell, process = of_another("{ sleep 1000; exit 7; } & echo; exec sleep 1000")
    [sleeping] = eventually(process.children)
    sleeping.kill()
    assert in_time(aio.wait(process)) == 7
    assert process.status() == sysproc.STATUS_ZOMBIE
    end(shell)
