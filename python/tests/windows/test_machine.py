"""The functions about the machine."""

import os
import shutil

import pytest

import sysproc
from sysproc import _types as t


def test_shapes():
    assert sysproc.cpu_times()._fields == ("user", "system", "idle", "interrupt", "dpc")
    assert sysproc.virtual_memory()._fields == ("total", "available", "percent", "used", "free", "cached", "wired")
    assert sysproc.heap_info()._fields == ("heap_used", "mmap_used", "heap_count")
    for name, count in {"sdiskio": 6, "pio": 6, "pcputimes": 4, "pfootprint": 1, "pmmap_ext": 4, "popenfile": 2}.items():
        assert len(getattr(t, name)._fields) == count, name


def test_interrupts_have_two_names():
    times = t.scputimes(1, 2, 3, 4, 5)
    assert times.irq == times.interrupt == 4
    assert type(sysproc.cpu_times_percent(0.05)) is t.scputimes


def test_cpu_percent_asks_what_the_program_put_there(monkeypatch):
    """Interrupts and deferred calls are a part of `system`."""
    times = t.scputimes(1, 2, 3, 1, 1)
    given = iter([times, times._replace(user=2, idle=6)])
    monkeypatch.setattr(sysproc, "cpu_times", lambda percpu=False: next(given))
    assert sysproc.cpu_percent(interval=0.001) == 25.0


def test_memory():
    memory = sysproc.virtual_memory()
    assert memory.total > memory.available == memory.free > 0
    assert memory.used == memory.total - memory.available


def test_a_page_file_that_wine_does_not_have():
    with pytest.raises(OSError) as raised:
        sysproc.swap_memory()
    assert (raised.value.winerror, type(raised.value.errno)) == (87, int)


def test_heap():
    before = sysproc.heap_info()
    kept = [bytearray(50_000) for _ in range(1000)]
    after = sysproc.heap_info()
    # A thread of the package may free what it had.
    assert after.heap_used + after.mmap_used >= before.heap_used + before.mmap_used + len(kept) * 40_000
    assert sysproc.heap_trim() is None


def test_disks(tmp_path):
    for path in (tmp_path, str(tmp_path), os.fsencode(tmp_path)):
        assert sysproc.disk_usage(path).total == shutil.disk_usage(tmp_path).total
    with pytest.raises(FileNotFoundError) as raised:
        sysproc.disk_usage(tmp_path / "none")
    assert raised.value.winerror in (2, 3)
    assert {part.opts for part in sysproc.disk_partitions() if part.device == "C:\\"} == {"rw,fixed"}


def test_hardware_addresses():
    first = [addresses[0] for addresses in sysproc.net_if_addrs().values()]
    [link, *_] = [address for address in first if address.family == sysproc.AF_LINK]
    assert repr(link.family) == "<AddressFamily.AF_LINK: -1>"
    assert len(link.address.split("-")) >= 6


def test_load_averages_begin_with_nothing():
    """Those of the first seconds: a thread keeps them from then on."""
    assert len(sysproc.getloadavg()) == 3
    assert all(0 <= average < 1000 for average in sysproc.getloadavg())


def test_users():
    assert {(type(user), user.terminal, user.pid) for user in sysproc.users()} <= {(t.suser, None, None)}
    assert os.environ["USERNAME"] in {user.name for user in sysproc.users()}


def test_what_other_systems_have_is_absent():
    for absent in ("PROCFS_PATH", "sensors_fans", "sensors_temperatures", "RLIM_INFINITY", "IOPRIO_CLASS_BE", "ProcessRlimit"):
        assert not hasattr(sysproc, absent)
        assert absent not in sysproc.__all__
