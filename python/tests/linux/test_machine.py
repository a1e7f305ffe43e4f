"""The functions about the machine: that they heed what programs assign and replace, and how counters go on."""

import errno
import gc
import os
import subprocess
import warnings

import pytest
from support import eventually

import sysproc
from sysproc import _types as t


def test_another_proc(other_proc, tmp_path):
    other_proc(tmp_path)
    for function in ("virtual_memory", "cpu_times", "boot_time", "net_connections", "net_io_counters", "disk_partitions"):
        with pytest.raises(OSError):
            getattr(sysproc, function)()
    with pytest.raises(sysproc.NoSuchProcess):
        sysproc.Process()
    other_proc("/proc")
    assert sysproc.virtual_memory().total > 0
    assert sysproc.Process().is_running()


def test_a_copy_of_proc(other_proc, tmp_path):
    (tmp_path / "meminfo").write_text("MemTotal: 1000 kB\nMemFree: 400 kB\nMemAvailable: 500 kB\nBuffers: 1 kB\nCached: 2 kB\n")
    other_proc(tmp_path)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        memory = sysproc.virtual_memory()
    assert (memory.total, memory.available, memory.percent, memory.slab) == (1024000, 512000, 50.0, 0)
    assert [warning.category for warning in caught] == [RuntimeWarning]
    assert "slab" in str(caught[0].message)
    assert caught[0].filename == __file__


def test_a_device_that_is_none(other_proc, tmp_path):
    (tmp_path / "mounts").write_text("none /x tracefs rw 0 0\nnone1 /y tmpfs rw 0 0\n")
    other_proc(tmp_path)
    assert [(part.device, part.mountpoint) for part in sysproc.disk_partitions(all=True)] == [("", "/x"), ("none1", "/y")]


def test_acting_through_another_proc(other_proc, tmp_path, sleeper):
    stat = (f"/proc/{sleeper.pid}/stat", tmp_path / str(sleeper.pid) / "stat")
    stat[1].parent.mkdir()
    stat[1].write_bytes(open(stat[0], "rb").read())
    other_proc(tmp_path)
    recorded = sysproc.Process(sleeper.pid)
    assert recorded.name() == "sleep"
    for act in (recorded.kill, lambda: recorded.nice(3), lambda: recorded.wait(0)):
        with pytest.raises(NotImplementedError):
            act()
    # Made before, it is of the machine that was meant then.
    assert sleeper.is_running()


def test_cpu_percent_asks_what_the_program_put_there(monkeypatch):
    times = t.scputimes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    given = iter([times, times._replace(user=2, idle=7)])
    monkeypatch.setattr(sysproc, "cpu_times", lambda percpu=False: next(given))
    assert sysproc.cpu_percent(interval=0.001) == 25.0


def test_cpu_times_percent_adds_up():
    for shares in (sysproc.cpu_times_percent(0.05), *sysproc.cpu_times_percent(0.05, percpu=True)):
        assert type(shares) is t.scputimes
        assert sum(shares[:8]) == pytest.approx(100, abs=1) or sum(shares) == 0


def test_negative_intervals_are_refused():
    for function in (sysproc.cpu_percent, sysproc.cpu_times_percent):
        with pytest.raises(ValueError):
            function(interval=-1)


def test_counters_that_begin_anew(other_proc, tmp_path):
    def write(count):
        lines = ["Inter-|   Receive  |  Transmit", " face |bytes packets |bytes packets"]
        (tmp_path / "net").mkdir(exist_ok=True)
        (tmp_path / "net" / "dev").write_text("\n".join([*lines, f"  eth9: {count} 1 0 0 0 0 0 0 {count} 1 0 0 0 0 0 0"]) + "\n")

    other_proc(tmp_path)
    sysproc.net_io_counters.cache_clear()
    for count, shown in ((100, 100), (10, 110), (50, 150), (20, 170)):
        write(count)
        assert sysproc.net_io_counters(pernic=True)["eth9"].bytes_recv == shown
        assert sysproc.net_io_counters(pernic=True, nowrap=False)["eth9"].bytes_recv == count
        assert sysproc.net_io_counters().bytes_recv == shown
    sysproc.net_io_counters.cache_clear()
    assert sysproc.net_io_counters(pernic=True)["eth9"].bytes_recv == 20
    sysproc.net_io_counters.cache_clear()


def test_interfaces_are_in_the_order_of_the_kernel():
    with open("/proc/net/dev") as file:
        names = [line.split(":")[0].strip() for line in list(file)[2:]]
    assert list(sysproc.net_io_counters(pernic=True)) == list(sysproc.net_if_stats()) == names
    assert list(sysproc.net_io_counters(pernic=True, nowrap=False)) == names


def test_machines_without_this_and_that(monkeypatch):
    for function in ("sensors_temperatures", "sensors_fans", "net_if_stats", "net_if_addrs"):
        assert type(getattr(sysproc, function)()) is dict
    assert sysproc.sensors_battery() is None or type(sysproc.sensors_battery()) is t.sbattery
    assert type(sysproc.users()) is list


def test_disk_usage(tmp_path):
    found = os.statvfs(tmp_path)
    for path in (tmp_path, str(tmp_path), os.fsencode(tmp_path)):
        assert sysproc.disk_usage(path).total == found.f_blocks * found.f_frsize
    with pytest.raises(FileNotFoundError) as raised:
        sysproc.disk_usage(tmp_path / "none")
    assert raised.value.filename


def test_names_that_are_not_text(tmp_path):
    """Each has its bytes in the text, as `os.fsdecode` puts them there."""
    folder = os.fsencode(tmp_path) + b"/\xff\xfe"
    os.mkdir(folder)
    with open(folder + b"/\xfd", "w"):
        command = [b"sh", b"-c", b"exec 7<\xfd; read x", b"\xfc"]
        with subprocess.Popen(command, cwd=folder, env={b"A\xfb": b"\xfa"}, stdin=subprocess.PIPE, executable="/bin/sh") as child:
            process = sysproc.Process(child.pid)
            # Before it has that open, it may have what its program is loaded from.
            eventually(lambda: [file.path for file in process.open_files()] == [os.fsdecode(folder + b"/\xfd")])
            assert process.cwd() == os.fsdecode(folder)
            assert process.cmdline()[-1] == os.fsdecode(b"\xfc")
            assert process.environ()[os.fsdecode(b"A\xfb")] == os.fsdecode(b"\xfa")
            child.stdin.close()


@pytest.mark.parametrize(("number", "text"), [(0, "0.0B"), (1023, "1023.0B"), (10000, "9.8K"), (2**80, "1.0Y"), (-2048, "-2.0K")])
def test_bytes2human(number, text):
    assert sysproc.bytes2human(number) == text


def test_heap():
    import ctypes

    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    gc.collect()
    before = sysproc.heap_info()
    block = libc.malloc(50 << 20)
    after = sysproc.heap_info()
    assert sum(after) - sum(before) >= 50 << 20
    libc.free(ctypes.c_void_p(block))
    sysproc.heap_trim()


def test_disk_usage_of_a_descriptor():
    with open(__file__) as file:
        usage = sysproc.disk_usage(file.fileno())
        assert (type(usage), usage.total) == (t.sdiskusage, sysproc.disk_usage(__file__).total)
        kept = file.fileno()
    with pytest.raises(OSError) as raised:
        sysproc.disk_usage(kept)
    assert raised.value.errno == errno.EBADF
