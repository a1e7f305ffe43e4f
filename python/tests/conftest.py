"""The processes that tests are about."""

import signal
import subprocess
import sys

import pytest
from support import NAME, SLEEP, eventually

import sysproc

#: The folders of the other systems.
collect_ignore = ["linux"] if sys.platform == "win32" else ["windows"]

# Children take over what their parent ignores, as one in the background may SIGINT, and one without a terminal SIGHUP.
for name in ("SIGINT", "SIGHUP"):
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def sleeper():
    """A child that sleeps."""
    with subprocess.Popen(SLEEP) as child:
        eventually(lambda: sysproc.Process(child.pid).name() == NAME)
        yield sysproc.Process(child.pid)
        child.kill()


@pytest.fixture
def gone():
    """A process that is gone."""
    with subprocess.Popen(SLEEP) as child:
        process = sysproc.Process(child.pid)
        child.kill()
    return process
