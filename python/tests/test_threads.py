"""Many threads on one process, and on the machine; forks between them."""

import threading

import pytest
from support import KILLED, SLEEP, together

import sysproc
from sysproc import Popen, Process


def test_listings_in_many_threads():
    watcher = sysproc.Watcher(["name", "cpu_times"])
    me = Process()

    def work(number):
        for _ in range(3):
            assert me in list(sysproc.process_iter())
            assert me in list(sysproc.process_iter(["name"]))
            assert me in watcher.update()
            if number == 0:
                sysproc.process_iter.cache_clear()
            sysproc.net_io_counters(), sysproc.disk_io_counters(), sysproc.cpu_percent(), sysproc.virtual_memory()

    together(work)


def test_percentages_are_since_the_last_call_of_the_thread():
    sysproc.cpu_times_percent()
    first = []
    thread = threading.Thread(target=lambda: first.append((sysproc.cpu_percent(), sum(sysproc.cpu_times_percent()))))
    thread.start()
    thread.join()
    assert first == [(0.0, 0.0)]


@pytest.mark.parametrize("wait", [lambda child: child.wait(), lambda child: sysproc.wait_procs([child])])
def test_other_threads_run_while_one_waits(sleeper, wait):
    thread = threading.Thread(target=wait, args=(sleeper,))
    thread.start()
    assert sum(range(1000)) == 499500
    sleeper.kill()
    thread.join()
    assert not sleeper.is_running()


# --- fork


# --- what blocks lets go of the interpreter


def test_a_wait_lets_a_timer_run():
    with Popen(SLEEP) as child:
        timer = threading.Timer(0.01, child.kill)
        timer.start()
        assert child.wait(100) == KILLED
        timer.join()
