"""The types of the named tuples."""

import socket
import sys
from typing import NamedTuple

from typing_extensions import TypeAlias

from ._enums import AddressFamily, BatteryTime, ConnectionStatus, NicDuplex, ProcessIOPriority

#: An end of a socket: a path of a UNIX socket, and an empty tuple where nothing is at the other end.
Endpoint: TypeAlias = addr | tuple[()] | str

class scpustats(NamedTuple):
    ctx_switches: int
    interrupts: int
    soft_interrupts: int
    syscalls: int

class scpufreq(NamedTuple):
    current: float
    min: float
    max: float

class sswap(NamedTuple):
    total: int
    used: int
    free: int
    percent: float
    sin: int
    sout: int

class sdiskpart(NamedTuple):
    device: str
    mountpoint: str
    fstype: str
    opts: str

class sdiskusage(NamedTuple):
    total: int
    used: int
    free: int
    percent: float

class snetio(NamedTuple):
    bytes_sent: int
    bytes_recv: int
    packets_sent: int
    packets_recv: int
    errin: int
    errout: int
    dropin: int
    dropout: int

class snicaddr(NamedTuple):
    family: socket.AddressFamily | AddressFamily
    address: str
    netmask: str | None
    broadcast: str | None
    ptp: str | None

class snicstats(NamedTuple):
    isup: bool
    duplex: NicDuplex
    speed: int
    mtu: int
    flags: str

class sconn(NamedTuple):
    fd: int
    family: socket.AddressFamily
    type: socket.SocketKind
    laddr: Endpoint
    raddr: Endpoint
    status: ConnectionStatus
    pid: int | None

class addr(NamedTuple):
    ip: str
    port: int

class sbattery(NamedTuple):
    percent: float
    secsleft: int | BatteryTime
    power_plugged: bool | None

class suser(NamedTuple):
    name: str
    terminal: str | None
    host: str | None
    started: float
    pid: int | None

class ppagefaults(NamedTuple):
    minor: int
    major: int

class pctxsw(NamedTuple):
    voluntary: int
    involuntary: int

class pthread(NamedTuple):
    id: int
    user_time: float
    system_time: float

class pconn(NamedTuple):
    fd: int
    family: socket.AddressFamily
    type: socket.SocketKind
    laddr: Endpoint
    raddr: Endpoint
    status: ConnectionStatus

if sys.platform == "win32":
    class scputimes(NamedTuple):
        user: float
        system: float
        idle: float
        interrupt: float
        dpc: float
        @property
        def irq(self) -> float: ...

    class svmem(NamedTuple):
        total: int
        available: int
        percent: float
        used: int
        free: int
        cached: int
        wired: int

    class pheap(NamedTuple):
        heap_used: int
        mmap_used: int
        heap_count: int

    class sdiskio(NamedTuple):
        read_count: int
        write_count: int
        read_bytes: int
        write_bytes: int
        read_time: int
        write_time: int

    class pcputimes(NamedTuple):
        user: float
        system: float
        children_user: float
        children_system: float

    class pmem(NamedTuple):
        rss: int
        vms: int
        num_page_faults: int
        peak_wset: int
        wset: int
        peak_paged_pool: int
        paged_pool: int
        peak_nonpaged_pool: int
        nonpaged_pool: int
        pagefile: int
        peak_pagefile: int
        private: int
        @property
        def peak_rss(self) -> int: ...
        @property
        def peak_vms(self) -> int: ...

    class pmem_ex(NamedTuple):
        rss: int
        vms: int
        num_page_faults: int
        peak_wset: int
        wset: int
        peak_paged_pool: int
        paged_pool: int
        peak_nonpaged_pool: int
        nonpaged_pool: int
        pagefile: int
        peak_pagefile: int
        private: int
        virtual: int
        peak_virtual: int
        @property
        def peak_rss(self) -> int: ...
        @property
        def peak_vms(self) -> int: ...

    class pfullmem(NamedTuple):
        rss: int
        vms: int
        num_page_faults: int
        peak_wset: int
        wset: int
        peak_paged_pool: int
        paged_pool: int
        peak_nonpaged_pool: int
        nonpaged_pool: int
        pagefile: int
        peak_pagefile: int
        private: int
        uss: int

    class pfootprint(NamedTuple):
        uss: int

    class pmmap_grouped(NamedTuple):
        path: str
        rss: int

    class pmmap_ext(NamedTuple):
        addr: str
        perms: str
        path: str
        rss: int

    class pio(NamedTuple):
        read_count: int
        write_count: int
        read_bytes: int
        write_bytes: int
        other_count: int
        other_bytes: int

    class pionice(NamedTuple):
        ioclass: ProcessIOPriority
        value: int

    class popenfile(NamedTuple):
        path: str
        fd: int

else:
    class scputimes(NamedTuple):
        user: float
        nice: float
        system: float
        idle: float
        iowait: float
        irq: float
        softirq: float
        steal: float
        guest: float
        guest_nice: float

    class svmem(NamedTuple):
        total: int
        available: int
        percent: float
        used: int
        free: int
        active: int
        inactive: int
        buffers: int
        cached: int
        shared: int
        slab: int

    class pheap(NamedTuple):
        heap_used: int
        mmap_used: int

    class sdiskio(NamedTuple):
        read_count: int
        write_count: int
        read_bytes: int
        write_bytes: int
        read_time: int
        write_time: int
        read_merged_count: int
        write_merged_count: int
        busy_time: int

    class shwtemp(NamedTuple):
        label: str
        current: float | None
        high: float | None
        critical: float | None

    class sfan(NamedTuple):
        label: str
        current: int

    class pcputimes(NamedTuple):
        user: float
        system: float
        children_user: float
        children_system: float
        iowait: float

    class pmem(NamedTuple):
        rss: int
        vms: int
        shared: int
        text: int
        lib: int
        data: int
        dirty: int

    class pmem_ex(NamedTuple):
        rss: int
        vms: int
        shared: int
        text: int
        lib: int
        data: int
        dirty: int
        peak_rss: int
        peak_vms: int
        rss_anon: int
        rss_file: int
        rss_shmem: int
        swap: int
        hugetlb: int

    class pfullmem(NamedTuple):
        rss: int
        vms: int
        shared: int
        text: int
        lib: int
        data: int
        dirty: int
        uss: int
        pss: int
        swap: int

    class pfootprint(NamedTuple):
        uss: int
        pss: int
        swap: int

    class pmmap_grouped(NamedTuple):
        path: str
        rss: int
        size: int
        pss: int
        shared_clean: int
        shared_dirty: int
        private_clean: int
        private_dirty: int
        referenced: int
        anonymous: int
        swap: int

    class pmmap_ext(NamedTuple):
        addr: str
        perms: str
        path: str
        rss: int
        size: int
        pss: int
        shared_clean: int
        shared_dirty: int
        private_clean: int
        private_dirty: int
        referenced: int
        anonymous: int
        swap: int

    class puids(NamedTuple):
        real: int
        effective: int
        saved: int

    class pgids(NamedTuple):
        real: int
        effective: int
        saved: int

    class pio(NamedTuple):
        read_count: int
        write_count: int
        read_bytes: int
        write_bytes: int
        read_chars: int
        write_chars: int

    class pionice(NamedTuple):
        ioclass: ProcessIOPriority
        value: int

    class popenfile(NamedTuple):
        path: str
        fd: int
        position: int
        mode: str
        flags: int
