"""What is asked of Linux alone, or otherwise elsewhere."""

from question import later

#: The fields of named tuples that psutil 7.2.2 has not.
LATER = {
    "pmem_ex": "(*psutil._ntuples.pmem._fields, *scenarios.PEAKS)",
    "pfootprint": "('uss', 'pss', 'swap')",
    "ppagefaults": "('minor', 'major')",
}

SYSTEM = {
    "getloadavg": [later("list(psutil.getloadavg())", "scenarios.written_loads(psutil)")],
    "virtual_memory": ["psutil.virtual_memory()"],
    "disk_usage": ["psutil.disk_usage('/')", "psutil.disk_usage(b'/proc')", "psutil.disk_usage('/no/such')"],
    "sensors_temperatures": ["psutil.sensors_temperatures()", "psutil.sensors_temperatures(fahrenheit=True)"],
    "sensors_fans": ["psutil.sensors_fans()"],
    "pid_exists": ["[psutil.pid_exists(pid) for pid in (-1, 0, 1, 2, 2**22 + 1)]"],
    "Process.rlimit": ["scenarios.limits(psutil)"],
    "PROCFS_PATH": ["psutil.PROCFS_PATH", "scenarios.other_proc(psutil)"],
    "ProcessRlimit": [later("{m.value for m in psutil.ProcessRlimit}", "scenarios.constants(psutil, 'RLIM')")],
}

PROCESS = {
    "uids": ["p.uids()"],
    "gids": ["p.gids()"],
    "terminal": ["p.terminal()"],
    "ionice": ["p.ionice()", "p.ionice(value=1)"],
    "rlimit": ["[p.rlimit(limit) for limit in range(16)]", "p.rlimit(99)"],
    "num_fds": ["p.num_fds()"],
    "cpu_num": ["p.cpu_num()"],
    "memory_info_ex": [
        later("tuple(p.memory_info_ex()[:7])", "tuple(p.memory_info())"),
        later("tuple(p.memory_info_ex()[7:])", "scenarios.peaks(p)"),
    ],
    "memory_footprint": [later("tuple(p.memory_footprint())", "tuple(p.memory_full_info()[7:])")],
    "page_faults": [later("tuple(p.page_faults())", "scenarios.page_faults(p)")],
}
