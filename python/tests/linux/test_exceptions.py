"""What is raised of zombies, and of arguments that cannot be."""

import errno

import pytest

import sysproc
from sysproc import ZombieProcess


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


def test_arguments_that_cannot_be(sleeper):
    for call in (
        lambda: sleeper.ionice(value=3),
        lambda: sleeper.ionice(sysproc.IOPRIO_CLASS_IDLE, 1),
        lambda: sleeper.ionice(sysproc.IOPRIO_CLASS_RT, 8),
        lambda: sleeper.rlimit(sysproc.RLIMIT_NOFILE, (1, 2, 3)),
        lambda: sleeper.rlimit(99),
    ):
        with pytest.raises(ValueError):
            call()


def test_what_the_kernel_refuses(sleeper):
    for call in (
        *(lambda signal=signal: sleeper.send_signal(signal) for signal in (-1, 65, 99)),
        *(lambda ioclass=ioclass: sleeper.ionice(ioclass) for ioclass in (-1, 4)),
    ):
        with pytest.raises(OSError) as raised:
            call()
        assert raised.value.errno == errno.EINVAL
