"""Functions about many processes."""

import time

import sysproc

from ._errors import NoSuchProcess, TimeoutExpired
from ._process import UNTIL_REAPED, WAITS, Process, plan_of, recorded, wait_any
from ._system import machine


def pids():
    """The pids of all processes, ascending."""
    return machine().pids()


def pid_exists(pid):
    """Whether there is a process with this pid."""
    return 0 <= pid < 2**31 and machine().pid_exists(pid)


class _Seen:
    """The processes that were listed last, by pid, and the machine that they are of."""

    processes = {}
    machine = None


def _seen(listed):
    """The processes that were listed before; those that are not listed any more are forgotten."""
    if _Seen.machine is not machine():
        _Seen.machine = machine()
        _Seen.processes = {}
    seen = _Seen.processes
    for pid in seen.keys() - listed:
        seen.pop(pid, None)
    return seen


def process_iter(attrs=None, ad_value=None):
    """All processes, by pid; the same objects as the last time as long as they are the same processes. With `attrs` each has
    these in `info`, as `Process.as_dict()` returns them.
    """
    cls = sysproc.Process
    if cls is Process:
        if attrs is None:
            return _iterate()
        plan = plan_of(cls, attrs)
        if plan.stands_for(cls):
            return _iterate_over_plan(plan, ad_value, raising=bool(attrs))
    return _iterate_one_by_one(cls, attrs, ad_value)


def _forget_all():
    """Forgets the processes listed before."""
    _Seen.processes = {}


process_iter.cache_clear = _forget_all


def forget(process):
    """Forgets a process that is gone."""
    if _Seen.processes.get(process.pid) is process:
        _Seen.processes.pop(process.pid, None)


def _iterate():
    """The list of pids itself tells which processes are the same."""
    listed = machine().marked_pids()
    seen = _seen(listed.keys())
    for pid, mark in listed.items():
        process = seen.get(pid)
        if process is None or process._mark != mark:
            process = _look_again(process, pid)
            if process is None:
                continue
            process._mark = mark
            seen[pid] = process
        yield process


def _look_again(process, pid):
    """The process with this pid: the one seen before if it still runs, or a new one, or None."""
    if process is not None and process._is_there():
        return process
    try:
        return sysproc.Process(pid)
    except NoSuchProcess:
        return None


def _iterate_over_plan(plan, ad_value, raising):
    """One listing reads all that is asked for and tells which processes are the same."""
    rows = machine().processes(plan, ad_value, not plan.is_whole)
    seen = _seen(set(rows.pids()))
    return filled(rows, seen, plan.names, ad_value, raising)


def filled(rows, seen, names, ad_value, raising):
    """The processes of a listing, with what was asked for in `info`: those seen before, and new ones, which are seen then."""
    for pid, start, info, kept in rows:
        process = seen.get(pid)
        if process is None or process._start != start:
            process = seen[pid] = recorded(pid, start)
        if len(info) < len(names):
            try:
                with process.oneshot(kept):
                    process._ask_each(names, info, ad_value, raising)
            except NoSuchProcess:
                continue
        process.info = info
        if "name" in info:
            process._handle.is_named(info["name"])
        yield process


def _iterate_one_by_one(cls, attrs, ad_value):
    """Where the class or its methods were replaced."""
    listed = pids()
    seen = _seen(set(listed))
    for pid in listed:
        try:
            process = seen.get(pid)
            if type(process) is not cls or not process.is_running():
                process = seen[pid] = cls(pid)
            if attrs is not None:
                process.info = process.as_dict(attrs=attrs, ad_value=ad_value)
        except NoSuchProcess:
            continue
        yield process


def wait_procs(procs, timeout=None, callback=None):
    """Waits until all have ended, or the time is over. Returns those that are gone, which have a `returncode` then, and those
    that are alive. Calls `callback` with each that has ended.
    """
    if timeout is not None and not timeout >= 0:
        raise ValueError(f"timeout must be a positive integer, got {timeout}")
    if callback is not None and not callable(callback):
        raise TypeError(f"callback {callback!r} is not a callable")
    end = None if timeout is None else time.monotonic() + timeout
    gone, alive = [], list(dict.fromkeys(procs))
    if not all(_waits_as_ours(process) for process in alive):
        return _wait_in_turns(alive, end, callback)
    while alive:
        left = None if end is None else max(end - time.monotonic(), 0)
        ended = [alive[index] for index in wait_any([process._handle for process in alive], left)]
        for process in ended:
            try:
                process.returncode = process.wait(timeout=0)
            except TimeoutExpired:
                # Its parent has not reaped it yet.
                time.sleep(UNTIL_REAPED if left is None else min(UNTIL_REAPED, left))
                continue
            gone.append(process)
            alive.remove(process)
            if callback is not None:
                callback(process)
        if left == 0:
            break
    return gone, alive


def _waits_as_ours(process):
    """Whether its `wait()` is that of this package: neither replaced, nor that of `subprocess.Popen`."""
    return isinstance(process, Process) and getattr(process.wait, "__func__", None) in WAITS


def _wait_in_turns(alive, end, callback):
    """`wait_procs()` of objects that only their own `wait()` can wait for: a while for each, and again."""
    from subprocess import TimeoutExpired as OtherTimeoutExpired

    gone = []
    while alive:
        is_last = end is not None and end <= time.monotonic()
        # All of them together at most a second, so that none is left alone for long.
        turn = 1 / len(alive)
        for process in list(alive):
            left = 0 if is_last else turn if end is None else max(min(turn, end - time.monotonic()), 0)
            try:
                code = process.wait(timeout=left)
            except (TimeoutExpired, OtherTimeoutExpired):
                continue
            if code is None and process.is_running():
                continue
            process.returncode = code
            gone.append(process)
            alive.remove(process)
            if callback is not None:
                callback(process)
        if is_last:
            break
    return gone, alive
