"""What the tests share."""

import asyncio
import subprocess
import sys
import threading
import time

from sysproc import Process

WINDOWS = sys.platform == "win32"

#: A program that sleeps, one that ends at once, and how the first is called.
SLEEP = [sys.executable, "-S", "-c", "import time; time.sleep(1000)"] if WINDOWS else ["sleep", "1000"]
END = ["cmd.exe", "/c", "exit 0"] if WINDOWS else ["true"]
NAME = "python.exe" if WINDOWS else "sleep"

#: The exit code of a process that was killed.
KILLED = 15 if WINDOWS else -9

#: What may be known of the exit of one that `subprocess` has killed and collected: Windows may still tell its code.
COLLECTED = (None, 1) if WINDOWS else (None,)

#: What Wine does not answer of another process: priorities for disks, and anything about its working set.
UNANSWERED = {"ionice", "memory_footprint", "memory_full_info", "memory_maps"} if WINDOWS else set()
ANSWERED = Process.attrs - UNANSWERED

#: What stays the same while a process is stopped: all but its share of memory, which changes with the others that share it.
STEADY = Process.attrs - {"memory_maps", "memory_footprint", "memory_full_info"}


def python(code, *options, **keywords):
    """Runs code in a Python of its own and returns what it prints."""
    command = [sys.executable, *options, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, **keywords)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def eventually(holds, what="it never came"):
    """Looks until it holds, for a minute."""
    for _ in range(3000):
        found = holds()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(what)


def in_time(awaitable):
    """Runs it, but not for ever."""

    async def main():
        return await asyncio.wait_for(awaitable, timeout=100)

    return asyncio.run(main())


def of(listing, pid):
    """The process of a listing that has this pid."""
    return next((process for process in listing if process.pid == pid), None)


def together(work, threads=8):
    """Runs work in many threads at once, and fails as any of them does."""
    failures = []
    barrier = threading.Barrier(threads)

    def run(number):
        try:
            barrier.wait()
            work(number)
        except BaseException as failure:
            failures.append(failure)

    running = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if failures:
        raise failures[0]
