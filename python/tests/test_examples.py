"""The sample programs run, and say what is true."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from support import WINDOWS

import sysproc

EXAMPLES = Path(__file__).parent.parent / "examples"

#: Their arguments, and what must be in what they print.
RUNS = {
    "meminfo": ([], "Memory\n  total "),
    "disk_usage": ([], "Mounted on"),
    "iotop": (["0.1", "1"], "WRITE/s  NAME"),
    "nettop": (["0.1", "1"], "\nlo "),
    "ifconfig": ([], "IPv4: 127.0.0.1, netmask 255.0.0.0"),
    "netstat": ([], "PROGRAM"),
    "procsmem": (["pytest"], "may not be looked into"),
    "pmap": ([str(os.getpid())], "[stack]"),
}

if WINDOWS:
    # Wine tells neither what is swapped nor what is resident.
    for name in ("meminfo", "pmap", "procsmem"):
        del RUNS[name]


def run(name, *arguments):
    command = [sys.executable, EXAMPLES / f"{name}.py", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_all_are_run():
    assert WINDOWS or {path.stem for path in EXAMPLES.glob("*.py")} == set(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_runs(name):
    arguments, expected = RUNS[name]
    assert expected in run(name, *arguments)


def test_netstat_names_the_program():
    with socket.create_server(("127.0.0.1", 0)) as server:
        end = ":".join(map(str, server.getsockname()))
        lines = run("netstat").splitlines()
    [line] = [line for line in lines if line.split()[1] == end and "LISTEN" in line]
    assert str(os.getpid()) in line and sysproc.Process().name() in line
