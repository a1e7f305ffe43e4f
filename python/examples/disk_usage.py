"""How full each file system is."""

import sysproc
from sysproc import bytes2human

LINE = "{:<20} {:>8} {:>8} {:>8} {:>6} {:>9}  {}"

print(LINE.format("Device", "Total", "Used", "Free", "Use", "Type", "Mounted on"))
for part in sysproc.disk_partitions():
    try:
        usage = sysproc.disk_usage(part.mountpoint)
    except OSError as error:  # a drive without a disk, a folder that is closed to us
        print(f"{part.device}: {error}")
        continue
    sizes = map(bytes2human, (usage.total, usage.used, usage.free))
    print(LINE.format(part.device, *sizes, f"{usage.percent:.0f}%", part.fstype, part.mountpoint))
