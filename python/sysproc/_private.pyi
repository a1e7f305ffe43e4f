"""The types of psutil's private names."""

from typing import Any

from ._enums import *
from ._errors import *
from ._process import Process as Process
from ._system import bytes2human as bytes2human
from ._types import *

def usage_percent(used: float, total: float, round_: int | None = None) -> float: ...
def get_procfs_path() -> str: ...
def wait_pid(pid: int, timeout: float | None = None, proc_name: str | None = None) -> int | None: ...
def __getattr__(name: str) -> Any: ...
