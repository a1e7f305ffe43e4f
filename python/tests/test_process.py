"""The class `Process`: what it is, what it promises, and that programs may change it."""

import pickle
import signal
import time
import weakref
from types import SimpleNamespace

import pytest
from support import ANSWERED, NAME, eventually

import sysproc
from sysproc import NoSuchProcess, Process

TIMES = sysproc._types.pcputimes


def test_equality_and_hash(sleeper):
    again = Process(sleeper.pid)
    assert again == sleeper
    assert hash(again) == hash(sleeper)
    assert again is not sleeper
    assert sleeper != Process()
    assert sleeper != sleeper.pid
    assert len({again, sleeper, Process()}) == 2


def test_equality_does_not_depend_on_the_clock(sleeper, monkeypatch):
    again = Process(sleeper.pid)
    again._create_time = sleeper.create_time() + 100
    assert again == sleeper


def test_repr(sleeper):
    started = time.strftime("%H:%M:%S", time.localtime(sleeper.create_time()))
    assert repr(sleeper).startswith(f"psutil.Process(pid={sleeper.pid}, name='{NAME}', status='")
    assert repr(sleeper).endswith(f"started='{started}')") or "started='20" in repr(sleeper)
    # It may be running still, and fall asleep in between.
    eventually(lambda: str(sleeper) == repr(sleeper))
    sleeper.kill()
    exitcode = sleeper.wait()
    known = repr(sleeper).replace(f", started='{time.strftime('%Y-%m-%d ')}", ", started='")
    shown = f"psutil.Process(pid={sleeper.pid}, name='{NAME}', status='terminated', exitcode={exitcode!r}, started='"
    assert known.startswith(shown) and known.endswith(f"{started}')")


def test_repr_of_one_that_was_asked_nothing(gone):
    assert repr(gone) == f"psutil.Process(pid={gone.pid}, status='terminated')"


class Own(Process):
    """A program's own class."""

    def __init__(self, pid=None):
        super().__init__(pid)
        self.note = "own"

    def name(self):
        return f"own {super().name()}"


def test_subclass(sleeper):
    own = Own(sleeper.pid)
    assert (own, own.note) == (sleeper, "own")
    assert own.name() == f"own {NAME}"
    assert own.as_dict(["name", "pid"]) == {"name": f"own {NAME}", "pid": sleeper.pid}
    assert repr(own).startswith(f"{__name__}.Own(pid=")


def test_its_lock(sleeper):
    assert "_lock" not in vars(sleeper)
    with sleeper._lock, sleeper._lock:
        assert sleeper._lock is sleeper._lock is not Process(sleeper.pid)._lock


def test_attributes_and_weak_references(sleeper):
    sleeper.note = "mine"
    assert vars(sleeper)["note"] == "mine"
    assert weakref.ref(sleeper)() is sleeper
    with pytest.raises(AttributeError):
        sleeper.pid = 1


def test_init_forgets_everything(sleeper):
    sleeper.name(), sleeper.create_time(), sleeper.exe()
    pid = sleeper.pid
    sleeper.kill()
    sleeper.wait()
    sleeper._init(pid, _ignore_nsp=True)
    for method in (sleeper.create_time, sleeper.exe, sleeper.name, sleeper.status, sleeper.ppid):
        with pytest.raises(NoSuchProcess) as raised:
            method()
        assert raised.value.name is None
    assert not sleeper.is_running()
    with pytest.raises(NoSuchProcess):
        sleeper._init(pid)


# --- several things at once


def test_as_dict_has_all_names(sleeper):
    assert {"connections", "net_connections", "memory_full_info", "memory_footprint", "page_faults"} <= Process.attrs
    assert set(sleeper.as_dict(ANSWERED)) == ANSWERED
    assert list(sleeper.as_dict(["pid", "name"])) == ["pid", "name"]


@pytest.mark.parametrize("on", ["class", "instance"])
def test_as_dict_heeds_replaced_methods(sleeper, monkeypatch, on):
    where = Process if on == "class" else sleeper
    replacement = (lambda self: "other") if on == "class" else (lambda: "other")
    monkeypatch.setattr(where, "status", replacement)
    assert sleeper.as_dict(["status", "name"]) == {"status": "other", "name": NAME}


@pytest.mark.parametrize(
    ("replaced", "answer", "asked", "value"),
    [
        ("memory_info", SimpleNamespace(rss=sysproc.virtual_memory().total), "memory_percent", 100.0),
        ("net_connections", ["a socket"], "connections", ["a socket"]),
    ],
)
def test_as_dict_heeds_what_other_methods_ask(sleeper, monkeypatch, replaced, answer, asked, value):
    monkeypatch.setattr(Process, replaced, lambda self, *args: answer)
    assert sleeper.as_dict([asked]) == {asked: value}
    assert sleeper.as_dict([asked, replaced, "open_files"])[asked] == value


def test_cpu_percent_in_as_dict(monkeypatch):
    process = Process()
    assert process.as_dict(["cpu_percent"]) == {"cpu_percent": 0.0}
    for ask in (process.cpu_percent, lambda: process.as_dict(["name", "cpu_percent"])["cpu_percent"]) * 2:
        until = time.process_time() + 0.1
        while time.process_time() < until:
            pass
        assert ask() > 0.0
    monkeypatch.setattr(Process, "cpu_times", lambda self: TIMES(*[0.0] * len(TIMES._fields)))
    assert process.as_dict(["cpu_percent"]) == {"cpu_percent": 0.0}


def test_as_dict_of_the_denied(sleeper, monkeypatch):
    def denied(self):
        raise sysproc.AccessDenied(self.pid)

    monkeypatch.setattr(Process, "exe", denied)
    assert sleeper.as_dict(["exe", "name"], ad_value="?") == {"exe": "?", "name": NAME}


def test_as_dict_of_the_gone(gone):
    for names in (["name"], ["environ"], ["exe", "cwd"], None):
        with pytest.raises(NoSuchProcess):
            gone.as_dict(names)


# --- identity and family


def test_a_process_that_is_gone(gone):
    assert not gone.is_running()
    assert gone not in sysproc.process_iter()
    for act in (gone.kill, gone.terminate, gone.suspend, gone.resume, lambda: gone.send_signal(signal.SIGTERM)):
        with pytest.raises(NoSuchProcess):
            act()
    for ask in (gone.parent, gone.children, gone.ppid):
        with pytest.raises(NoSuchProcess):
            ask()


def test_is_running_asks_the_class_of_the_program(sleeper, monkeypatch):
    asked = []
    monkeypatch.setattr(sysproc, "Process", lambda pid: asked.append(pid) or Process(pid))
    assert sleeper.is_running()
    assert asked == [sleeper.pid]


def test_family(sleeper):
    me = Process()
    assert sleeper.ppid() == me.pid
    assert sleeper.parent() == me
    assert sleeper.parents()[0] == me
    assert sleeper in me.children()
    assert sleeper in me.children(recursive=True)
    assert sleeper.children() == []


def test_cpu_percent_of_the_busy():
    process = Process()
    assert process.cpu_percent() == 0.0
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    assert process.cpu_percent() > 0.0


@pytest.mark.parametrize(("used", "shown"), [(1e6, 200.0), (-1e6, 0.0), (0, 0.0)])
def test_cpu_percent_is_of_the_processors_that_there_are(monkeypatch, used, shown):
    seconds = iter([0.0, used])
    monkeypatch.setattr(Process, "cpu_times", lambda self: TIMES(next(seconds), *[0.0] * (len(TIMES._fields) - 1)))
    monkeypatch.setattr(sysproc, "cpu_count", lambda logical=True: 2)
    process = Process()
    process.cpu_percent()
    percent = process.cpu_percent()
    assert (percent, type(percent)) == (shown, float)


def test_cpu_percent_copes_without_cpu_count(monkeypatch):
    monkeypatch.setattr(sysproc, "cpu_count", lambda logical=True: None)
    process = Process()
    process.cpu_percent()
    assert process.cpu_percent() >= 0.0


# --- acting on it


def test_answers_can_be_sent_around(sleeper):
    values = sleeper.as_dict(ANSWERED)
    assert pickle.loads(pickle.dumps(values)) == values
