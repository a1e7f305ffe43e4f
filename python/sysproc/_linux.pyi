"""The types of what is Linux's alone."""

import sys

POSIX: bool
LINUX: bool
WINDOWS: bool
PROCFS_PATH: str

if sys.platform != "win32":
    from ._types import sfan, shwtemp

    def getloadavg() -> tuple[float, float, float]: ...
    def sensors_temperatures(fahrenheit: bool = False) -> dict[str, list[shwtemp]]: ...
    def sensors_fans() -> dict[str, list[sfan]]: ...

__all__ = ["POSIX", "LINUX", "WINDOWS", "PROCFS_PATH", "getloadavg", "sensors_temperatures", "sensors_fans"]
