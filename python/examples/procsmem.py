"""What memory each process really costs, most last: procsmem.py [NAME]."""

import sys

import sysproc
from sysproc import bytes2human

LINE = "{:>7} {:<12} {:>9} {:>9} {:>9} {:>9}  {}"

wanted = sys.argv[1] if len(sys.argv) > 1 else ""
asked = list(sysproc.process_iter(["pid", "username", "name", "memory_full_info"]))
known = [(info["memory_full_info"], info) for info in (process.info for process in asked) if wanted in (info["name"] or "")]
print(LINE.format("PID", "USER", "USS", "PSS", "SWAP", "RSS", "NAME"))
for memory, info in sorted((each for each in known if each[0]), key=lambda each: each[0].uss if each[0] else 0):
    if memory is not None:
        sizes = map(bytes2human, (memory.uss, memory.pss, memory.swap, memory.rss))
        print(LINE.format(info["pid"], info["username"], *sizes, info["name"]))
print(f"{sum(memory is None for memory, _ in known)} may not be looked into")
