"""Not run but type-checked: what the checkers must make of a program that imports psutil."""

from collections.abc import Iterator
from typing import Any

import psutil
from psutil._common import bytes2human, sdiskusage
from psutil._pslinux import svmem
from typing_extensions import assert_type

assert_type(psutil.cpu_percent(), float)
assert_type(psutil.cpu_percent(percpu=True), list[float])
assert_type(psutil.cpu_percent(0.1, True), list[float])
assert_type(psutil.virtual_memory(), svmem)
assert_type(psutil.disk_usage("/"), sdiskusage)
assert_type(psutil.net_io_counters(pernic=True)["lo"].bytes_sent, int)
assert_type(bytes2human(1), str)
psutil.disk_io_counters.cache_clear()

process = psutil.Process()
assert_type(process.as_dict(["name"])["name"], "str | None")
assert_type(process.as_dict(["name"], ad_value="?"), dict[str, Any])
assert_type(process.nice(), int)
assert_type(process.nice(3), None)
assert_type(process.memory_maps(grouped=False)[0].addr, str)
assert_type(process.rlimit(psutil.RLIMIT_NOFILE), tuple[int, int])
assert_type(process.parent(), "psutil.Process | None")
assert_type(psutil.process_iter(["name"]), Iterator[psutil.Process])
for each in psutil.process_iter(["memory_info"]):
    if each.info["memory_info"] is not None:
        assert_type(each.info["memory_info"].rss, int)
for connection in process.net_connections():
    if connection.status == psutil.CONN_LISTEN and isinstance(connection.laddr, tuple) and connection.laddr:
        print(connection.laddr[0])
with psutil.Popen(["true"]) as child:
    assert_type(child.wait(timeout=1), "int | None")
    assert_type(child.returncode, "int | None")
gone, alive = psutil.wait_procs([child, process], timeout=0)
assert_type(gone, list[psutil.Process])
try:
    process.wait(0)
except psutil.TimeoutExpired as error:
    assert_type(error.seconds, float)
    assert_type(error.pid, "int | None")
