"""What memory each process really costs, most last: procsmem.py [NAME]."""

import sys

import sysproc
from sysproc import bytes2human

#: What there is to know: on Windows no more than the first and the last.
SIZES = ("uss", "pss", "swap", "rss") if sysproc.LINUX else ("uss", "rss")
LINE = "{:>7} {:<12} " + "{:>9} " * len(SIZES) + " {}"

wanted = sys.argv[1] if len(sys.argv) > 1 else ""
asked = list(sysproc.process_iter(["pid", "username", "name", "memory_full_info"]))
known = [(info["memory_full_info"], info) for info in (process.info for process in asked) if wanted in (info["name"] or "")]
print(LINE.format("PID", "USER", *map(str.upper, SIZES), "NAME"))
for memory, info in sorted((each for each in known if each[0]), key=lambda each: each[0].uss if each[0] else 0):
    if memory is not None:
        sizes = (bytes2human(getattr(memory, size)) for size in SIZES)
        print(LINE.format(info["pid"], info["username"], *sizes, info["name"]))
print(f"{sum(memory is None for memory, _ in known)} may not be looked into")
