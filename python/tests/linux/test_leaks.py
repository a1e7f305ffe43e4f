"""Nothing is left behind by 10,000 calls of each function, whether it answers or fails.

What Python and the C library have in use is counted exactly, so that the functions that take long, which are called fewer
times, show a leak just as well.
"""

import contextlib
import functools
import gc
import os
import subprocess
import sys
import time

import pytest

import sysproc
from sysproc import Process

CALLS = 10_000
SECONDS = float(os.environ.get("SYSPROC_LEAK_SECONDS", "0.5"))

#: The functions, with arguments that are of use, and those that are not.
FUNCTIONS = {
    "boot_time": [()],
    "bytes2human": [(10**9,), ("?",)],
    "cpu_count": [(True,), (False,)],
    "cpu_freq": [(False,), (True,)],
    "cpu_percent": [(None, False), (None, True), (-1,)],
    "cpu_stats": [()],
    "cpu_times": [(False,), (True,)],
    "cpu_times_percent": [(None, False), (None, True), (-1,)],
    "disk_io_counters": [(False, True), (True, True), (True, False)],
    "disk_partitions": [(False,), (True,)],
    "disk_usage": [("/",), ("/no/such/path",), (1,)],
    "getloadavg": [()],
    "heap_info": [()],
    "heap_trim": [()],
    "net_connections": [("all",), ("?",), (None,)],
    "net_if_addrs": [()],
    "net_if_stats": [()],
    "net_io_counters": [(False, True), (True, True), (True, False)],
    "pid_exists": [(1,), (-1,), ("?",)],
    "pids": [()],
    "preload": [()],
    "process_iter": [(), (["name", "memory_percent"],), (["?"],), (1,)],
    "sensors_battery": [()],
    "sensors_fans": [()],
    "sensors_temperatures": [(), (True,)],
    "swap_memory": [()],
    "users": [()],
    "virtual_memory": [()],
    "wait_procs": [([],), ([Process()], 0), ([Process()], -1), ([1],)],
}
CLASSES = {
    "Popen": [(["true"],), (["/no/such/program"],)],
    "Process": [(), (1,), (-1,), ("?",), (2**31 - 1,)],
    "Watcher": [(["name", "num_threads"],), (["?"],), (1,)],
}

#: The methods of a process, by the attributes of the class; those that act do so in a way that changes nothing.
METHODS = {name: [()] for name in Process.attrs - {"pid"}}
METHODS |= {
    "as_dict": [(), (["name", "exe"],), (["?"],), (1,)],
    "children": [(False,), (True,)],
    "cpu_affinity": [(), ([0],), ([10**6],), (["?"],), (1,)],
    "cpu_percent": [(), (-1,)],
    "ionice": [(), (2, 4), (9,), (2, 9), ("?",)],
    "is_running": [()],
    "kill": [],
    "memory_maps": [(True,), (False,)],
    "memory_percent": [("rss",), ("swap",), ("?",)],
    "net_connections": [("all",), ("?",)],
    "nice": [(), (0,), ("?",)],
    "oneshot": [()],
    "parent": [()],
    "parents": [()],
    "resume": [()],
    "rlimit": [(sysproc.RLIMIT_NOFILE,), (99,), (sysproc.RLIMIT_CORE, (0, 0)), (sysproc.RLIMIT_CORE, (1, 0)), (7, 1)],
    "send_signal": [(0,), (1000,), ("?",)],
    "suspend": [],
    "terminate": [],
    "wait": [(0,), (-1,), ("?",)],
}


def public(kind):
    return {name for name in sysproc.__all__ if kind(getattr(sysproc, name))}


def test_the_lists_are_complete():
    plain = {name for name in public(callable) if not isinstance(getattr(sysproc, name), type)}
    assert set(FUNCTIONS) == plain
    classes = public(lambda value: isinstance(value, type))
    enums_and_errors = {name for name in classes if issubclass(getattr(sysproc, name), (int, str, Exception))}
    assert set(CLASSES) == classes - enums_and_errors
    assert set(METHODS) == {name for name in dir(Process) if not name.startswith("_")} - {"attrs", "pid"}


@pytest.fixture(scope="module")
def processes():
    """A process for each state that one can be in: living and gone."""
    with subprocess.Popen(["sleep", "1000"]) as living, subprocess.Popen(["sleep", "1000"]) as other:
        gone = Process(other.pid)
        other.kill()
        other.wait()
        yield {"living": Process(living.pid), "gone": gone}
        living.kill()


def use(call):
    """Calls it and uses up what it returns. Each way to fail is one that is to leave nothing behind."""
    with contextlib.suppress(sysproc.Error, ValueError, TypeError, OSError, AttributeError, OverflowError):
        value = call()
        if isinstance(value, sysproc.Popen):
            value.wait()
        elif isinstance(value, sysproc.Watcher):
            value.update()
        elif hasattr(value, "__enter__"):
            with value:
                pass
        elif hasattr(value, "__next__"):
            list(value)


def in_use():
    """Blocks that Python has, bytes that the C library has, and descriptors. Listings keep what they listed, which is as many
    as there are processes.
    """
    sysproc.process_iter.cache_clear()
    gc.collect()
    heap = sysproc.heap_info()
    return sys.getallocatedblocks(), heap.heap_used + heap.mmap_used, len(os.listdir("/proc/self/fd"))


def check(call):
    """A leak shows in every round; what else goes on in the machine and in Python does not."""
    for _ in range(20):
        use(call)
    for _ in range(3):
        before = in_use()
        count = many(call)
        blocks, size, descriptors = (now - then for now, then in zip(in_use(), before))
        if blocks < count / 10 + 20 and size < count * 2 + 10_000 and descriptors == 0:
            return
    pytest.fail(f"left behind by {count} calls: {blocks} blocks, {size} bytes, {descriptors} descriptors")


def many(call):
    """Calls it as often as there is time for, and returns how often."""
    end = time.monotonic() + SECONDS
    for count in range(CALLS):
        use(call)
        if time.monotonic() > end:
            return count + 1
    return CALLS


def cases(table):
    return [pytest.param(name, arguments, id=f"{name}{arguments}") for name in sorted(table) for arguments in table[name]]


@pytest.mark.parametrize(("name", "arguments"), cases(FUNCTIONS | CLASSES))
def test_function(name, arguments):
    check(functools.partial(getattr(sysproc, name), *arguments))


@pytest.mark.parametrize("state", ["living", "gone"])
@pytest.mark.parametrize(("name", "arguments"), cases(METHODS))
def test_method(name, arguments, state, processes):
    check(functools.partial(getattr(processes[state], name), *arguments))


@pytest.mark.parametrize("name", ["kill", "terminate", "suspend"])
def test_method_that_ends_it(name, processes):
    check(getattr(processes["gone"], name))


def test_oneshot(processes):
    def ask():
        with processes["living"].oneshot():
            processes["living"].name(), processes["living"].uids(), processes["living"].cpu_times()

    check(ask)


def test_a_leak_is_noticed():
    kept = []
    with pytest.raises(pytest.fail.Exception, match="blocks"):
        check(lambda: kept.append([1.5, str(len(kept))]))
    with pytest.raises(pytest.fail.Exception, match="bytes"):
        check(lambda: kept.append(bytearray(1000)))
