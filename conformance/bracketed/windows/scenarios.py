"""What is done rather than asked: the same with each package, on children of its own. Each returns what was seen."""

import signal
import subprocess
import sys

from seen import attempt, constants, lasting, public, shown  # noqa: F401

#: What psutil 7.2.2 does not have, or has not in its `__all__`.
ADDED = {
    *("bytes2human", "Watcher", "OSX", "ProcessStatus", "ConnectionStatus", "NicDuplex", "BatteryTime", "ProcessIOPriority"),
    *("ProcessPriority", "WindowsService", "STATUS_SUSPENDED", "STATUS_WAKE_KILL", "preload"),
}


def exact(value):
    """Seconds without the errors of adding up units of 100 nanoseconds."""
    if isinstance(value, float):
        return round(value, 7)
    if isinstance(value, list):
        return [exact(each) for each in value]
    return value._make(map(exact, value)) if hasattr(value, "_make") else value


def started(psutil, code, **keywords):
    return psutil.Popen([sys.executable, "-S", "-c", code], **keywords)


def sleeper(psutil):
    return started(psutil, "import time; time.sleep(1000)")


def ended(child):
    child.kill()
    child.wait()


def attrs(psutil):
    return set(psutil.Process.attrs if hasattr(psutil.Process, "attrs") else names(psutil)) | {
        *("connections", "memory_footprint", "memory_info_ex", "page_faults")
    }


def names(psutil):
    """What `as_dict()` takes: `as_dict()` without names needs what Wine lacks."""
    return psutil._as_dict_attrnames


def listed(psutil):
    """One's own process in the list, with what does not change."""
    names = ["pid", "name", "username", "cmdline", "ppid", "nice", "exe", "create_time", "cwd"]
    [mine] = [p.info for p in psutil.process_iter(names) if p.name() == "services.exe"]
    only_pids = all(p.info == {"pid": p.pid} for p in psutil.process_iter(["pid"]))
    return [mine, only_pids, attempt(lambda: list(psutil.process_iter(["?"])))]


def wait_procs(psutil):
    children = [started(psutil, f"raise SystemExit({code})") for code in (3, 4)] + [sleeper(psutil)]
    called = []
    gone, alive = psutil.wait_procs(children[:2], callback=called.append)
    seen = [sorted(p.returncode for p in gone), alive, sorted(map(children.index, called))]
    gone, alive = psutil.wait_procs(children[2:], timeout=0.01)
    seen += [gone, [children.index(p) for p in alive]]
    alive[0].kill()
    gone, alive = psutil.wait_procs(alive)
    return [*seen, gone[0].returncode, alive, attempt(psutil.wait_procs, [], -1)]


def popen(psutil):
    child = started(psutil, "print('a'); raise SystemExit(3)", stdout=subprocess.PIPE, text=True)
    seen = [child.communicate(), child.returncode, child.wait(), child.poll(), child.args[1:]]
    with started(psutil, "print('b')", stdout=subprocess.PIPE, text=True) as child:
        seen.append(child.stdout.read())
    own = {name for name in dir(child) if not name.startswith("_")}
    return [*seen, child.returncode, set(dir(subprocess.Popen)) - own == set(), attempt(psutil.Popen, ["/no/such"])]


CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', 'import time; print(flush=True); time.sleep(1000)'])"


def family(psutil):
    child = started(psutil, CHILD, stdout=subprocess.PIPE)
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
    # The last is right, but under Wine there is no console.
    seen = [attempt(child.send_signal, number) for number in (signal.SIGINT, 99, signal.CTRL_BREAK_EVENT)]
    return [*seen, child.send_signal(signal.SIGTERM), child.wait(), attempt(child.send_signal, signal.SIGTERM)]


def stop(psutil):
    """Whether it is suspended Wine does not tell."""
    child = sleeper(psutil)
    seen = [child.suspend(), child.resume()]
    ended(child)
    return [*seen, attempt(child.suspend), attempt(child.resume)]


def ended_by(psutil, method):
    child = sleeper(psutil)
    seen = [getattr(child, method)(), child.wait(timeout=60), child.wait(), attempt(getattr(child, method))]
    return [*seen, child.is_running(), child.returncode]


def wait(psutil):
    child = sleeper(psutil)
    seen = [attempt(child.wait, 0), attempt(child.wait, 0.001), attempt(child.wait, -1), attempt(child.wait, "?")]
    other = psutil.Process(child.pid)
    child.kill()
    return [*seen, child.wait(), child.wait(0), other.wait(), child.returncode]


def exit_code(psutil, code):
    return started(psutil, f"import os; os._exit({code})").wait()


def priorities(psutil):
    child = sleeper(psutil)
    seen = [child.nice(), child.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS), child.nice(), repr(child.nice()).split(".")[-1]]
    seen += [child.nice(psutil.HIGH_PRIORITY_CLASS), child.nice() == psutil.HIGH_PRIORITY_CLASS]
    seen += [attempt(child.nice, "?"), child.nice(64), child.nice()]
    ended(child)
    return [*seen, attempt(child.nice), attempt(child.nice, 64)]


def io_priorities(psutil):
    child = sleeper(psutil)
    seen = [attempt(child.ionice, 9), attempt(child.ionice, psutil.IOPRIO_LOW, 1)]
    ended(child)
    return [*seen, attempt(child.ionice), attempt(child.ionice, psutil.IOPRIO_LOW)]


def affinity(psutil):
    child = sleeper(psutil)
    allowed = child.cpu_affinity()
    seen = [child.cpu_affinity(allowed[:1]), child.cpu_affinity(), child.cpu_affinity([]), child.cpu_affinity()]
    seen += [attempt(child.cpu_affinity, value) for value in ([2**20], [-1], ["0"], [allowed[0], allowed[0]])]
    ended(child)
    return [*seen, attempt(child.cpu_affinity), attempt(child.cpu_affinity, allowed)]


def oneshot(psutil):
    child = sleeper(psutil)
    with child.oneshot():
        seen = [child.nice(), child.ppid() == psutil.Process().pid, child.num_threads()]
        with child.oneshot():
            seen.append(child.ppid() == psutil.Process().pid)
        seen.append(child.num_threads())
    ended(child)
    return seen


def gone(psutil):
    child = sleeper(psutil)
    other, again = psutil.Process(child.pid), psutil.Process(child.pid)
    seen = [child == other, hash(other) == hash(again), other.is_running(), other.name()]
    ended(child)
    methods = "exe cmdline environ cwd username cpu_times memory_info threads num_handles open_files".split()
    seen += [attempt(getattr(again, name)) for name in methods]
    return [*seen, other.is_running(), other == again, other != child, attempt(other.as_dict), "terminated" in repr(other)]
