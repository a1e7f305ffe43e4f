"""Waiting: signals, zombies, descriptors."""

import os
import signal
import subprocess
import sys

import pytest
from support import eventually

import sysproc
from sysproc import Popen, Process, TimeoutExpired, wait_procs


@pytest.mark.parametrize(("script", "code"), [("exit 0", 0), ("exit 7", 7), ("kill -TERM $$", -15), ("kill -KILL $$", -9)])
def test_exit_codes(script, code):
    child = subprocess.Popen(["sh", "-c", script])
    process = Process(child.pid)
    assert process.wait(60) == code
    assert process.wait() == code
    assert process.wait(0) == code
    assert not sysproc.pid_exists(child.pid)
    child.returncode = code


def test_a_signal_is_a_member_of_an_enum(sleeper):
    sleeper.terminate()
    assert repr(sleeper.wait()) == "<Negsignal.SIGTERM: -15>"
    assert sleeper.wait() == -signal.SIGTERM


def grandchild():
    """A parent that reaps no children until its input ends, and its child."""
    script = "sleep 1000 & echo $!; exec cat >/dev/null"
    parent = subprocess.Popen(["sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return parent, Process(int(parent.stdout.readline()))


def test_another_ones_zombie_is_there_until_it_is_reaped():
    parent, process = grandchild()
    process.kill()
    eventually(lambda: process.status() == sysproc.STATUS_ZOMBIE)
    with pytest.raises(TimeoutExpired):
        process.wait(0.05)
    assert wait_procs([process], timeout=0.05) == ([], [process])
    parent.communicate()
    assert process.wait(60) is None
    assert not process.is_running()


def test_popen_is_both():
    with Popen(["sh", "-c", "read line; echo $line; exit 3"], stdin=-1, stdout=-1, text=True) as child:
        assert isinstance(child, Process)
        assert child == Process(child.pid)
        assert child.args[0] == "sh"
        assert child.poll() is None
        assert child.communicate("hello") == ("hello\n", None)
        assert child.returncode == child.wait() == child.poll() == 3
    assert {"name", "communicate", "stdin", "returncode", "oneshot"} <= set(dir(child))
    with pytest.raises(AttributeError):
        child.no_such_thing  # noqa: B018


def test_popen_that_has_ended():
    with Popen(["true"]) as child:
        eventually(lambda: child.status() == sysproc.STATUS_ZOMBIE)
        child.terminate()
    assert child.returncode == 0


def test_many_more_than_descriptors():
    code = """if True:
        import resource, subprocess, sysproc
        resource.setrlimit(resource.RLIMIT_NOFILE, (30, 30))
        children = [sysproc.Process(subprocess.Popen(["sleep", "1000"]).pid) for _ in range(60)]
        for child in children:
            child.kill()
        gone, alive = sysproc.wait_procs(children, timeout=60)
        print(len(gone), alive, {child.returncode for child in gone})
    """
    found = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=100, check=True)
    assert found.stdout == "60 [] {<Negsignal.SIGKILL: -9>}\n"


WAITS = ["sysproc.Process(pid).wait({})", "sysproc.wait_procs([sysproc.Process(pid)], timeout={})"]


@pytest.mark.parametrize("wait", WAITS)
@pytest.mark.parametrize("timeout", [None, 1000])
def test_ctrl_c_interrupts_a_wait(wait, timeout):
    code = f"""if True:
        import subprocess, sysproc
        pid = subprocess.Popen(["sleep", "1000"]).pid
        print(pid, flush=True)
        try:
            {wait.format(timeout)}
        except KeyboardInterrupt:
            print("interrupted")
        sysproc.Process(pid).kill()
    """
    with subprocess.Popen([sys.executable, "-W", "ignore", "-c", code], stdout=subprocess.PIPE, text=True) as child:
        child.stdout.readline()
        process = Process(child.pid)
        eventually(lambda: "poll" in open(f"/proc/{child.pid}/wchan").read() or process.status() == "sleeping")
        os.kill(child.pid, signal.SIGINT)
        assert child.stdout.read() == "interrupted\n"


def test_other_signals_do_not_end_a_wait(sleeper):
    came = []
    old = signal.signal(signal.SIGALRM, lambda *_: came.append(1) or sleeper.kill())
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        assert sleeper.wait(60) == -9
    finally:
        signal.signal(signal.SIGALRM, old)
    assert came == [1]


def test_where_sleeping_was_replaced():
    """As gevent does it, so that others run meanwhile: nothing else may wait."""
    code = """if True:
        import subprocess, time
        sleep, ended, pauses = time.sleep, [], []
        def pause(seconds):
            pauses.append(seconds)
            sleep(seconds)
            if len(pauses) % 5 == 0:
                children[len(pauses) // 5 - 1].kill()
        time.sleep = pause
        import sysproc
        children = [subprocess.Popen(["sleep", "1000"]) for _ in range(2)] + [sysproc.Popen(["sleep", "1000"])]
        first, second = (sysproc.Process(child.pid) for child in children[:2])
        try:
            first.wait(0)
        except sysproc.TimeoutExpired:
            pass
        assert not pauses
        assert first.wait() == -9
        assert sysproc.wait_procs([second], 60) == ([second], [])
        assert children[2].wait(60) == -9
        assert max(pauses) <= 0.04, pauses
        print("waited")
    """
    found = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=100)
    assert found.stdout == "waited\n", found.stderr


@pytest.mark.parametrize(("script", "code"), [("exit 3", 3), ("kill -KILL $$", -9)])
def test_a_replaced_waitpid_tells_the_code(script, code, monkeypatch):
    """As gevent does it, which reaps all children itself."""
    child = subprocess.Popen(["sh", "-c", script])
    process = Process(child.pid)
    child.wait()
    status = code << 8 if code >= 0 else -code
    monkeypatch.setattr(os, "waitpid", lambda pid, options: (pid, status))
    assert process.wait(60) == code
