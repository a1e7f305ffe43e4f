"""The named tuples, with psutil's names and fields. Each class is made when it is first used: an import must not take the
time for three dozen of them.
"""

_MEMORY = "rss vms shared text lib data dirty"
_MAPPED = "path rss size pss shared_clean shared_dirty private_clean private_dirty referenced anonymous swap"

_FIELDS = {
    # of the machine
    "scputimes": "user nice system idle iowait irq softirq steal guest guest_nice",
    "scpustats": "ctx_switches interrupts soft_interrupts syscalls",
    "scpufreq": "current min max",
    "svmem": "total available percent used free active inactive buffers cached shared slab",
    "sswap": "total used free percent sin sout",
    "pheap": "heap_used mmap_used",
    "sdiskpart": "device mountpoint fstype opts",
    "sdiskusage": "total used free percent",
    "sdiskio": "read_count write_count read_bytes write_bytes read_time write_time "
    "read_merged_count write_merged_count busy_time",
    "snetio": "bytes_sent bytes_recv packets_sent packets_recv errin errout dropin dropout",
    "snicaddr": "family address netmask broadcast ptp",
    "snicstats": "isup duplex speed mtu flags",
    "sconn": "fd family type laddr raddr status pid",
    "addr": "ip port",
    "shwtemp": "label current high critical",
    "sfan": "label current",
    "sbattery": "percent secsleft power_plugged",
    "suser": "name terminal host started pid",
    # of a process
    "pcputimes": "user system children_user children_system iowait",
    "pmem": _MEMORY,
    "pmem_ex": _MEMORY + " peak_rss peak_vms rss_anon rss_file rss_shmem swap hugetlb",
    "pfullmem": _MEMORY + " uss pss swap",
    "pfootprint": "uss pss swap",
    "ppagefaults": "minor major",
    "pmmap_grouped": _MAPPED,
    "pmmap_ext": "addr perms " + _MAPPED,
    "puids": "real effective saved",
    "pgids": "real effective saved",
    "pio": "read_count write_count read_bytes write_bytes read_chars write_chars",
    "pionice": "ioclass value",
    "pctxsw": "voluntary involuntary",
    "pthread": "id user_time system_time",
    "popenfile": "path fd position mode flags",
    "pconn": "fd family type laddr raddr status",
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

    return namedtuple(name, fields, module=__name__)
