"""The network interfaces: state, traffic and addresses."""

import socket

import sysproc
from sysproc import bytes2human

FAMILIES = {socket.AF_INET: "IPv4", socket.AF_INET6: "IPv6", sysproc.AF_LINK: "MAC"}

stats = sysproc.net_if_stats()
traffic = sysproc.net_io_counters(pernic=True)
for name, addresses in sysproc.net_if_addrs().items():
    print(f"{name}:")
    if name in stats:
        state = stats[name]
        print(f"    state: {'up' if state.isup else 'down'}, {state.speed} Mbit/s, {state.duplex.name}, MTU {state.mtu}")
    if name in traffic:
        io = traffic[name]
        print(f"    received: {bytes2human(io.bytes_recv)}, {io.packets_recv} packets, {io.errin} errors, {io.dropin} dropped")
        print(f"    sent: {bytes2human(io.bytes_sent)}, {io.packets_sent} packets, {io.errout} errors, {io.dropout} dropped")
    for address in addresses:
        more = {"netmask": address.netmask, "broadcast": address.broadcast, "peer": address.ptp}
        shown = "".join(f", {what} {value}" for what, value in more.items() if value)
        print(f"    {FAMILIES.get(address.family, address.family)}: {address.address}{shown}")
