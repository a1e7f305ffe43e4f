"""What the getters of a process must return, on any system."""

import enum
import time

from support import WINDOWS

import sysproc
from sysproc import _types as t


def whole(value):
    return type(value) is int and value >= 0


def text(value):
    return type(value) is str


def tuple_of(cls, check=whole):
    return lambda value: type(value) is cls and all(map(check, value))


def list_of(check):
    return lambda value: type(value) is list and all(map(check, value))


def optional(check):
    return lambda value: value is None or check(value)


def seconds(value):
    return type(value) is float and value >= 0


def percent(value):
    return type(value) is float and 0 <= value <= 100


def is_status(value):
    return isinstance(value, sysproc.ProcessStatus) and value in ("running", "sleeping", *sysproc.ProcessStatus)


def is_environ(value):
    return type(value) is dict and all(text(part) for item in value.items() for part in item)


def is_address(value):
    return value in ((), "") or text(value) or (type(value) is t.addr and text(value.ip) and whole(value.port))


def is_connection(value):
    enums = isinstance(value.family, enum.IntEnum) and isinstance(value.status, sysproc.ConnectionStatus)
    has_number = whole(value.fd) or (WINDOWS and value.fd == -1)
    return type(value) is t.pconn and enums and has_number and is_address(value.laddr) and is_address(value.raddr)


def is_thread(value):
    return type(value) is t.pthread and whole(value.id) and seconds(value.user_time) and seconds(value.system_time)


#: What those getters return that every system has.
COMMON = {
    "cmdline": list_of(text),
    "connections": list_of(is_connection),
    "cpu_affinity": list_of(whole),
    "cpu_percent": seconds,
    "cpu_times": tuple_of(t.pcputimes, seconds),
    "create_time": lambda value: type(value) is float and 0 < value < time.time() + 1,
    "cwd": text,
    "environ": is_environ,
    "exe": text,
    "io_counters": tuple_of(t.pio),
    "memory_footprint": tuple_of(t.pfootprint),
    "memory_full_info": tuple_of(t.pfullmem),
    "memory_info": tuple_of(t.pmem),
    "memory_info_ex": tuple_of(t.pmem_ex),
    "memory_percent": percent,
    "name": lambda value: text(value) and value,
    "net_connections": list_of(is_connection),
    "num_ctx_switches": tuple_of(t.pctxsw),
    "num_threads": whole,
    "page_faults": tuple_of(t.ppagefaults),
    "pid": whole,
    "ppid": whole,
    "status": is_status,
    "threads": list_of(is_thread),
    "username": text,
}
