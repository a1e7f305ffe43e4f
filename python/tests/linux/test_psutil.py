"""`psutil` is `sysproc`: names that only Linux has."""

import os
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


def test_all_is_loaded_at_once():
    code = """if True:
        import sys, psutil
        before = set(sys.modules)
        process = psutil.Process()
        process.as_dict(), process._lock, repr(process), process.children(), process.parents(), process.is_running()
        psutil.disk_usage("/"), psutil.disk_partitions(True), psutil.disk_io_counters(), psutil.swap_memory()
        psutil.net_if_addrs(), psutil.net_if_stats(), psutil.net_connections("all"), psutil.net_io_counters(), psutil.users()
        psutil.cpu_times(), psutil.cpu_times_percent(), psutil.cpu_stats(), psutil.cpu_freq(), psutil.getloadavg()
        psutil.wait_procs([psutil.Popen([sys.executable, "-c", ""])]), psutil._ppid_map(), psutil._common, psutil.datetime
        for name in psutil.__all__:
            getattr(psutil, name)
        print(*sorted(set(sys.modules) - before))
    """
    assert python(code) == ""


@pytest.mark.parametrize(
    "how", ["os.chroot('{}'); os.chdir('/')", "os.chroot('{}'); os.chdir('/'); os.setgid(65534); os.setuid(65534)"]
)
def test_root_another_root_after_the_import(how, tmp_path):
    if os.geteuid() != 0:
        pytest.skip("needs root")
    tmp_path.chmod(0o755)
    # There is no /proc either: what needs that says so in its own words.
    code = """if True:
        import os, sys, psutil
        me = psutil.Process()
        {}
        assert psutil.disk_usage("/").total > 0
        assert psutil.Popen.__name__ == "Popen"
        assert (psutil.STATUS_ZOMBIE, psutil.Process.__name__, psutil.heap_info().heap_used > 0) == ("zombie", "Process", True)
        for ask, error in ((psutil.virtual_memory, OSError), (psutil.Process, psutil.Error), (me.name, psutil.Error)):
            try:
                ask()
            except error:
                pass
        for name in psutil.__all__:
            getattr(psutil, name)
        print("there")
    """
    assert python(code.format(how.format(tmp_path))) == "there"
