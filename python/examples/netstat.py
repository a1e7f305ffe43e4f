"""The sockets of the internet families, and the processes that hold them."""

import socket

import sysproc

LINE = "{:<6} {:<28} {:<28} {:<12} {:>7}  {}"

names = {process.pid: process.info["name"] for process in sysproc.process_iter(["name"])}
print(LINE.format("PROTO", "LOCAL", "REMOTE", "STATUS", "PID", "PROGRAM"))
for each in sysproc.net_connections("inet"):
    protocol = "tcp" if each.type == socket.SOCK_STREAM else "udp"
    ends = [":".join(map(str, end)) or "-" for end in (each.laddr, each.raddr)]
    protocol += "6" if each.family == socket.AF_INET6 else ""
    program = names.get(each.pid) if each.pid is not None else None
    print(LINE.format(protocol, *ends, each.status, each.pid or "-", program or "-"))
