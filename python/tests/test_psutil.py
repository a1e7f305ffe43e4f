"""`psutil` is `sysproc`: the same module, however it is imported."""

import importlib
import pickle
import sys

import pytest
from support import python

import sysproc

psutil = pytest.importorskip("psutil")

SUBMODULES = ["_types", "_enums", "_errors", "_process", "_listing", "_system", "_popen"]
PRIVATE = ["_common", "_ntuples", "_psplatform", *sysproc._here.PRIVATE]


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


def test_all_has_what_exists():
    assert len(set(psutil.__all__)) == len(psutil.__all__)
    for name in psutil.__all__:
        assert hasattr(psutil, name)
    assert set(psutil.__all__) <= set(dir(psutil))


def test_pickles_of_psutil_load():
    # As psutil 7.2.2 writes them.
    theirs = b"cpsutil._ntuples\nsswap\n(I1\nI2\nI3\nF4.0\nI5\nI6\ntR."
    assert pickle.loads(theirs) == sysproc._types.sswap(1, 2, 3, 4.0, 5, 6)
    error = pickle.loads(b"cpsutil\nNoSuchProcess\n(I7\nVname\nVgone\ntR.")
    assert (type(error), error.pid, error.name, error.msg) == (sysproc.NoSuchProcess, 7, "name", "gone")


def test_modules_that_psutil_imports():
    import signal
    import subprocess

    assert psutil.signal.SIGTERM is signal.SIGTERM
    assert psutil.subprocess.PIPE is subprocess.PIPE
    assert psutil.time.time() > 0 and psutil.os.sep
    for name in ("collections", "contextlib", "datetime", "functools", "socket", "sys", "threading"):
        assert getattr(psutil, name) is importlib.import_module(name)
    assert psutil._as_dict_attrnames == psutil.Process.attrs
    assert psutil._timer() > 0


def test_what_psutil_no_longer_has():
    for code in (
        "import psutil._compat",
        "from psutil import _compat",
        "from psutil._compat import PY3",
        "import psutil.nothing",
    ):
        with pytest.raises(ImportError):
            exec(code)
    with pytest.raises(ModuleNotFoundError) as raised:
        importlib.import_module("psutil._compat")
    assert raised.value.name == "psutil._compat"
