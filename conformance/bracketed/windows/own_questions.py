"""What is asked of Windows alone, or otherwise elsewhere."""

from question import later, shape

#: The fields of named tuples that psutil 7.2.2 has not.
LATER = {
    "svmem": "(*psutil._ntuples.svmem._fields, 'cached', 'wired')",
    "pmem_ex": "(*psutil._ntuples.pmem._fields, 'virtual', 'peak_virtual')",
    "pfootprint": "('uss',)",
    "ppagefaults": "('minor', 'major')",
}

SERVICES = "{{service.name(): {} for service in psutil.win_service_iter()}}"
METHODS = "name display_name binpath username start_type pid status description as_dict".split()

SYSTEM = {
    "cpu_times": [later(ask, f"scenarios.exact({ask})") for ask in ("psutil.cpu_times()", "psutil.cpu_times(percpu=True)")],
    "cpu_freq": ["psutil.cpu_freq()", later("psutil.cpu_freq(percpu=True)", "psutil.cpu_freq(percpu=True) * psutil.cpu_count()")],
    "getloadavg": ["list(psutil.getloadavg())"],
    "virtual_memory": [later("tuple(psutil.virtual_memory())[:5]", "tuple(psutil.virtual_memory())")],
    "disk_usage": ["psutil.disk_usage('C:\\\\')", "psutil.disk_usage(b'Z:/')", "psutil.disk_usage('Q:/')"],
    "pid_exists": ["[psutil.pid_exists(pid) for pid in (-1, 1, 2**22)]"],
    "win_service_iter": ["[service.name() for service in psutil.win_service_iter()]", SERVICES.format("str(service)")],
    "win_service_get": ["str(psutil.win_service_get('RpcSs'))", "psutil.win_service_get('?').name()"],
    "WindowsService": [
        "psutil.win_service_get('RpcSs') == psutil.win_service_get('RpcSs') != psutil.win_service_get('BITS')",
        "repr(psutil.win_service_get('RpcSs')).partition(' at ')[0]",
    ],
    "Process.wait": ["scenarios.wait(psutil)", "scenarios.exit_code(psutil, 256)", "scenarios.exit_code(psutil, -1)"],
    **{f"WindowsService.{method}": [SERVICES.format(f"service.{method}()")] for method in METHODS},
    "ProcessPriority": [later("{m.value for m in psutil.ProcessPriority}", "scenarios.constants(psutil, '', '_PRIORITY_CLASS')")],
}

PROCESS = {
    "ionice": ["p.ionice()", "p.ionice(value=1)", "p.ionice(psutil.IOPRIO_LOW, 1)"],
    "num_handles": ["p.num_handles()"],
    "threads": [
        later(ask, f"scenarios.exact({ask})") for ask in ("sorted(p.threads())", "{thread.id for thread in p.threads()}")
    ],
    "memory_maps": ["sorted(p.memory_maps())", shape("psutil.Process().memory_maps(grouped=False)[0]")],
    "memory_info_ex": [
        later("tuple(p.memory_info_ex()[:12])", "tuple(p.memory_info())"),
        later(
            "(p.memory_info_ex().peak_rss, p.memory_info().peak_vms)",
            "(p.memory_info().peak_wset, p.memory_info().peak_pagefile)",
        ),
    ],
    "memory_footprint": [later("tuple(p.memory_footprint())", "tuple(p.memory_full_info()[12:])")],
    "page_faults": [later("p.page_faults()[0]", "p.memory_info().num_page_faults")],
}
