"""The types of what is Windows' alone."""

POSIX: bool
LINUX: bool
WINDOWS: bool

def getloadavg() -> tuple[float, float, float]: ...

__all__ = ["POSIX", "LINUX", "WINDOWS", "getloadavg"]
