"""What is done rather than asked: the same with each package, on children of its own. Each returns what was seen."""

import os
import signal
import subprocess
import time

from seen import attempt, constants, lasting, public, shown  # noqa: F401

PEAKS = ("peak_rss", "peak_vms", "rss_anon", "rss_file", "rss_shmem", "swap", "hugetlb")

#: What psutil 7.2.2 does not have, or has not in its `__all__`.
ADDED = {
    *("bytes2human", "Watcher", "OSX", "ProcessStatus", "ConnectionStatus", "NicDuplex", "BatteryTime", "ProcessIOPriority"),
    *("ProcessRlimit", "STATUS_SUSPENDED", "STATUS_WAKE_KILL", "preload"),
}


def sleeper(psutil):
    return psutil.Popen(["sleep", "1000"])


def attrs(psutil):
    return set(psutil.Process().as_dict()) | {"connections", "memory_footprint", "memory_info_ex", "page_faults"}


def kilobytes(p, *keys):
    """Lines of /proc/PID/status."""
    with open(f"/proc/{p.pid}/status", errors="surrogateescape") as file:
        lines = dict(line.split(":", 1) for line in file.read().split("\n") if ":" in line)
    return tuple(int(lines[key].split()[0]) * 1024 if key in lines else 0 for key in keys)


def peaks(p):
    return kilobytes(p, "VmHWM", "VmPeak", "RssAnon", "RssFile", "RssShmem", "VmSwap", "HugetlbPages")


def page_faults(p):
    with open(f"/proc/{p.pid}/stat", errors="surrogateescape") as file:
        fields = file.read().rpartition(") ")[2].split()
    return int(fields[7]), int(fields[9])


def listed(psutil):
    """One's own process in the list, with what does not change."""
    names = ["pid", "name", "username", "cmdline", "ppid", "nice", "uids", "exe", "create_time"]
    [mine] = [p for p in psutil.process_iter(names) if p.pid == 1]
    only_pids = all(p.info == {"pid": p.pid} for p in psutil.process_iter(["pid"]))
    return [mine.info, only_pids, attempt(lambda: list(psutil.process_iter(["?"])))]


def wait_procs(psutil):
    children = [psutil.Popen(["sh", "-c", f"exit {code}"]) for code in (3, 4)] + [sleeper(psutil)]
    called = []
    for child in children[:2]:
        while child.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.001)
    gone, alive = psutil.wait_procs(children, timeout=0, callback=called.append)
    seen = [sorted(p.returncode for p in gone), [children.index(p) for p in alive], sorted(map(children.index, called))]
    alive[0].kill()
    gone, alive = psutil.wait_procs(alive)
    return [*seen, gone[0].returncode, alive, attempt(psutil.wait_procs, [], -1)]


def popen(psutil):
    child = psutil.Popen(["sh", "-c", "echo a; exit 3"], stdout=subprocess.PIPE, text=True)
    seen = [child.communicate(), child.returncode, child.wait(), child.poll(), child.args]
    with psutil.Popen(["echo", "b"], stdout=subprocess.PIPE) as child:
        seen.append(child.stdout.read().decode())
    own = {name for name in dir(child) if not name.startswith("_")}
    return [*seen, child.returncode, set(dir(subprocess.Popen)) - own == set(), attempt(psutil.Popen, ["/no/such"])]


def family(psutil):
    child = psutil.Popen(["sh", "-c", "sh -c 'sleep 1000 & echo; wait' & wait"], stdout=subprocess.PIPE)
    child.stdout.readline()
    [grandchild] = child.children()
    descendants = child.children(recursive=True)
    me = psutil.Process()
    seen = [len(descendants), descendants[0] == grandchild, child.parent() == me, grandchild.parents()[:2] == [child, me]]
    seen += [child in me.children(), grandchild in me.children(), grandchild in me.children(recursive=True)]
    for each in [*descendants, child]:
        each.kill()
    child.wait()
    child.stdout.close()
    return [*seen, attempt(child.children), attempt(child.parent), attempt(child.parents)]


def signals(psutil):
    child = sleeper(psutil)
    seen = [child.send_signal(0), child.send_signal(signal.SIGUSR1), child.wait(), attempt(child.send_signal, signal.SIGKILL)]
    return [*seen, repr(child.wait())]


def stop(psutil):
    child = sleeper(psutil)
    seen = [child.suspend()]
    while child.status() != psutil.STATUS_STOPPED:
        time.sleep(0.001)
    seen += [child.status(), child.resume()]
    while child.status() == psutil.STATUS_STOPPED:
        time.sleep(0.001)
    child.kill()
    child.wait()
    return [*seen, attempt(child.suspend), attempt(child.resume)]


def ended_by(psutil, method):
    child = sleeper(psutil)
    seen = [getattr(child, method)(), child.wait(timeout=60), repr(child.wait()), attempt(getattr(child, method))]
    return [*seen, child.is_running(), psutil.pid_exists(child.pid)]


def wait(psutil):
    child = sleeper(psutil)
    seen = [attempt(child.wait, 0), attempt(child.wait, 0.001), attempt(child.wait, -1), attempt(child.wait, "?")]
    other = psutil.Process(child.pid)
    child.kill()
    return [*seen, child.wait(), child.wait(0), other.wait(), child.returncode]


def priorities(psutil):
    child = sleeper(psutil)
    seen = [child.nice(5), child.nice(), attempt(child.nice, "?"), attempt(child.nice, 2**40)]
    seen += [attempt(child.nice, -3), child.nice(19), child.nice()]
    child.kill()
    child.wait()
    return [*seen, attempt(child.nice), attempt(child.nice, 6)]


def io_priorities(psutil):
    child = sleeper(psutil)
    seen = []
    for value in [
        (psutil.IOPRIO_CLASS_IDLE,),
        (2, 7),
        (psutil.IOPRIO_CLASS_BE, 0),
        (3, 1),
        (2, 8),
        (2, -1),
        (0, 0),
        (1, 3),
    ]:
        seen += [attempt(child.ionice, *value), child.ionice()]
    child.kill()
    child.wait()
    return [*seen, attempt(child.ionice), attempt(child.ionice, 3)]


def limits(psutil):
    child = sleeper(psutil)
    none = psutil.RLIM_INFINITY
    seen = [child.rlimit(psutil.RLIMIT_NOFILE, (32, 64)), child.rlimit(psutil.RLIMIT_NOFILE)]
    seen += [child.rlimit(psutil.RLIMIT_FSIZE, (1024, none)), child.rlimit(psutil.RLIMIT_FSIZE)]
    for value in [(2, 1), (1, 2, 3), (1,), "??", 5]:
        seen.append(attempt(child.rlimit, psutil.RLIMIT_CORE, value))
    child.kill()
    child.wait()
    return [*seen, attempt(child.rlimit, psutil.RLIMIT_NOFILE)]


def affinity(psutil):
    child = sleeper(psutil)
    allowed = child.cpu_affinity()
    seen = [child.cpu_affinity(allowed[:1]), child.cpu_affinity(), child.cpu_affinity([]), child.cpu_affinity()]
    seen += [attempt(child.cpu_affinity, value) for value in ([2**20], [-1], ["0"], [allowed[0], allowed[0]])]
    child.kill()
    child.wait()
    return [*seen, attempt(child.cpu_affinity), attempt(child.cpu_affinity, allowed)]


def oneshot(psutil):
    child = sleeper(psutil)
    with child.oneshot():
        seen = [child.nice(), child.ppid() == os.getpid(), child.uids(), child.num_threads(), child.nice(4)]
        with child.oneshot():
            seen.append(child.ppid() == os.getpid())
        seen.append(child.num_threads())
    seen.append(child.nice())
    child.kill()
    child.wait()
    return seen


def gone(psutil):
    child = sleeper(psutil)
    other, again = psutil.Process(child.pid), psutil.Process(child.pid)
    seen = [child == other, hash(other) == hash(again), other.is_running(), other.name() in ("sleep", "python")]
    child.kill()
    child.wait()
    methods = (
        "ppid exe cmdline environ status cwd username uids terminal cpu_times memory_info threads num_fds open_files name".split()
    )
    seen += [attempt(getattr(other, name)) for name in methods]
    return [*seen, other.is_running(), other == again, other != child, attempt(other.as_dict), "terminated" in repr(other)]


def other_proc(psutil):
    """A folder that is no proc file system."""
    psutil.PROCFS_PATH = "/etc"
    try:
        asked = [psutil.virtual_memory, psutil.cpu_times, psutil.boot_time, psutil.net_connections, psutil.Process]
        return [attempt(question) for question in asked]
    finally:
        psutil.PROCFS_PATH = "/proc"


def written_loads(psutil):
    """The averages, which the kernel has in 2048ths, as it writes them into a file: with a two-hundredth added, and cut after two
    digits.
    """
    return [int(load * 2048 + 2048 // 200) * 100 // 2048 / 100 for load in psutil.getloadavg()]
