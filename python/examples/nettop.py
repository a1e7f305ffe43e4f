"""Traffic of each network interface: nettop.py [SECONDS [TIMES]]."""

import sys
import time

import sysproc
from sysproc import bytes2human

seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
times = int(sys.argv[2]) if len(sys.argv) > 2 else -1
before = sysproc.net_io_counters(pernic=True)
while times != 0:
    time.sleep(seconds)
    now = sysproc.net_io_counters(pernic=True)
    print(f"{'INTERFACE':<16} {'SENT/s':>9} {'RECEIVED/s':>11} {'SENT':>9} {'RECEIVED':>9}")
    for name in now.keys() & before.keys():
        sent, received = now[name].bytes_sent, now[name].bytes_recv
        rates = [(sent - before[name].bytes_sent) / seconds, (received - before[name].bytes_recv) / seconds]
        out, into, all_out, all_in = map(bytes2human, [*rates, sent, received])
        print(f"{name:<16} {out:>9} {into:>11} {all_out:>9} {all_in:>9}")
    before = now
    times -= 1
