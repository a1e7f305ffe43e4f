"""The enums whose members the constants of the package are. Loaded when one of them is first used."""

import enum

from . import _here


class _Text(str, enum.Enum):
    """Members that are equal to, print as and pickle as the plain text that they stand for."""

    __str__ = str.__str__
    __format__ = str.__format__

    def __reduce_ex__(self, protocol):
        return str, (self.value,)


class _Number(enum.IntEnum):
    """Members that print as the plain number, on every Python."""

    __str__ = int.__repr__
    __format__ = int.__format__


class ProcessStatus(_Text):
    STATUS_RUNNING = "running"
    STATUS_SLEEPING = "sleeping"
    STATUS_DISK_SLEEP = "disk-sleep"
    STATUS_STOPPED = "stopped"
    STATUS_TRACING_STOP = "tracing-stop"
    STATUS_ZOMBIE = "zombie"
    STATUS_DEAD = "dead"
    STATUS_WAKE_KILL = "wake-kill"
    STATUS_WAKING = "waking"
    STATUS_IDLE = "idle"
    STATUS_LOCKED = "locked"
    STATUS_WAITING = "waiting"
    STATUS_SUSPENDED = "suspended"
    STATUS_PARKED = "parked"


_CONNECTION_STATUSES = {
    "CONN_ESTABLISHED": "ESTABLISHED",
    "CONN_SYN_SENT": "SYN_SENT",
    "CONN_SYN_RECV": "SYN_RECV",
    "CONN_FIN_WAIT1": "FIN_WAIT1",
    "CONN_FIN_WAIT2": "FIN_WAIT2",
    "CONN_TIME_WAIT": "TIME_WAIT",
    "CONN_CLOSE": "CLOSE",
    "CONN_CLOSE_WAIT": "CLOSE_WAIT",
    "CONN_LAST_ACK": "LAST_ACK",
    "CONN_LISTEN": "LISTEN",
    "CONN_CLOSING": "CLOSING",
    "CONN_NONE": "NONE",
    **_here.CONNECTION_STATUSES,
}

ConnectionStatus = _Text("ConnectionStatus", _CONNECTION_STATUSES, module=__name__)


class NicDuplex(enum.IntEnum):
    NIC_DUPLEX_FULL = 2
    NIC_DUPLEX_HALF = 1
    NIC_DUPLEX_UNKNOWN = 0


class BatteryTime(enum.IntEnum):
    POWER_TIME_UNKNOWN = -1
    POWER_TIME_UNLIMITED = -2


class AddressFamily(enum.IntEnum):
    """What Python's own class of this name lacks."""

    AF_LINK = _here.AF_LINK


#: Members of the limits print as the numbers that they are.
_BASES = {"ProcessRlimit": _Number}

_OWN = {name: _BASES.get(name, enum.IntEnum)(name, members, module=__name__) for name, members in _here.ENUMS.items()}
globals().update(_OWN)

CLASSES = (ProcessStatus, ConnectionStatus, NicDuplex, BatteryTime, AddressFamily, *_OWN.values())

for _enum in CLASSES:
    globals().update(_enum.__members__)


def __getattr__(name):
    if name != "Negsignal":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import signal

    members = {each.name: -each for each in signal.Signals}
    return globals().setdefault(name, enum.IntEnum(name, members, module=__name__))
