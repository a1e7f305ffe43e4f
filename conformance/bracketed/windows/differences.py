"""Where sysproc answers otherwise on purpose, or psutil has no answer under Wine, or a wrong one."""

from difference import Difference, Parts

USS = "Process.memory_full_info Process.memory_footprint Process.memory_percent"

DIFFERENCES = [
    # On purpose.
    Difference("net_connections Process.net_connections", "ValueError", None, "the reference has the kind unix; there are none"),
    Parts("net_if_addrs", r"\.netmask: None / 'f", "the netmasks of IPv6 are known"),
    Parts("net_if_stats", r"\.duplex: 2 / 0 / 2", "Windows does not tell whether a link is duplex; psutil takes it for granted"),
    Difference("heap_trim", "OSError", None, "that HeapCompact finds nothing to give back is no failure"),
    Difference(
        "Process.memory_maps", None, "OSError", "what is resident, which Wine tells of the caller alone; psutil has sizes"
    ),
    Parts("Process.wait", r"^: -1 / 4294967295 / -1", "exit codes have no sign, as subprocess has them"),
    # What psutil does not know under Wine.
    Difference("users", "OSError", None, "psutil asks for a name that Wine does not have"),
    Difference("swap_memory", "RuntimeError", "OSError", "Wine has neither page files nor performance counters"),
    Difference("getloadavg", "RuntimeError", None, "Wine has no performance counters; psutil waits for one of theirs"),
    Difference(
        f"{USS} Process.ionice", "OSError", "OSError", "Wine does not answer; the two name the call in words of their own"
    ),
    Parts("boot_time", "", "the host's by psutil's counter; by the clock that processes' starts are of, that of Wine"),
    Parts("Process.cpu_times", r"\.(user|system): ", "GetProcessTimes of Wine tells the times of the caller"),
    Parts(
        "Process.memory_info Process.memory_info_ex",
        r"\.(private|11): \d+ / 0 / ",
        "Wine leaves it out; psutil takes what was there",
    ),
]
