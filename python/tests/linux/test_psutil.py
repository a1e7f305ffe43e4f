"""`psutil` is `sysproc`: names that only Linux has."""

import pickle
import subprocess
import sys

import pytest
from support import python

import sysproc

psutil = pytest.importorskip("psutil")


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


def test_assignments_land_on_the_one_module(monkeypatch):
    monkeypatch.setattr(psutil, "PROCFS_PATH", "/nowhere")
    with pytest.raises(OSError):
        sysproc.virtual_memory()
    monkeypatch.setattr(psutil, "PROCFS_PATH", "/proc")
    monkeypatch.setattr(psutil, "cpu_times", lambda percpu=False: pytest.fail("called"))
    with pytest.raises(pytest.fail.Exception):
        sysproc.cpu_percent()


def test_pickles_load_without_psutil():
    values = [sysproc.virtual_memory(), sysproc.NoSuchProcess(1, "n"), sysproc.Process().status(), sysproc.Process().ionice()]
    code = "import sys, pickle; sys.modules['psutil'] = None; print(pickle.load(sys.stdin.buffer))"
    loaded = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(values), capture_output=True, check=True)
    assert loaded.stdout.startswith(b"[svmem(total=")


def test_what_other_systems_have_is_absent():
    for absent in ["win_service_iter", "HIGH_PRIORITY_CLASS", "IOPRIO_HIGH", "CONN_DELETE_TCB", "RLIMIT_SWAP", "test"]:
        assert not hasattr(psutil, absent)
    for absent in ["num_handles"]:
        assert not hasattr(psutil.Process, absent)
