"""What is asked: for every item of the API table the expressions, in which `psutil` is the one package or the other, and `p` the
process asked about.
"""

from question import KINDS, Question, later, shape
from system import own_questions


def system():
    """The questions about the machine."""
    for item, asks in {**SYSTEM, **own_questions.SYSTEM}.items():
        for ask in asks:
            yield ask._replace(item=item) if isinstance(ask, Question) else Question(item, ask)


def process():
    """The questions about one process."""
    for item, asks in {**PROCESS, **own_questions.PROCESS}.items():
        for ask in asks:
            yield ask._replace(item=f"Process.{item}") if isinstance(ask, Question) else Question(f"Process.{item}", ask)


def names(table):
    """The constants and named tuples, whose questions follow from their names."""
    for item, kind in table.items():
        if kind == "namedtuple":
            genuine = own_questions.LATER.get(item, f"psutil._ntuples.{item}._fields")
            yield Question(item, f"psutil._ntuples.{item}._fields", genuine)
        elif kind == "constant" and item not in ("__all__", "PROCFS_PATH"):
            # Some of the states are private in psutil.
            yield Question(item, f"psutil.{item}", f"getattr(psutil, {item!r}, getattr(psutil._common, {item!r}, False))")


SYSTEM = {
    "cpu_times": ["psutil.cpu_times()", "psutil.cpu_times(percpu=True)"],
    "cpu_percent": [
        shape("psutil.cpu_percent(interval=0.01)"),
        shape("psutil.cpu_percent(interval=0.01, percpu=True)"),
        shape("psutil.cpu_percent()"),
        "psutil.cpu_percent(interval=-1)",
    ],
    "cpu_times_percent": [shape("psutil.cpu_times_percent(0.01)"), shape("psutil.cpu_times_percent(0.01, percpu=True)")],
    "cpu_count": ["psutil.cpu_count()", "psutil.cpu_count(logical=False)"],
    "cpu_stats": ["psutil.cpu_stats()"],
    "cpu_freq": ["psutil.cpu_freq()", "psutil.cpu_freq(percpu=True)"],
    "swap_memory": ["psutil.swap_memory()"],
    "disk_partitions": ["psutil.disk_partitions()", "psutil.disk_partitions(all=True)"],
    "disk_io_counters": [
        "psutil.disk_io_counters()",
        "psutil.disk_io_counters(perdisk=True)",
        "psutil.disk_io_counters(nowrap=False)",
        "psutil.disk_io_counters.cache_clear()",
    ],
    "net_io_counters": [
        "psutil.net_io_counters()",
        "psutil.net_io_counters(pernic=True)",
        "psutil.net_io_counters(pernic=True, nowrap=False)",
        "psutil.net_io_counters.cache_clear()",
    ],
    "net_connections": [f"scenarios.lasting(psutil.net_connections({kind!r}))" for kind in [*KINDS, "?"]],
    "net_if_addrs": ["psutil.net_if_addrs()"],
    "net_if_stats": ["psutil.net_if_stats()"],
    "sensors_battery": ["psutil.sensors_battery()"],
    "boot_time": ["psutil.boot_time()"],
    "users": ["psutil.users()"],
    "heap_info": [shape("psutil.heap_info()")],
    "heap_trim": ["psutil.heap_trim()"],
    "bytes2human": [
        later(f"psutil.bytes2human({n})", f"psutil._common.bytes2human({n})") for n in (0, 1, 1023, 1024, 10000, 123456789, 2**70)
    ],
    "pids": ["psutil.pids()"],
    "process_iter": ["[p.pid for p in psutil.process_iter()]", "scenarios.listed(psutil)"],
    "wait_procs": ["scenarios.wait_procs(psutil)"],
    "Process": [
        "psutil.Process(-1)",
        "psutil.Process('1')",
        "psutil.Process(2**31)",
        "psutil.Process(2**70)",
        "psutil.Process(1.0)",
    ],
    "Popen": ["scenarios.popen(psutil)"],
    "Process.info": ["scenarios.listed(psutil)"],
    "Process.attrs": [later("psutil.Process.attrs", "scenarios.attrs(psutil)")],
    "Process.children": ["scenarios.family(psutil)"],
    "Process.parents": ["scenarios.family(psutil)"],
    "Process.send_signal": ["scenarios.signals(psutil)"],
    "Process.suspend": ["scenarios.stop(psutil)"],
    "Process.resume": ["scenarios.stop(psutil)"],
    "Process.terminate": ["scenarios.ended_by(psutil, 'terminate')"],
    "Process.kill": ["scenarios.ended_by(psutil, 'kill')"],
    "Process.wait": ["scenarios.wait(psutil)"],
    "Process.nice": ["scenarios.priorities(psutil)"],
    "Process.ionice": ["scenarios.io_priorities(psutil)"],
    "Process.cpu_affinity": ["scenarios.affinity(psutil)"],
    "Process.oneshot": ["scenarios.oneshot(psutil)"],
    "Process.is_running": ["scenarios.gone(psutil)"],
    "Error": ["scenarios.shown(psutil.Error('a'))"],
    "NoSuchProcess": ["scenarios.shown(psutil.NoSuchProcess(1))", "scenarios.shown(psutil.NoSuchProcess(1, 'a', 'b'))"],
    "ZombieProcess": ["scenarios.shown(psutil.ZombieProcess(1))", "scenarios.shown(psutil.ZombieProcess(1, 'a', 2, 'b'))"],
    "AccessDenied": ["scenarios.shown(psutil.AccessDenied())", "scenarios.shown(psutil.AccessDenied(1, 'a', 'b'))"],
    "TimeoutExpired": ["scenarios.shown(psutil.TimeoutExpired(1))", "scenarios.shown(psutil.TimeoutExpired(1.5, 2, 'a'))"],
    "__all__": [later("scenarios.public(psutil)", "scenarios.public(psutil) | scenarios.ADDED")],
    "ProcessStatus": [later("{m.value for m in psutil.ProcessStatus}", "scenarios.constants(psutil._common, 'STATUS_')")],
    "ConnectionStatus": [later("{m.value for m in psutil.ConnectionStatus}", "scenarios.constants(psutil, 'CONN_')")],
    "ProcessIOPriority": [later("{m.value for m in psutil.ProcessIOPriority}", "scenarios.constants(psutil, 'IOPRIO_')")],
    "NicDuplex": [later("{m.value for m in psutil.NicDuplex}", "{m.value for m in psutil._common.NicDuplex}")],
    "BatteryTime": [later("{m.value for m in psutil.BatteryTime}", "{m.value for m in psutil._common.BatteryTime}")],
}

PROCESS = {
    "pid": ["p.pid"],
    "as_dict": ["p.as_dict(['pid', 'name', 'ppid', 'status'])", "p.as_dict(['exe', 'cwd', 'io_counters'], ad_value='?')"],
    "ppid": ["p.ppid()"],
    "parent": ["p.parent()"],
    "parents": ["p.parents()"],
    "children": ["p.children()", "sorted(c.pid for c in p.children(recursive=True))"],
    "name": ["p.name()"],
    "exe": ["p.exe()"],
    "cmdline": ["p.cmdline()"],
    "environ": ["p.environ()"],
    "create_time": ["p.create_time()"],
    "status": ["p.status()"],
    "cwd": ["p.cwd()"],
    "username": ["p.username()"],
    "nice": ["p.nice()"],
    "io_counters": ["p.io_counters()"],
    "num_ctx_switches": ["p.num_ctx_switches()"],
    "num_threads": ["p.num_threads()"],
    "threads": ["{thread.id: thread[1:] for thread in p.threads()}", "sorted(p.threads())[0]"],
    "cpu_times": ["p.cpu_times()"],
    "cpu_percent": ["p.cpu_percent()", shape("p.cpu_percent(0.01)"), "p.cpu_percent(-1)"],
    "cpu_affinity": ["p.cpu_affinity()"],
    "memory_info": ["p.memory_info()"],
    "memory_full_info": ["p.memory_full_info()"],
    "memory_percent": ["p.memory_percent()", "p.memory_percent('vms')", "p.memory_percent('uss')", "p.memory_percent('?')"],
    "memory_maps": ["p.memory_maps()", "p.memory_maps(grouped=False)"],
    "open_files": ["sorted(p.open_files())"],
    "net_connections": [*(f"sorted(p.net_connections({kind!r}), key=repr)" for kind in KINDS), "p.net_connections('?')"],
    "connections": [later("sorted(p.connections(), key=repr)", "sorted(p.net_connections(), key=repr)")],
    "is_running": ["p.is_running()"],
    "wait": ["p.wait(timeout=-1)"],
}
