"""The class `Process`: signals, limits, priorities, and what is read once."""

import os
import signal
import socket

import pytest
from support import STEADY, eventually

import sysproc
from sysproc import NoSuchProcess, Process


def stop(process):
    """Stops it, without asking it itself."""
    os.kill(process.pid, signal.SIGSTOP)
    eventually(lambda: Process(process.pid).status() == sysproc.STATUS_STOPPED)


def test_repr_of_a_zombie(zombie):
    assert repr(zombie).startswith(f"psutil.Process(pid={zombie.pid}, name='true', status='zombie', started=")


def test_oneshot_asks_once(sleeper):
    with sleeper.oneshot():
        before = sleeper.status()
        stop(sleeper)
        assert sleeper.status() == before
        with sleeper.oneshot():
            assert sleeper.status() == before
        assert sleeper.status() == before
    assert sleeper.status() == sysproc.STATUS_STOPPED


def test_oneshot_as_a_decorator(sleeper):
    @sleeper.oneshot()
    def look(other=None):
        before = sleeper.status()
        stop(sleeper)
        return before, sleeper.status(), other

    before, after, other = look(other=1)
    assert (before, other) == (after, 1)
    assert before != sysproc.STATUS_STOPPED == sleeper.status()
    assert look.__name__ == "look"


def test_what_is_set_in_a_block_is_told(sleeper):
    names = ["nice", "ionice", "cpu_affinity"]
    with sleeper.oneshot():
        assert (sleeper.nice(), sleeper.as_dict(names)["nice"]) == (os.nice(0), os.nice(0))
        sleeper.nice(19)
        sleeper.ionice(sysproc.IOPRIO_CLASS_IDLE)
        sleeper.rlimit(sysproc.RLIMIT_CORE, (0, 0))
        processor = sleeper.cpu_affinity()[-1]
        sleeper.cpu_affinity([processor])
        assert (sleeper.nice(), sleeper.rlimit(sysproc.RLIMIT_CORE)) == (19, (0, 0))
        idle = (sysproc.IOPRIO_CLASS_IDLE, 0)
        assert sleeper.ionice() == idle
        assert sleeper.as_dict(names) == {"nice": 19, "ionice": idle, "cpu_affinity": [processor]}


def test_as_dict_has_what_was_read_in_the_block(sleeper):
    with sleeper.oneshot():
        name = sleeper.name()
        sleeper.kill()
        sleeper.wait()
        assert sleeper.as_dict(["name", "ppid"]) == {"name": name, "ppid": os.getpid()}
    with pytest.raises(sysproc.NoSuchProcess):
        sleeper.as_dict(["name", "ppid"])


def test_oneshot_ends_with_an_exception(sleeper):
    with pytest.raises(KeyError), sleeper.oneshot():
        sleeper.nice()
        raise KeyError
    os.setpriority(os.PRIO_PROCESS, sleeper.pid, 19)
    assert sleeper.nice() == 19


def test_oneshot_survives_init(sleeper):
    with sleeper.oneshot():
        sleeper.nice()
        sleeper._init(sleeper.pid)
        assert sleeper.nice() == os.nice(0)


def test_init_forgets_what_was_known(sleeper):
    process = Process()
    before = process.create_time(), process.exe()
    process._init(sleeper.pid)
    assert process == sleeper and process.pid == sleeper.pid
    assert process.exe() == os.readlink(f"/proc/{sleeper.pid}/exe") != before[1]
    assert process.create_time() > before[0]


def test_as_dict_says_what_the_methods_say(sleeper):
    sleeper.suspend()
    eventually(lambda: sleeper.status() == sysproc.STATUS_STOPPED)
    # That it stops is told before it is counted as a switch to another.
    eventually(lambda: sleeper.as_dict(STEADY) == sleeper.as_dict(STEADY))
    values = sleeper.as_dict()
    for name in Process.attrs - {"pid"}:
        assert values[name] == getattr(sleeper, name)() or name not in STEADY, name
        assert type(values[name]) is type(getattr(sleeper, name)()), name


def test_as_dict_leaves_out_what_is_not_implemented(sleeper, monkeypatch):
    def not_here(self):
        raise NotImplementedError

    monkeypatch.setattr(Process, "num_fds", not_here)
    assert "num_fds" not in sleeper.as_dict()
    with pytest.raises(NotImplementedError):
        sleeper.as_dict(["num_fds"])


def test_signals(sleeper):
    sleeper.suspend()
    eventually(lambda: sleeper.status() == sysproc.STATUS_STOPPED)
    sleeper.resume()
    eventually(lambda: sleeper.status() == sysproc.STATUS_SLEEPING)
    sleeper.send_signal(signal.SIGINT)
    assert sleeper.wait() == -signal.SIGINT


def test_limits_and_priorities(sleeper):
    sleeper.nice(19)
    assert os.getpriority(os.PRIO_PROCESS, sleeper.pid) == sleeper.nice() == 19
    sleeper.ionice(sysproc.IOPRIO_CLASS_BE, 5)
    assert sleeper.ionice() == (sysproc.IOPRIO_CLASS_BE, 5)
    sleeper.rlimit(sysproc.RLIMIT_NOFILE, (5, 7))
    assert sleeper.rlimit(sysproc.RLIMIT_NOFILE) == (5, 7)
    sleeper.rlimit(sysproc.RLIMIT_CORE, [0, sysproc.RLIM_INFINITY] if os.getuid() == 0 else [0, 0])
    assert sleeper.rlimit(sysproc.RLIMIT_CORE)[0] == 0
    one = sleeper.cpu_affinity()[:1]
    sleeper.cpu_affinity(set(one))
    assert sleeper.cpu_affinity() == one == sorted(os.sched_getaffinity(sleeper.pid))
    sleeper.cpu_affinity([])
    assert set(one) <= set(sleeper.cpu_affinity())


def test_a_signal_that_is_too_late(gone):
    for act in (lambda: gone.send_signal(0), lambda: gone.nice(1)):
        with pytest.raises(NoSuchProcess):
            act()


def test_the_first_process():
    assert Process(1).parents() == []


@pytest.mark.parametrize(
    "names", [["net_connections"], ["open_files", "net_connections"], ["net_connections", "open_files"], None]
)
@pytest.mark.parametrize("ask", ["as_dict", "process_iter", "Watcher"])
def test_sockets_are_those_of_the_internet(tmp_path, names, ask):
    """However they are found: by their method, or on the way to the open files."""
    ways = {
        "as_dict": lambda: Process().as_dict(names),
        "process_iter": lambda: next(p.info for p in sysproc.process_iter(names or []) if p.pid == os.getpid()),
        "Watcher": lambda: next(p.info for p in sysproc.Watcher(names).update() if p.pid == os.getpid()),
    }
    local, other = socket.socketpair()
    with open(tmp_path / "kept", "w") as kept, socket.create_server(("127.0.0.1", 0)) as server, local, other:
        values = ways[ask]()
        found = {each.fd: (each.laddr, each.status) for each in values["net_connections"]}
        assert found[server.fileno()] == (server.getsockname(), "LISTEN")
        assert found.keys().isdisjoint([local.fileno(), other.fileno()])
        if "open_files" in values:
            assert (kept.name, kept.fileno()) in [(each.path, each.fd) for each in values["open_files"]]
