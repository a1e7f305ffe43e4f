"""Does the bench's works with Python's psutil; bench/src/contender/peer.rs says what is asked and answered."""

import platform
import sys
from time import process_time_ns

import psutil

STAT = ["pid", "ppid", "name", "status", "cpu_times", "memory_info", "create_time", "num_threads"]
LISTINGS = {
    "names": ["pid", "name"],
    "list-stat": STAT,
    "list": [*STAT, "uids"],
    # Its memory_info is whole in any case.
    "list-memory": [*STAT, "uids"],
}


def run(work):
    """Does the work once."""
    if work == "pids":
        return psutil.pids()
    if work in LISTINGS:
        return [process.info for process in psutil.process_iter(LISTINGS[work])]
    raise ValueError("it does not know this work")


def row(result, pid):
    """What a result says of one process."""
    if pid in result:
        return {}
    info = next(info for info in result if isinstance(info, dict) and info["pid"] == pid)
    fields = {"name": info["name"]}
    if "memory_info" in info:
        memory, cpu = info["memory_info"], info["cpu_times"]
        fields |= {"rss": memory.rss, "vms": memory.vms, "shared": memory.shared, "text": memory.text, "data": memory.data}
        fields |= {"ppid": info["ppid"], "status": info["status"], "threads": info["num_threads"]}
        fields |= {"cpu": cpu.user + cpu.system, "start": info["create_time"]}
    if "uids" in info:
        fields["uid"] = info["uids"].real
    return fields


def main():
    """Answers questions until there are no more."""
    result = []
    for line in sys.stdin:
        try:
            match line.split():
                case ["version"]:
                    answer = f"psutil {psutil.__version__} on Python {platform.python_version()}"
                case ["run", work, times]:
                    start = process_time_ns()
                    for _ in range(int(times)):
                        result = run(work)
                    answer = f"{process_time_ns() - start} {len(result)}"
                case ["row", pid]:
                    answer = "\t".join(f"{field}={value}" for field, value in row(result, int(pid)).items())
                case _:
                    raise ValueError("not a question")
            print("ok", answer, flush=True)
        except Exception as error:  # The bench is told, and goes on without.
            print("error", error or repr(error), flush=True)


if __name__ == "__main__":
    main()
