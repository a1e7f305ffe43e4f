"""Does the bench's works with a Python package, psutil or one with its interface, whose name is the argument;
bench/src/contender/peer.rs says what is asked and answered."""

import importlib
import platform
import resource
import subprocess
import sys
from functools import partial
from time import process_time_ns

NAME = sys.argv[1]
package = importlib.import_module(NAME)

STAT = ["pid", "ppid", "name", "status", "cpu_times", "memory_info", "create_time", "num_threads"]
NINE = [*STAT, "username"]


def nothing(answer):
    """Says nothing of an answer."""
    return {}


def one(make, say=nothing):
    """A work with one answer: `make` gives for a pid the function that does it, `say` tells what the answer is."""
    return make, lambda answer: 1, lambda answer, pid: say(answer)


def method(name, say=nothing):
    """A method of a process."""
    return one(lambda pid: getattr(package.Process(pid), name), say)


def function(name, say=nothing):
    """A function of the module."""
    return one(lambda pid: getattr(package, name), say)


def many(make, say=lambda answer, pid: {}):
    """A work with many answers."""
    return make, len, say


def listing(attrs):
    """A listing of all processes; its memory_info is whole in any case."""
    return many(lambda pid: lambda: [process.info for process in package.process_iter(attrs)], info_of)


def watched(attrs):
    """The same again and again; psutil's process_iter keeps what it can."""
    if not hasattr(package, "Watcher"):
        return listing(attrs)
    return many(lambda pid: infos_of(package.Watcher(attrs)), info_of)


def infos_of(watcher):
    """A listing by a watcher."""
    return lambda: [process.info for process in watcher.update()]


def info_of(infos, pid):
    """What a listing says of a process."""
    return fields(next(info for info in infos if info["pid"] == pid))


def fields(info):
    """What the dict of a process says."""
    said = {name: info[name] for name in ("ppid", "name", "status", "username") if name in info}
    if "num_threads" in info:
        said |= {"threads": info["num_threads"], "start": info["create_time"]}
        said |= memory(info["memory_info"]) | cpu(info["cpu_times"])
    if "uids" in info:
        said["uid"] = info["uids"].real
    return said


def memory(info):
    return {name: getattr(info, name) for name in ("rss", "vms", "shared", "text", "data")}


def cpu(times):
    return {"cpu": times.user + times.system}


def oneshot(pid):
    """The methods of the nine attributes, asked together."""
    process = package.Process(pid)

    def ask():
        with process.oneshot():
            return {
                "pid": process.pid,
                "ppid": process.ppid(),
                "name": process.name(),
                "username": process.username(),
                "status": process.status(),
                "cpu_times": process.cpu_times(),
                "memory_info": process.memory_info(),
                "create_time": process.create_time(),
                "num_threads": process.num_threads(),
            }

    return ask


def importing(pid):
    """A Python that imports the package, and ends."""
    return lambda: subprocess.run([sys.executable, "-c", f"import {NAME}"], check=True)


WORKS = {
    "list": listing([*STAT, "uids"]),
    "list-stat": listing(STAT),
    "list-memory": listing([*STAT, "uids"]),
    "list-nine": listing(NINE),
    "held-nine": watched(NINE),
    "names": listing(["pid", "name"]),
    "pids": many(lambda pid: package.pids),
    "iterate": many(lambda pid: lambda: list(package.process_iter())),
    "oneshot-nine": one(oneshot, fields),
    "as-dict-nine": one(lambda pid: partial(package.Process(pid).as_dict, NINE), fields),
    "as-dict-all": one(lambda pid: package.Process(pid).as_dict, fields),
    "children-recursive": many(lambda pid: lambda: package.Process(pid).children(recursive=True)),
    "connections": many(lambda pid: lambda: package.net_connections("tcp")),
    "process-connections": many(lambda pid: package.Process(pid).net_connections),
    "open-files": method("open_files", lambda files: {"files": len(files)}),
    "num-fds": method("num_fds", lambda count: {"descriptors": count}),
    "memory-maps": method("memory_maps", lambda maps: {"files": len(maps)}),
    "memory-full-info": method("memory_full_info", lambda info: {"uss": info.uss}),
    "new": one(lambda pid: lambda: package.Process(pid)),
    "is-running": method("is_running", lambda running: {"running": str(running).lower()}),
    "cpu-times": method("cpu_times", cpu),
    "memory-info": method("memory_info", memory),
    "cmdline": method("cmdline", lambda words: {"arguments": len(words)}),
    "uids": method("uids", lambda ids: {"uid": ids.real}),
    "gids": method("gids", lambda ids: {"gid": ids.real}),
    "ppid": method("ppid", lambda ppid: {"ppid": ppid}),
    "num-ctx-switches": method("num_ctx_switches"),
    "virtual-memory": function("virtual_memory", lambda memory: {"total": memory.total}),
    "swap-memory": function("swap_memory", lambda swap: {"total": swap.total}),
    "disk-io-counters": function("disk_io_counters"),
    "disk-partitions": function("disk_partitions", lambda mounts: {"partitions": len(mounts)}),
    "net-if-stats": function("net_if_stats", lambda all: {"interfaces": len(all)}),
    "net-if-addrs": function("net_if_addrs", lambda all: {"interfaces": len(all)}),
    "net-io-counters": function("net_io_counters"),
    "cpu-count-physical": one(lambda pid: lambda: package.cpu_count(logical=False), lambda count: {"cores": count}),
    "import": one(importing),
}


def used(work):
    """The processor time used so far in nanoseconds; by the programs that were run, if that is the work."""
    if work != "import":
        return process_time_ns()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round((usage.ru_utime + usage.ru_stime) * 1e9)


class Peer:
    """Answers questions."""

    def version(self):
        version = getattr(package, "__sysproc_version__", getattr(package, "__version__", None))
        return f"{NAME} {version} in Python" if version else f"Python {platform.python_version()}"

    #: The work that is done, with its pid.
    doing = None

    def run(self, work, pid, times):
        if self.doing != (work, pid):
            self.doing, (make, self.count, self.say) = (work, pid), WORKS[work]
            self.ask = make(int(pid))
        ask, repeat = self.ask, range(int(times))
        start = used(work)
        for _ in repeat:
            self.result = None
            self.result = ask()
        return f"{used(work) - start} {self.count(self.result)}"

    def row(self, pid):
        return "\t".join(f"{field}={value}" for field, value in self.say(self.result, int(pid)).items())


def main():
    """Answers questions until there are no more."""
    peer = Peer()
    for line in sys.stdin:
        question, *arguments = line.split()
        try:
            print("ok", getattr(peer, question)(*arguments), flush=True)
        except Exception as error:  # The bench is told, and goes on without.
            print("error", str(error).replace("\n", " ") or repr(error), flush=True)


if __name__ == "__main__":
    main()
