"""Runs a command on a machine that seems to have a login, a battery, and sensors, for the tests that need one of them.

    sudo python3 conformance/devices.py python3 conformance/run.py

They are laid over the real files in a mount namespace of its own, and vanish with it.
"""

import os
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: `struct utmp` of glibc: type, pid, line, id, user, host, exit, session, seconds, microseconds, address, unused.
UTMP = "<hxxi32s4s32s256shhiii4i20s"
USER_PROCESS = 7

BATTERY = {
    "type": "Battery",
    "present": 1,
    "status": "Discharging",
    "energy_now": 30_000_000,
    "energy_full": 50_000_000,
    "power_now": 10_000_000,
    "capacity": 60,
}
SENSORS = {
    "name": "coretemp",
    "temp1_input": 42_000,
    "temp1_label": "Package",
    "temp1_max": 80_000,
    "temp1_crit": 100_000,
    "fan1_input": 1200,
    "fan1_label": "Fan",
}


INSIDE = "--inside-of-the-namespace"


def main(command):
    if command[0] != INSIDE:
        os.execvp("unshare", ["unshare", "--mount", sys.executable, __file__, INSIDE, *command])
    command = command[1:]
    lay_over("/run")
    Path("/run/utmp").write_bytes(login())
    lay_over("/sys/class")
    write("/sys/class/power_supply/BAT0", BATTERY)
    write("/sys/class/hwmon/hwmon0", SENSORS)
    os.execvp(command[0], command)


def lay_over(folder):
    """Puts an empty file system over a folder, with what was there bound into it again."""
    real = tempfile.mkdtemp()
    mount("--rbind", folder, real)
    mount("-t", "tmpfs", "none", folder)
    for entry in os.scandir(real):
        if entry.is_dir(follow_symlinks=False) and entry.name not in ("hwmon", "power_supply"):
            os.makedirs(f"{folder}/{entry.name}", exist_ok=True)
            mount("--rbind", entry.path, f"{folder}/{entry.name}")
    subprocess.run(["umount", "--lazy", real], check=True)
    os.rmdir(real)


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def write(folder, files):
    os.makedirs(folder)
    for name, value in files.items():
        Path(folder, name).write_text(f"{value}\n")


def login():
    """The record of a login on the first terminal, by the process that runs the tests."""
    now, no_address = int(time.time()), [0] * 4
    names = [b"pts/0", b"ts/0", b"root", b"localhost"]
    return struct.pack(UTMP, USER_PROCESS, os.getpid(), *names, 0, 0, 0, now, 0, *no_address, b"")


if __name__ == "__main__":
    main(sys.argv[1:])
