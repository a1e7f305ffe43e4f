"""The enums whose members the constants of the package are. Loaded when one of them is first used."""

import enum


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


class ConnectionStatus(_Text):
    CONN_ESTABLISHED = "ESTABLISHED"
    CONN_SYN_SENT = "SYN_SENT"
    CONN_SYN_RECV = "SYN_RECV"
    CONN_FIN_WAIT1 = "FIN_WAIT1"
    CONN_FIN_WAIT2 = "FIN_WAIT2"
    CONN_TIME_WAIT = "TIME_WAIT"
    CONN_CLOSE = "CLOSE"
    CONN_CLOSE_WAIT = "CLOSE_WAIT"
    CONN_LAST_ACK = "LAST_ACK"
    CONN_LISTEN = "LISTEN"
    CONN_CLOSING = "CLOSING"
    CONN_NONE = "NONE"


class NicDuplex(enum.IntEnum):
    NIC_DUPLEX_FULL = 2
    NIC_DUPLEX_HALF = 1
    NIC_DUPLEX_UNKNOWN = 0


class BatteryTime(enum.IntEnum):
    POWER_TIME_UNKNOWN = -1
    POWER_TIME_UNLIMITED = -2


class AddressFamily(enum.IntEnum):
    """What Python's own class of this name lacks: `AF_PACKET` under the name that it has elsewhere."""

    AF_LINK = 17


class ProcessIOPriority(enum.IntEnum):
    """The classes of `linux/ioprio.h`."""

    IOPRIO_CLASS_NONE = 0
    IOPRIO_CLASS_RT = 1
    IOPRIO_CLASS_BE = 2
    IOPRIO_CLASS_IDLE = 3


class ProcessRlimit(_Number):
    """The resources of `asm-generic/resource.h`, and what stands for no limit."""

    RLIM_INFINITY = -1
    RLIMIT_CPU = 0
    RLIMIT_FSIZE = 1
    RLIMIT_DATA = 2
    RLIMIT_STACK = 3
    RLIMIT_CORE = 4
    RLIMIT_RSS = 5
    RLIMIT_NPROC = 6
    RLIMIT_NOFILE = 7
    RLIMIT_MEMLOCK = 8
    RLIMIT_AS = 9
    RLIMIT_LOCKS = 10
    RLIMIT_SIGPENDING = 11
    RLIMIT_MSGQUEUE = 12
    RLIMIT_NICE = 13
    RLIMIT_RTPRIO = 14
    RLIMIT_RTTIME = 15


CLASSES = (
    ProcessStatus,
    ConnectionStatus,
    NicDuplex,
    BatteryTime,
    AddressFamily,
    ProcessIOPriority,
    ProcessRlimit,
)

for _enum in CLASSES:
    globals().update(_enum.__members__)


def __getattr__(name):
    if name != "Negsignal":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import signal

    members = {each.name: -each for each in signal.Signals}
    return globals().setdefault(name, enum.IntEnum(name, members, module=__name__))
