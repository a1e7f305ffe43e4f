"""The class `Process`.

Names that programs replace, on the module or on the class, are looked up when they are called: functions of this package by
its name, methods through `self`.
"""

import os
import time
from _thread import _local

import sysproc

from . import _here, _sysproc
from ._errors import AccessDenied, NoSuchProcess, TimeoutExpired, ZombieProcess
from ._system import connection_kind, machine, total_memory

#: The largest pid that a system call takes.
_LARGEST_PID = 2**31 - 1

#: That the exit code is not known yet: None is what is not known at all.
_NOT_YET = object()

#: How long until a zombie is looked at again that its parent has not reaped yet, in seconds.
UNTIL_REAPED = 0.01

#: Between looks where there can only be looks: the first pause and the longest, in seconds.
_PAUSE, _LONGEST_PAUSE = 0.0001, 0.04


class _Lock:
    """A lock for programs that inherit from `Process`, as psutil's has one. Made when it is first used."""

    def __get__(self, process, cls=None):
        if process is None:
            return self
        import threading

        # In one step, since another thread may be here too.
        return process.__dict__.setdefault("_lock", threading.RLock())


class Process:
    """A process.

    Its identity is the pid and the time of its start: a process that has the pid later is another one, and none of the methods
    that act on a process can hit it.
    """

    __module__ = "psutil"

    #: The names that `as_dict()` and `process_iter()` take. Filled in below.
    attrs = frozenset()

    # Set on an instance once they are known.
    _pid = None
    _create_time = None
    _exe = None
    _exit_code = _NOT_YET
    _gone = False
    #: What the listing said of the process, see `process_iter()`.
    _mark = None
    #: What keeps the answers, of each thread that is in `with oneshot()`.
    _kept = None
    _lock = _Lock()

    def __init__(self, pid=None):
        self._init(pid)

    def _init(self, pid, _ignore_nsp=False):
        """Starts anew with this pid, and nothing known; with `_ignore_nsp` also where it is gone."""
        if pid is None:
            pid = os.getpid()
        elif type(pid) is not int:
            pid = pid.__index__() if hasattr(pid, "__index__") else _not_a_number(pid)
        if pid < 0:
            raise ValueError(f"pid must be a positive integer (got {pid})")
        if pid > _LARGEST_PID:
            raise NoSuchProcess(pid, msg="process PID out of range")
        if self._pid is not None:
            # Else not even its dict is made, which takes as long as the rest of this.
            self.__dict__.update(_create_time=None, _exe=None, _exit_code=_NOT_YET, _gone=False)
            self.__dict__.pop("_kept", None)
        self._pid = pid
        try:
            self._handle = machine().process(pid)
        except NoSuchProcess:
            if not _ignore_nsp:
                raise NoSuchProcess(pid, msg="process PID not found") from None
            self._handle = machine().recorded(pid)
        self._start = self._handle.start

    def __repr__(self):
        shown = {"pid": self._pid}
        name = self._handle.known_name
        if name:
            shown["name"] = name
        with self.oneshot():
            try:
                shown["name"] = self.name()
                shown["status"] = self.status()
                self.create_time()
            except ZombieProcess:
                shown["status"] = "zombie"
            except NoSuchProcess:
                shown["status"] = "terminated"
            except AccessDenied:
                pass
        if self._exit_code not in (_NOT_YET, None):
            shown["exitcode"] = self._exit_code
        if self._create_time is not None:
            shown["started"] = _clock_time(self._create_time)
        values = ", ".join(f"{name}={_plain(value)!r}" for name, value in shown.items())
        return f"{type(self).__module__}.{type(self).__name__}({values})"

    __str__ = __repr__

    def __eq__(self, other):
        if not isinstance(other, Process):
            return NotImplemented
        return self._ident == other._ident

    def __hash__(self):
        return hash(self._ident)

    @property
    def _ident(self):
        """What tells it from all others."""
        return self._pid, self._start

    @property
    def pid(self):
        """Its pid."""
        return self._pid

    # --- several things at once

    def oneshot(self, _known=None):
        """In a `with` block: what is read once is not read again, in this thread."""
        return _Block(self, _known)

    def _source(self):
        """Whom to ask for what one read tells together with other things: what this thread keeps, or the system."""
        return self._kept.get(_this_thread.token, self._handle) if self._kept else self._handle

    def _to_set(self):
        """Whom to ask to change something: what this thread keeps is no longer true then."""
        if self._kept and _this_thread.token in self._kept:
            self._kept[_this_thread.token] = self._handle.oneshot()
        return self._handle

    def as_dict(self, attrs=None, ad_value=None):
        """The values of several methods by their names; `ad_value` for what is denied, or gone since it is a zombie."""
        plan = plan_of(type(self), attrs)
        values = plan.values(self, ad_value)
        if len(values) < len(plan.names):
            with self.oneshot():
                self._ask_each(plan.names, values, ad_value, raising=bool(attrs))
        return values

    def _ask_each(self, names, values, ad_value, raising):
        """Calls the methods whose values are not there yet."""
        for name in names:
            if name in values:
                continue
            try:
                if name == "pid":
                    value = self.pid
                elif name == "connections" and "net_connections" in values:
                    value = values["net_connections"]
                else:
                    value = getattr(self, name)()
            except (AccessDenied, ZombieProcess):
                value = ad_value
            except NotImplementedError:
                if raising:
                    raise
                continue
            values[name] = value

    # --- identity and family

    def is_running(self):
        """Whether it is still there; also if it is a zombie, but not if another process has its pid by now."""
        if self._gone:
            return False
        # A program's own class in the place of this one has to be asked.
        running = self._is_there() if sysproc.Process is Process else self._is_found_again()
        if not running:
            from ._listing import forget

            self._gone = True
            forget(self)
        return running

    def _is_there(self):
        try:
            return self._handle.is_running()
        except AccessDenied:
            # There is one that may not be looked at.
            return True

    def _is_found_again(self):
        try:
            return self == sysproc.Process(self._pid)
        except ZombieProcess:
            return True
        except NoSuchProcess:
            return False

    def ppid(self):
        """The pid of its parent."""
        return self._source().ppid()

    def parent(self):
        """Its parent, or None."""
        found = self._handle.parent()
        return found and recorded(*found)

    def parents(self):
        """Its parent, the parent's parent and so on."""
        found = []
        parent = self.parent()
        while parent is not None and parent not in found:
            found.append(parent)
            try:
                parent = parent.parent()
            except NoSuchProcess:
                break
        return found

    def children(self, recursive=False):
        """Its children; with `recursive` their children and so on."""
        found = self._handle.descendants() if recursive else self._handle.children()
        return [recorded(pid, start) for pid, start in found]

    # --- what it is

    def name(self):
        """Its name."""
        return self._source().name()

    def exe(self):
        """The path of its program; may be empty."""
        if self._exe is None:
            self._exe = self._find_exe()
        return self._exe

    def _find_exe(self):
        denied = None
        try:
            exe = self._handle.exe()
        except AccessDenied as error:
            exe, denied = "", error
        if exe:
            return exe
        # The first argument often is the program.
        try:
            first = (self.cmdline() or [""])[0]
        except AccessDenied:
            first = ""
        if os.path.isabs(first) and os.path.isfile(first) and os.access(first, os.X_OK):
            return first
        if denied is not None:
            raise denied
        return ""

    def cmdline(self):
        """Its command line, as a list."""
        return self._handle.cmdline()

    def environ(self):
        """Its environment when the program started."""
        return self._handle.environ()

    def create_time(self):
        """When it was started, in seconds since 1970."""
        if self._create_time is None:
            self._create_time = self._source().create_time()
        return self._create_time

    def status(self):
        """What it is doing: one of the constants `STATUS_...`."""
        return self._source().status()

    def cwd(self):
        """Its working directory."""
        return self._handle.cwd()

    def username(self):
        """The name of its real user."""
        return self._source().username()

    # --- priorities and limits

    def nice(self, value=None):
        """Its nice value; sets it to `value` if there is one."""
        if value is None:
            # Not what this thread keeps: another one may have set it.
            return self._handle.nice()
        return self._to_set().set_nice(value)

    def cpu_affinity(self, cpus=None):
        """The processors that it may run on; sets them if `cpus` is given, to all if that is empty."""
        if cpus is None:
            return self._handle.cpu_affinity()
        cpus = sorted(set(cpus)) or range(len(sysproc.cpu_times(percpu=True)))
        return self._to_set().set_cpu_affinity(list(cpus))

    # --- what it uses

    def cpu_times(self):
        """Seconds of processor time that it used."""
        return self._source().cpu_times()

    def cpu_percent(self, interval=None):
        """How busy it was, in percent of one processor: during `interval` seconds, or since the last call."""
        if interval is not None and interval < 0:
            raise ValueError(f"interval is not positive (got {interval})")
        if interval:
            self._look()
            time.sleep(interval)
        return self._look()

    def _look(self):
        """How busy it was since the last look, in percent of one processor."""
        cpus = self._handle.cpus or sysproc.cpu_count() or 1
        times = self.cpu_times()
        return self._handle.cpu_percent(times.user + times.system, cpus)

    def memory_info(self):
        """Its memory, in bytes."""
        return self._source().memory_info()

    def memory_info_ex(self):
        """Its memory, with peaks and kinds, in bytes."""
        return self._source().memory_info_ex()

    def memory_footprint(self):
        """What its memory really costs, in bytes. The kernel walks all its pages for it."""
        return self._handle.memory_footprint()

    def memory_full_info(self):
        """`memory_info()` and `memory_footprint()` together."""
        return self._handle.memory_full_info()

    def memory_percent(self, memtype="rss"):
        """A field of `memory_info()` or `memory_full_info()`, in percent of the machine's memory."""
        from . import _types as types

        if memtype in types.pmem._fields:
            memory = self.memory_info()
        elif memtype in types.pfullmem._fields:
            memory = self.memory_full_info()
        else:
            raise ValueError(f"invalid memtype {memtype!r}; valid types are {types.pfullmem._fields!r}")
        return getattr(memory, memtype) / total_memory() * 100

    def memory_maps(self, grouped=True):
        """Its mapped regions; with `grouped` those of one path added up."""
        return self._handle.memory_maps_grouped() if grouped else self._handle.memory_maps()

    def page_faults(self):
        """How often memory was not there, and of these how often it came from disk."""
        return self._source().page_faults()

    def io_counters(self):
        """Bytes and calls of its I/O so far."""
        return self._handle.io_counters()

    def num_ctx_switches(self):
        """How often it left the processor."""
        return self._source().num_ctx_switches()

    def num_threads(self):
        """The number of its threads."""
        return self._source().num_threads()

    def threads(self):
        """Its threads, with the processor time of each."""
        return self._handle.threads()

    def open_files(self):
        """The regular files that it has open."""
        return self._handle.open_files()

    def net_connections(self, kind="inet"):
        """Its sockets."""
        return self._handle.net_connections(connection_kind(kind))

    def connections(self, kind="inet"):
        """The older name of `net_connections()`."""
        return self.net_connections(kind)

    # --- acting on it

    def send_signal(self, sig):
        """Sends it a signal."""
        self._handle.send_signal(sig)

    def suspend(self):
        """Stops it until it is resumed."""
        self._handle.suspend()

    def resume(self):
        """Lets it go on."""
        self._handle.resume()

    def terminate(self):
        """Asks it to end."""
        self._handle.terminate()

    def kill(self):
        """Ends it."""
        self._handle.kill()

    def wait(self, timeout=None):
        """Waits until it has ended. Returns the exit code of a child, which is reaped; of a signal its negative number; None for
        another one's child.
        """
        if timeout is not None:
            check_timeout(timeout)
        if self._exit_code is not _NOT_YET:
            return self._exit_code
        end = None if timeout is None else time.monotonic() + timeout
        while self._exit_code is _NOT_YET:
            left = None if end is None else max(end - time.monotonic(), 0)
            if wait_any([self._handle], left) and not self._collect():
                time.sleep(UNTIL_REAPED if left is None else min(UNTIL_REAPED, left))
            if left == 0 and self._exit_code is _NOT_YET:
                raise TimeoutExpired(timeout, self._pid, self._handle.known_name)
        return self._exit_code

    def _collect(self):
        """Takes the exit code of a process that has ended. One that is not our child stays until its parent has reaped it:
        False until then.
        """
        code = self._handle.collect()
        if code is None:
            code = _here.replaced_waitpid(self._pid)
        if code is None and self._is_there():
            return False
        self._exit_code = code
        return True


# Those of this system are its own too, not inherited: what `as_dict()` looks through for what was replaced is one dict then.
for _name, _method in vars(_here.Methods).items():
    if not _name.startswith("__"):
        setattr(Process, _name, _method)


class _ThisThread(_local):
    """Tells the threads from each other: unlike its number, no other thread has the token of one that has ended."""

    def __init__(self):
        self.token = object()


_this_thread = _ThisThread()


class _Block:
    """What `Process.oneshot()` returns."""

    __slots__ = ("_is_outer", "_kept", "_known", "_process")

    def __init__(self, process, known):
        self._process = process
        self._known = known

    def __enter__(self):
        # In one step, since another thread may be here too.
        self._kept = self._process.__dict__.setdefault("_kept", {})
        self._is_outer = _this_thread.token not in self._kept
        if self._is_outer:
            self._kept[_this_thread.token] = self._process._handle.oneshot(self._known)

    def __exit__(self, *_):
        if self._is_outer:
            self._kept.pop(_this_thread.token, None)

    def __call__(self, function):
        """As a decorator: each call of the function is such a block."""
        from functools import wraps

        @wraps(function)
        def inside(*args, **kwargs):
            with _Block(self._process, None):
                return function(*args, **kwargs)

        return inside


#: The methods that wait by `wait_any()`.
WAITS = {Process.wait}


def wait_any(handles, left):
    """Waits until at least one has ended, `left` seconds at most, and returns which, by their place in the list."""
    if isinstance(time.sleep, type(len)):
        return _sysproc.wait_any(handles, left)
    # A program has replaced it, as gevent does to let others run meanwhile: then nothing else may wait.
    end = None if left is None else time.monotonic() + left
    pause = _PAUSE
    while True:
        ended = _sysproc.wait_any(handles, 0)
        left = None if end is None else end - time.monotonic()
        if ended or left is not None and left <= 0:
            return ended
        time.sleep(pause if left is None else min(pause, left))
        pause = min(pause * 2, _LONGEST_PAUSE)


def recorded(pid, start):
    """A process that a listing told of."""
    process = Process.__new__(Process)
    process._pid = pid
    process._start = start
    process._handle = machine().recorded(pid, start)
    return process


def _not_a_number(pid):
    raise TypeError(f"pid must be an integer (got {pid!r})")


def _plain(value):
    """Text of an enum as the text itself."""
    return str(value) if isinstance(value, str) else value


def _clock_time(seconds):
    """The time of day; with the date if that is not today's."""
    day, today = (time.strftime("%Y-%m-%d", time.localtime(at)) for at in (seconds, time.time()))
    clock = time.strftime("%H:%M:%S", time.localtime(seconds))
    return clock if day == today else f"{day} {clock}"


def check_timeout(timeout):
    """Fails for what is no time to wait."""
    if not isinstance(timeout, (int, float)):
        raise TypeError(f"timeout must be an int or float (got {type(timeout)})")
    if not timeout >= 0:
        raise ValueError(f"timeout must be positive or zero (got {timeout})")


# --- which names as_dict() takes, and when one plan serves all of them

_NOT_ASKED = {"as_dict", "attrs", "children", "info", "is_running", "kill", "oneshot", "parent", "parents", "resume"}
_NOT_ASKED |= {"rlimit", "send_signal", "suspend", "terminate", "wait"}

Process.attrs = frozenset(name for name in dir(Process) if not name.startswith("_")) - _NOT_ASKED

#: The methods that a plan may stand for, as they are unless a program replaces them.
_ORIGINALS = {name: getattr(Process, name) for name in ["as_dict", *Process.attrs.intersection(_sysproc.Plan.possible())]}

#: The methods that some of these ask, which need not be among the names.
_ASKED_BY = {"cpu_percent": "cpu_times", "memory_percent": "memory_info"}

#: The plans made so far, by their names. A program asks for few.
_plans = {}


def plan_of(cls, attrs):
    """The plan for the names that are asked for; for all that there are by default."""
    names = cls.attrs if attrs is None else _wanted(cls, attrs)
    return _plans.get(names) or _new_plan(names)


def _wanted(cls, attrs):
    if not isinstance(attrs, (list, tuple, set, frozenset)):
        raise TypeError(f"invalid attrs type {type(attrs)}")
    unknown = set(attrs) - cls.attrs
    if unknown:
        names = ", ".join(repr(name) for name in sorted(unknown))
        raise ValueError(f"invalid attr name{'s' if len(unknown) > 1 else ''} {names}")
    return tuple(attrs) or cls.attrs


def _new_plan(names):
    asked = {_ASKED_BY[name] for name in _ASKED_BY.keys() & names}
    methods = {name: _ORIGINALS[name] for name in _ORIGINALS.keys() & asked.union(names, ["as_dict"])}
    if len(_plans) >= 100:
        _plans.clear()
    plan = _plans[names] = _sysproc.Plan(names, Process, methods)
    return plan
