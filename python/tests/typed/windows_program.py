"""Not run but type-checked: what the checkers must make of a program for Windows that imports psutil."""

import psutil
from psutil._common import bytes2human
from psutil._pswindows import svmem
from typing_extensions import assert_type

memory = psutil.virtual_memory()
assert_type(memory, svmem)
assert_type(bytes2human(memory.wired), str)
assert_type(psutil.cpu_times().irq, float)
assert_type(psutil.getloadavg(), tuple[float, float, float])
assert_type(psutil.heap_info().heap_count, int)

process = psutil.Process()
process.nice(psutil.HIGH_PRIORITY_CLASS)
assert_type(process.nice(), psutil.ProcessPriority)
assert_type(process.ionice(), psutil.ProcessIOPriority)
assert_type(process.num_handles(), int)
assert_type(process.memory_info().peak_rss, int)
assert_type(process.as_dict(["num_handles"])["num_handles"], "int | None")
for service in psutil.win_service_iter():
    assert_type(service, psutil.WindowsService)
    assert_type(service.as_dict()["pid"], "int | None")
assert_type(psutil.win_service_get("RpcSs").status(), "str | None")
for connection in psutil.net_connections():
    print(connection.status == psutil.CONN_DELETE_TCB)
