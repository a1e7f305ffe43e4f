"""The exceptions: what they say, and that they can be sent around."""

import copy
import pickle

import pytest

import sysproc
from sysproc import AccessDenied, Error, NoSuchProcess, TimeoutExpired, ZombieProcess

EXAMPLES = [
    (NoSuchProcess(1), "psutil.NoSuchProcess(pid=1, msg='process no longer exists')", "process no longer exists (pid=1)"),
    (NoSuchProcess(1, "a", "m"), "psutil.NoSuchProcess(pid=1, name='a', msg='m')", "m (pid=1, name='a')"),
    (
        ZombieProcess(1, "a", 3),
        """psutil.ZombieProcess(pid=1, ppid=3, name='a', msg="PID still exists but it's a zombie")""",
        "PID still exists but it's a zombie (pid=1, ppid=3, name='a')",
    ),
    (AccessDenied(), "psutil.AccessDenied()", ""),
    (AccessDenied(0), "psutil.AccessDenied(pid=0)", "(pid=0)"),
    (AccessDenied(1, msg="m"), "psutil.AccessDenied(pid=1, msg='m')", "m (pid=1)"),
    (
        TimeoutExpired(3.5, 1, "n"),
        "psutil.TimeoutExpired(pid=1, name='n', seconds=3.5, msg='timeout after 3.5 seconds')",
        "timeout after 3.5 seconds (pid=1, name='n')",
    ),
    (TimeoutExpired(3, msg="m"), "psutil.TimeoutExpired(seconds=3, msg='m')", "m"),
    (Error("anything", 1), "psutil.Error()", ""),
]


@pytest.mark.parametrize(("error", "shown", "said"), EXAMPLES)
def test_text(error, shown, said):
    assert (repr(error), str(error)) == (shown, said)


@pytest.mark.parametrize("error", [error for error, *_ in EXAMPLES])
def test_sent_around(error):
    for sent in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(sent) is type(error)
        assert (sent.__dict__, sent.args) == (error.__dict__, error.args)


class Own(NoSuchProcess):
    """A program's own exception."""


def test_a_subclass_is_sent_around():
    sent = pickle.loads(pickle.dumps(Own(4)))
    assert (type(sent), sent.pid) == (Own, 4)


def test_hierarchy():
    assert issubclass(ZombieProcess, NoSuchProcess)
    for cls in (NoSuchProcess, AccessDenied, TimeoutExpired):
        assert cls.__bases__ == (Error,)
    assert Error.__bases__ == (Exception,)
    assert Error.__module__ == "psutil"


def test_the_name_is_in_it_once_it_was_asked(sleeper):
    other = sysproc.Process(sleeper.pid)
    assert sleeper.name() == "sleep"
    sleeper.kill()
    sleeper.wait()
    for process, name in ((sleeper, "sleep"), (other, None)):
        with pytest.raises(NoSuchProcess) as raised:
            process.cwd()
        assert (raised.value.pid, raised.value.name) == (process.pid, name)


def test_what_a_zombie_answers(zombie):
    for method in (zombie.environ, zombie.cmdline, zombie.exe, zombie.cwd, zombie.memory_maps):
        with pytest.raises(ZombieProcess):
            method()
    assert zombie.name() == "true"
    assert (zombie.num_fds(), zombie.open_files(), zombie.memory_info().rss) == (0, [], 0)
    for name in "username ppid cpu_times uids gids threads rlimit ionice nice terminal create_time".split():
        getattr(zombie, name)(*([sysproc.RLIMIT_NOFILE] if name == "rlimit" else []))
    assert zombie.is_running()
    values = zombie.as_dict(["cmdline", "exe", "name", "pid"], ad_value="?")
    assert values == {"cmdline": "?", "exe": "?", "name": "true", "pid": zombie.pid}


@pytest.mark.parametrize(("pid", "error"), [(-1, ValueError), ("1", TypeError), (1.0, TypeError), (2**40, NoSuchProcess)])
def test_pids_that_cannot_be(pid, error):
    with pytest.raises(error):
        sysproc.Process(pid)


def test_arguments_that_cannot_be(sleeper):
    for call in (
        lambda: sleeper.ionice(value=3),
        lambda: sleeper.ionice(sysproc.IOPRIO_CLASS_IDLE, 1),
        lambda: sleeper.ionice(sysproc.IOPRIO_CLASS_RT, 8),
        lambda: sleeper.ionice(8),
        lambda: sleeper.rlimit(sysproc.RLIMIT_NOFILE, (1, 2, 3)),
        lambda: sleeper.rlimit(99),
        lambda: sleeper.cpu_affinity([100000]),
        lambda: sleeper.cpu_percent(-1),
        lambda: sleeper.memory_percent("?"),
        lambda: sleeper.net_connections("?"),
        lambda: sleeper.wait(-1),
        lambda: sleeper.as_dict(["?"]),
        lambda: sysproc.net_connections(None),
        lambda: sysproc.cpu_percent(-1),
        lambda: sysproc.wait_procs([], -1),
    ):
        with pytest.raises(ValueError):
            call()
    for call in (lambda: sleeper.wait("?"), lambda: sleeper.as_dict(1), lambda: sleeper.cpu_affinity(1)):
        with pytest.raises(TypeError):
            call()
