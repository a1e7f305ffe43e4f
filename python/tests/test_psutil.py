"""`psutil` is `sysproc`: the same module, however it is imported."""

import importlib
import pickle
import subprocess
import sys

import pytest
from conftest import python

import sysproc

psutil = pytest.importorskip("psutil")

SUBMODULES = ["_types", "_enums", "_errors", "_process", "_listing", "_system", "_popen"]
PRIVATE = ["_common", "_ntuples", "_pslinux", "_psplatform", "_psposix", "_psutil_linux"]


def test_one_module():
    assert psutil is sysproc
    assert sys.modules["psutil"] is sys.modules["sysproc"]
    assert importlib.reload(psutil) is sysproc


@pytest.mark.parametrize("name", SUBMODULES)
@pytest.mark.parametrize("first", ["psutil", "sysproc"])
def test_one_submodule(name, first):
    second = {"psutil": "sysproc", "sysproc": "psutil"}[first]
    python(f"import {first}.{name}, {second}.{name}, sys; assert sys.modules['psutil.{name}'] is sys.modules['sysproc.{name}']")


@pytest.mark.parametrize("name", PRIVATE)
def test_a_private_module_first(name):
    found = python(f"import psutil.{name}; import sysproc; print(psutil.{name} is sysproc.{name}, psutil is sysproc)")
    assert found == "True True"


def test_private_names_that_programs_use():
    from psutil._common import BatteryTime, NicDuplex, bytes2human, sdiskusage, snetio, usage_percent
    from psutil._ntuples import snicaddr
    from psutil._pslinux import Process, pmem, svmem

    assert sdiskusage is type(psutil.disk_usage("/"))
    assert (svmem, pmem) == (type(psutil.virtual_memory()), type(psutil.Process().memory_info()))
    assert (snetio, snicaddr) == (sysproc._types.snetio, sysproc._types.snicaddr)
    assert Process is psutil.Process
    assert NicDuplex.NIC_DUPLEX_FULL == psutil.NIC_DUPLEX_FULL
    assert BatteryTime.POWER_TIME_UNKNOWN == psutil.POWER_TIME_UNKNOWN
    assert bytes2human(10000) == "9.8K"
    assert usage_percent(1, 3, 1) == 33.3
    assert psutil._ppid_map()[psutil.Process().pid] == psutil.Process().ppid()


def test_import_star():
    names = python("from psutil import *; print(Process().pid > 0, LINUX, STATUS_ZOMBIE, CONN_LISTEN, RLIM_INFINITY)")
    assert names == "True True zombie LISTEN -1"


def test_all_has_what_exists():
    assert len(set(psutil.__all__)) == len(psutil.__all__)
    for name in psutil.__all__:
        assert hasattr(psutil, name)
    assert set(psutil.__all__) <= set(dir(psutil))
    for absent in ["win_service_iter", "HIGH_PRIORITY_CLASS", "IOPRIO_HIGH", "RLIMIT_SWAP", "test"]:
        assert not hasattr(psutil, absent)


def test_assignments_land_on_the_one_module(monkeypatch):
    monkeypatch.setattr(psutil, "PROCFS_PATH", "/nowhere")
    with pytest.raises(OSError):
        sysproc.virtual_memory()
    monkeypatch.setattr(psutil, "PROCFS_PATH", "/proc")
    monkeypatch.setattr(psutil, "cpu_times", lambda percpu=False: pytest.fail("called"))
    with pytest.raises(pytest.fail.Exception):
        sysproc.cpu_percent()


def test_pickles_of_psutil_load():
    # As psutil 7.2.2 writes them.
    theirs = b"cpsutil._ntuples\nsswap\n(I1\nI2\nI3\nF4.0\nI5\nI6\ntR."
    assert pickle.loads(theirs) == sysproc._types.sswap(1, 2, 3, 4.0, 5, 6)
    error = pickle.loads(b"cpsutil\nNoSuchProcess\n(I7\nVname\nVgone\ntR.")
    assert (type(error), error.pid, error.name, error.msg) == (sysproc.NoSuchProcess, 7, "name", "gone")


def test_pickles_load_without_psutil():
    values = [sysproc.virtual_memory(), sysproc.NoSuchProcess(1, "n"), sysproc.Process().status(), sysproc.Process().ionice()]
    code = "import sys, pickle; sys.modules['psutil'] = None; print(pickle.load(sys.stdin.buffer))"
    loaded = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(values), capture_output=True, check=True)
    assert loaded.stdout.startswith(b"[svmem(total=")
