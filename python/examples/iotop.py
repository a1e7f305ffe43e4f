"""Who reads and writes, most first: iotop.py [SECONDS [TIMES]]."""

import sys
import time

import sysproc
from sysproc import bytes2human


def counters() -> dict[sysproc.Process, tuple[int, int]]:
    """Bytes read and written so far by each process that may be asked."""
    found = {}
    for process in sysproc.process_iter(["name", "username", "io_counters"]):
        io = process.info["io_counters"]
        if io is not None:
            found[process] = (io.read_bytes, io.write_bytes)
    return found


seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
times = int(sys.argv[2]) if len(sys.argv) > 2 else -1
before = counters()
while times != 0:
    time.sleep(seconds)
    now = counters()
    rates = {p: [(new - old) / seconds for new, old in zip(now[p], before[p])] for p in now.keys() & before.keys()}
    print(f"{'PID':>7} {'USER':<12} {'READ/s':>9} {'WRITE/s':>9}  NAME")
    for process in sorted(rates, key=lambda process: -sum(rates[process]))[:20]:
        read, written = map(bytes2human, rates[process])
        print(f"{process.pid:>7} {process.info['username']!s:<12} {read:>9} {written:>9}  {process.info['name']}")
    before = now
    times -= 1
