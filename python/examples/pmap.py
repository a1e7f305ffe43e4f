"""The memory map of a process: pmap.py [PID]."""

import sys

import sysproc
from sysproc import bytes2human

process = sysproc.Process(int(sys.argv[1]) if len(sys.argv) > 1 else None)
print(f"{process.pid}: {' '.join(process.cmdline()) or process.name()}")
print(f"{'ADDRESS':<33} {'RSS':>9} PERMS  MAPPING")
total = 0
for region in process.memory_maps(grouped=False):
    total += region.rss
    print(f"{region.addr:<33} {bytes2human(region.rss):>9} {region.perms}   {region.path}")
print(f"{'in all':<33} {bytes2human(total):>9}")
