"""The types of the enums, and of the constants that are their members."""

import enum
import sys

class ProcessStatus(str, enum.Enum):
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

class ConnectionStatus(str, enum.Enum):
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
    if sys.platform == "win32":
        CONN_DELETE_TCB = "DELETE_TCB"

class NicDuplex(enum.IntEnum):
    NIC_DUPLEX_FULL = 2
    NIC_DUPLEX_HALF = 1
    NIC_DUPLEX_UNKNOWN = 0

class BatteryTime(enum.IntEnum):
    POWER_TIME_UNKNOWN = -1
    POWER_TIME_UNLIMITED = -2

class AddressFamily(enum.IntEnum):
    if sys.platform == "win32":
        AF_LINK = -1
    else:
        AF_LINK = 17

STATUS_RUNNING = ProcessStatus.STATUS_RUNNING
STATUS_SLEEPING = ProcessStatus.STATUS_SLEEPING
STATUS_DISK_SLEEP = ProcessStatus.STATUS_DISK_SLEEP
STATUS_STOPPED = ProcessStatus.STATUS_STOPPED
STATUS_TRACING_STOP = ProcessStatus.STATUS_TRACING_STOP
STATUS_ZOMBIE = ProcessStatus.STATUS_ZOMBIE
STATUS_DEAD = ProcessStatus.STATUS_DEAD
STATUS_WAKE_KILL = ProcessStatus.STATUS_WAKE_KILL
STATUS_WAKING = ProcessStatus.STATUS_WAKING
STATUS_IDLE = ProcessStatus.STATUS_IDLE
STATUS_LOCKED = ProcessStatus.STATUS_LOCKED
STATUS_WAITING = ProcessStatus.STATUS_WAITING
STATUS_SUSPENDED = ProcessStatus.STATUS_SUSPENDED
STATUS_PARKED = ProcessStatus.STATUS_PARKED
CONN_ESTABLISHED = ConnectionStatus.CONN_ESTABLISHED
CONN_SYN_SENT = ConnectionStatus.CONN_SYN_SENT
CONN_SYN_RECV = ConnectionStatus.CONN_SYN_RECV
CONN_FIN_WAIT1 = ConnectionStatus.CONN_FIN_WAIT1
CONN_FIN_WAIT2 = ConnectionStatus.CONN_FIN_WAIT2
CONN_TIME_WAIT = ConnectionStatus.CONN_TIME_WAIT
CONN_CLOSE = ConnectionStatus.CONN_CLOSE
CONN_CLOSE_WAIT = ConnectionStatus.CONN_CLOSE_WAIT
CONN_LAST_ACK = ConnectionStatus.CONN_LAST_ACK
CONN_LISTEN = ConnectionStatus.CONN_LISTEN
CONN_CLOSING = ConnectionStatus.CONN_CLOSING
CONN_NONE = ConnectionStatus.CONN_NONE
NIC_DUPLEX_FULL = NicDuplex.NIC_DUPLEX_FULL
NIC_DUPLEX_HALF = NicDuplex.NIC_DUPLEX_HALF
NIC_DUPLEX_UNKNOWN = NicDuplex.NIC_DUPLEX_UNKNOWN
POWER_TIME_UNKNOWN = BatteryTime.POWER_TIME_UNKNOWN
POWER_TIME_UNLIMITED = BatteryTime.POWER_TIME_UNLIMITED
AF_LINK = AddressFamily.AF_LINK

if sys.platform == "win32":
    class ProcessIOPriority(enum.IntEnum):
        IOPRIO_VERYLOW = 0
        IOPRIO_LOW = 1
        IOPRIO_NORMAL = 2
        IOPRIO_HIGH = 3

    class ProcessPriority(enum.IntEnum):
        ABOVE_NORMAL_PRIORITY_CLASS = 0x8000
        BELOW_NORMAL_PRIORITY_CLASS = 0x4000
        HIGH_PRIORITY_CLASS = 0x80
        IDLE_PRIORITY_CLASS = 0x40
        NORMAL_PRIORITY_CLASS = 0x20
        REALTIME_PRIORITY_CLASS = 0x100

    CONN_DELETE_TCB = ConnectionStatus.CONN_DELETE_TCB
    IOPRIO_VERYLOW = ProcessIOPriority.IOPRIO_VERYLOW
    IOPRIO_LOW = ProcessIOPriority.IOPRIO_LOW
    IOPRIO_NORMAL = ProcessIOPriority.IOPRIO_NORMAL
    IOPRIO_HIGH = ProcessIOPriority.IOPRIO_HIGH
    ABOVE_NORMAL_PRIORITY_CLASS = ProcessPriority.ABOVE_NORMAL_PRIORITY_CLASS
    BELOW_NORMAL_PRIORITY_CLASS = ProcessPriority.BELOW_NORMAL_PRIORITY_CLASS
    HIGH_PRIORITY_CLASS = ProcessPriority.HIGH_PRIORITY_CLASS
    IDLE_PRIORITY_CLASS = ProcessPriority.IDLE_PRIORITY_CLASS
    NORMAL_PRIORITY_CLASS = ProcessPriority.NORMAL_PRIORITY_CLASS
    REALTIME_PRIORITY_CLASS = ProcessPriority.REALTIME_PRIORITY_CLASS

else:
    class ProcessIOPriority(enum.IntEnum):
        IOPRIO_CLASS_NONE = 0
        IOPRIO_CLASS_RT = 1
        IOPRIO_CLASS_BE = 2
        IOPRIO_CLASS_IDLE = 3

    class ProcessRlimit(enum.IntEnum):
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

    class Negsignal(enum.IntEnum):
        """Exit codes of children that a signal ended: the members of `signal.Signals`, negative."""

        SIGHUP = -1
        SIGINT = -2
        SIGQUIT = -3
        SIGILL = -4
        SIGTRAP = -5
        SIGABRT = -6
        SIGBUS = -7
        SIGFPE = -8
        SIGKILL = -9
        SIGUSR1 = -10
        SIGSEGV = -11
        SIGUSR2 = -12
        SIGPIPE = -13
        SIGALRM = -14
        SIGTERM = -15
        SIGSTKFLT = -16
        SIGCHLD = -17
        SIGCONT = -18
        SIGSTOP = -19
        SIGTSTP = -20
        SIGTTIN = -21
        SIGTTOU = -22
        SIGURG = -23
        SIGXCPU = -24
        SIGXFSZ = -25
        SIGVTALRM = -26
        SIGPROF = -27
        SIGWINCH = -28
        SIGIO = -29
        SIGPWR = -30
        SIGSYS = -31
        SIGRTMIN = -34
        SIGRTMAX = -64

    IOPRIO_CLASS_NONE = ProcessIOPriority.IOPRIO_CLASS_NONE
    IOPRIO_CLASS_RT = ProcessIOPriority.IOPRIO_CLASS_RT
    IOPRIO_CLASS_BE = ProcessIOPriority.IOPRIO_CLASS_BE
    IOPRIO_CLASS_IDLE = ProcessIOPriority.IOPRIO_CLASS_IDLE
    RLIM_INFINITY = ProcessRlimit.RLIM_INFINITY
    RLIMIT_CPU = ProcessRlimit.RLIMIT_CPU
    RLIMIT_FSIZE = ProcessRlimit.RLIMIT_FSIZE
    RLIMIT_DATA = ProcessRlimit.RLIMIT_DATA
    RLIMIT_STACK = ProcessRlimit.RLIMIT_STACK
    RLIMIT_CORE = ProcessRlimit.RLIMIT_CORE
    RLIMIT_RSS = ProcessRlimit.RLIMIT_RSS
    RLIMIT_NPROC = ProcessRlimit.RLIMIT_NPROC
    RLIMIT_NOFILE = ProcessRlimit.RLIMIT_NOFILE
    RLIMIT_MEMLOCK = ProcessRlimit.RLIMIT_MEMLOCK
    RLIMIT_AS = ProcessRlimit.RLIMIT_AS
    RLIMIT_LOCKS = ProcessRlimit.RLIMIT_LOCKS
    RLIMIT_SIGPENDING = ProcessRlimit.RLIMIT_SIGPENDING
    RLIMIT_MSGQUEUE = ProcessRlimit.RLIMIT_MSGQUEUE
    RLIMIT_NICE = ProcessRlimit.RLIMIT_NICE
    RLIMIT_RTPRIO = ProcessRlimit.RLIMIT_RTPRIO
    RLIMIT_RTTIME = ProcessRlimit.RLIMIT_RTTIME
