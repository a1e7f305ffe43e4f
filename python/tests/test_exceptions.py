"""The exceptions: what they say, and that they can be sent around."""

import copy
import pickle

import pytest
from support import NAME

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
    assert sleeper.name() == NAME
    sleeper.kill()
    sleeper.wait()
    for process, name in ((sleeper, NAME), (other, None)):
        with pytest.raises(NoSuchProcess) as raised:
            process.cwd()
        assert (raised.value.pid, raised.value.name) == (process.pid, name)


@pytest.mark.parametrize(("pid", "error"), [(-1, ValueError), ("1", TypeError), (1.0, TypeError), (2**40, NoSuchProcess)])
def test_pids_that_cannot_be(pid, error):
    with pytest.raises(error):
        sysproc.Process(pid)


def test_arguments_that_cannot_be(sleeper):
    for call in (
        lambda: sleeper.cpu_affinity([100000]),
        lambda: sleeper.cpu_percent(-1),
        lambda: sleeper.memory_percent("?"),
        lambda: sleeper.net_connections("?"),
        lambda: sleeper.wait(-1),
        lambda: sleeper.as_dict(["?"]),
        lambda: sysproc.net_connections(None),
        lambda: sysproc.cpu_percent(-1),
        lambda: sysproc.wait_procs([], -1),
        lambda: sleeper.wait(float("nan")),
        lambda: sysproc.wait_procs([sleeper], float("nan")),
        lambda: sysproc.disk_usage("/\0"),
        lambda: sysproc.disk_usage(b"/\0"),
    ):
        with pytest.raises(ValueError):
            call()
    for call in (lambda: sleeper.wait("?"), lambda: sleeper.as_dict(1), lambda: sleeper.cpu_affinity(1)):
        with pytest.raises(TypeError):
            call()
