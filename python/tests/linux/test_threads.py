"""Many threads on one process, and forks between them."""

import os
import signal
import threading

import pytest
from forks import in_a_fork
from support import eventually, together

import sysproc
from sysproc import Process

ASKED = ["name", "status", "cpu_times", "memory_info", "uids", "ppid", "create_time", "num_threads", "username", "nice"]


@pytest.mark.parametrize("inside", [[], [0], range(8), range(0, 8, 2)])
def test_eight_threads_on_one_process(sleeper, inside):
    sleeper.suspend()
    eventually(lambda: sleeper.status() == sysproc.STATUS_STOPPED)
    expected = {name: getattr(sleeper, name)() for name in ASKED}

    def ask(number):
        for _ in range(50):
            if number in inside:
                with sleeper.oneshot():
                    found = {name: getattr(sleeper, name)() for name in ASKED}
            else:
                found = {name: getattr(sleeper, name)() for name in ASKED}
            assert found == expected
            assert sleeper.as_dict(ASKED) == expected

    together(ask)


def test_oneshot_is_for_its_own_thread(sleeper):
    def look():
        eventually(lambda: sleeper.status() == sysproc.STATUS_STOPPED)

    with sleeper.oneshot():
        before = sleeper.status()
        os.kill(sleeper.pid, signal.SIGSTOP)
        other = threading.Thread(target=look)
        other.start()
        other.join()
        assert sleeper.status() == before != sysproc.STATUS_STOPPED
    assert sleeper.status() == sysproc.STATUS_STOPPED


def test_oneshot_of_a_thread_that_ended_inside(sleeper):
    """Its number may be given to another thread, which must not get its answers."""

    def leave_open():
        block = sleeper.oneshot()
        block.__enter__()
        sleeper.status()

    def look():
        seen.append(sleeper.status())

    seen = []
    for work in (leave_open, look):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        os.kill(sleeper.pid, signal.SIGSTOP)
        eventually(lambda: sysproc.Process(sleeper.pid).status() == sysproc.STATUS_STOPPED)
    assert seen == [sysproc.STATUS_STOPPED]


def test_a_child_is_another_process():
    me = Process()
    with me.oneshot():
        me.ppid()

        def in_the_child():
            assert Process().pid == os.getpid() != me.pid
            assert Process().ppid() == me.pid
            assert Process().parent() == me
            assert me.is_running()

        in_a_fork(in_the_child)


def use_everything(watcher, process):
    assert process in watcher.update()
    assert process in list(sysproc.process_iter())
    assert process.name() == "sleep"
    with process.oneshot():
        assert process.status()
    assert process.as_dict(["username"])["username"]
    sysproc.net_io_counters(), sysproc.disk_io_counters(), sysproc.virtual_memory(), sysproc.cpu_percent()
    sysproc.net_connections("all"), sysproc.users(), sysproc.disk_partitions(), sysproc.net_if_addrs()
    assert watcher.descriptors > 0


def test_fork_while_other_threads_are_inside(sleeper):
    watcher = sysproc.Watcher(["name", "username"])
    end = threading.Event()

    def work():
        while not end.is_set():
            use_everything(watcher, sleeper)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(8):
            in_a_fork(lambda: use_everything(watcher, sleeper))
    finally:
        end.set()
        for thread in threads:
            thread.join()


def test_a_child_does_not_wait_for_its_sibling(sleeper):
    def in_the_child():
        with pytest.raises(sysproc.TimeoutExpired):
            sleeper.wait(0)
        sleeper.kill()
        eventually(lambda: sleeper.status() == sysproc.STATUS_ZOMBIE)
        with pytest.raises(sysproc.TimeoutExpired):
            sleeper.wait(0)

    in_a_fork(in_the_child)
    assert sleeper.wait(60) == -9


def test_multiprocessing_by_fork():
    multiprocessing = pytest.importorskip("multiprocessing")
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert set(pool.map(name_of, [os.getpid()] * 4)) == {Process().name()}


def name_of(pid):
    return Process(pid).name()
