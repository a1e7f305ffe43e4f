"""Waiting: `wait()`, `Popen`, `wait_procs()`."""

import subprocess
import threading

import pytest
from support import COLLECTED, END, KILLED, NAME, SLEEP, eventually

from sysproc import Popen, Process, TimeoutExpired, wait_procs


def test_time_is_over(sleeper):
    for timeout in (0, 0.01):
        with pytest.raises(TimeoutExpired) as raised:
            sleeper.wait(timeout)
        assert (raised.value.seconds, raised.value.pid, raised.value.name) == (timeout, sleeper.pid, None)
    sleeper.name()
    with pytest.raises(TimeoutExpired, match=f"timeout after 0 seconds .*name='{NAME}'"):
        sleeper.wait(0)


def test_a_process_that_was_gone_before(gone):
    assert gone.wait() in COLLECTED
    assert gone.wait(0) in COLLECTED


def test_all_threads_that_wait_know_the_code(sleeper):
    codes = []
    threads = [threading.Thread(target=lambda: codes.append(sleeper.wait(60))) for _ in range(8)]
    for thread in threads:
        thread.start()
    sleeper.kill()
    for thread in threads:
        thread.join()
    assert codes == [KILLED] * 8


# --- Popen


def test_popen_has_one_code():
    child = Popen(SLEEP)
    child.kill()
    assert child.wait() == child.returncode == child.poll() == KILLED
    child = Popen(END)
    assert eventually(lambda: child.poll() is not None and [child.poll()]) == [0]
    assert child.wait() == 0
    assert not child.is_running()


def test_popen_without_a_program():
    with pytest.raises(FileNotFoundError):
        Popen(["/no/such/program"])


def test_popen_in_with_and_time_is_over():
    with pytest.raises(TimeoutExpired), Popen(SLEEP) as child:
        try:
            child.wait(0.01)
        finally:
            child.kill()
    assert child.returncode == KILLED


# --- wait_procs()


def test_wait_procs():
    children = [Popen(SLEEP) for _ in range(3)]
    seen = []
    assert wait_procs(children, timeout=0.01, callback=seen.append) == ([], children)
    children[1].kill()
    gone = []
    while not gone:
        gone, alive = wait_procs(children, timeout=0.05, callback=seen.append)
    assert (gone, alive) == ([children[1]], [children[0], children[2]])
    assert children[1].returncode == KILLED
    for child in alive:
        child.terminate()
    gone, alive = wait_procs(alive, callback=seen.append)
    assert (set(gone), alive) == ({children[0], children[2]}, [])
    assert len(seen) == 3
    assert set(seen) == set(children)


def test_wait_procs_of_none_and_of_the_gone(gone):
    assert wait_procs([]) == ([], [])
    assert wait_procs([gone, gone]) == ([gone], [])
    assert gone.returncode in COLLECTED


class Own(Process):
    """A program's own class, which knows how to wait."""

    def wait(self, timeout=None):
        self.waited = True
        return super().wait(timeout)


def test_wait_procs_asks_what_waits_in_its_own_way():
    seen = []
    mixed = [subprocess.Popen(END), Popen(SLEEP), subprocess.Popen(SLEEP)]
    mixed.append(Own(mixed[2].pid))
    gone, alive = wait_procs(mixed[:3], timeout=1, callback=seen.append)
    while not gone:
        gone, alive = wait_procs(alive, timeout=1, callback=seen.append)
    assert (gone, alive, seen) == (mixed[:1], mixed[1:3], mixed[:1])
    assert gone[0].returncode == 0
    assert wait_procs([mixed[3]], timeout=0) == ([], [mixed[3]])
    assert mixed[3].waited
    for child in mixed[1:3]:
        child.kill()
    gone, alive = wait_procs(alive, callback=seen.append)
    assert (set(gone), alive) == (set(mixed[1:3]), [])
    assert mixed[1].returncode == KILLED
    assert wait_procs([mixed[3]]) == ([mixed[3]], [])


def test_wait_procs_heeds_a_replaced_wait(sleeper, monkeypatch):
    monkeypatch.setattr(Process, "wait", lambda self, timeout=None: 5)
    assert wait_procs([sleeper], timeout=60) == ([sleeper], [])
    assert sleeper.returncode == 5


def test_wait_procs_refuses():
    with pytest.raises(ValueError):
        wait_procs([Process()], timeout=-1)
    with pytest.raises(TypeError):
        wait_procs([Process()], callback=1)


# --- signals
