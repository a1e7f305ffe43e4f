"""`psutil` is `sysproc`: names that only Windows has."""

import pickle
import subprocess
import sys

import pytest
from support import python

import sysproc

psutil = pytest.importorskip("psutil")


def test_private_names_that_programs_use():
    from psutil._common import sdiskusage, usage_percent
    from psutil._pswindows import Process, WindowsService, pmem, svmem

    assert sdiskusage is type(psutil.disk_usage("C:\\"))
    assert (svmem, pmem) == (type(psutil.virtual_memory()), type(psutil.Process().memory_info()))
    assert (Process, WindowsService) == (psutil.Process, psutil.WindowsService)
    assert usage_percent(1, 3, 1) == 33.3
    assert psutil._ppid_map()[psutil.Process().pid] == psutil.Process().ppid()


def test_import_star():
    code = (
        "from psutil import *; print(WINDOWS, HIGH_PRIORITY_CLASS, IOPRIO_LOW, CONN_DELETE_TCB, win_service_get('RpcSs').name())"
    )
    assert python(code) == "True 128 1 DELETE_TCB RpcSs"


def test_pickles_load_without_psutil():
    values = [psutil.virtual_memory(), psutil.NoSuchProcess(1, "n"), psutil.Process().nice(), psutil.IOPRIO_LOW]
    code = "import sys, pickle; sys.modules['psutil'] = None; print(pickle.load(sys.stdin.buffer))"
    loaded = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(values), capture_output=True, check=True)
    assert loaded.stdout.startswith(b"[svmem(total=")


def test_constants():
    assert {name: int(getattr(sysproc, name)) for name in sysproc.__all__ if name.endswith("_PRIORITY_CLASS")} == {
        name: getattr(subprocess, name) for name in dir(subprocess) if name.endswith("_PRIORITY_CLASS")
    }
