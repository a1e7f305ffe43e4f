"""The named tuples, with psutil's names and fields. Each class is made when it is first used: an import must not take the
time for three dozen of them.
"""

from . import _here

_FIELDS = {
    # of the machine
    "scpustats": "ctx_switches interrupts soft_interrupts syscalls",
    "scpufreq": "current min max",
    "sswap": "total used free percent sin sout",
    "sdiskpart": "device mountpoint fstype opts",
    "sdiskusage": "total used free percent",
    "snetio": "bytes_sent bytes_recv packets_sent packets_recv errin errout dropin dropout",
    "snicaddr": "family address netmask broadcast ptp",
    "snicstats": "isup duplex speed mtu flags",
    "sconn": "fd family type laddr raddr status pid",
    "addr": "ip port",
    "sbattery": "percent secsleft power_plugged",
    "suser": "name terminal host started pid",
    # of a process
    "ppagefaults": "minor major",
    "pctxsw": "voluntary involuntary",
    "pthread": "id user_time system_time",
    "pconn": "fd family type laddr raddr status",
    # of one or the other, and not the same on all systems
    **_here.FIELDS,
}

#: `scputimes` of kernels that count fewer modes, by the number of their fields.
_shorter = {}


def __getattr__(name):
    fields = _FIELDS.get(name)
    if fields is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return globals().setdefault(name, _named(name, fields.split()))


def __dir__():
    return sorted({*globals(), *_FIELDS})


def scputimes_of(count):
    """`scputimes` with its first `count` fields."""
    if count not in _shorter:
        _shorter[count] = _named("scputimes", _FIELDS["scputimes"].split()[:count])
    return _shorter[count]


def _named(name, fields):
    from collections import namedtuple

    made = namedtuple(name, fields, module=__name__)
    for alias, field in _here.ALIASES.get(name, {}).items():
        setattr(made, alias, getattr(made, field))
    return made
