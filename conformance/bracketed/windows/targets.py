"""The processes that are asked about."""

import contextlib
import os
import subprocess
import sys

import psutil

#: What the API table says of items that this system has.
PLATFORMS = {"all", "Windows"}

#: The options of the workers. Under Wine there is one user.
ASKED_AS = [[]]

#: A program that has something of everything, and says when.
HAS_ALL = r"""
import os, socket, sys, tempfile, threading, time
os.chdir(tempfile.gettempdir())
path = tempfile.mktemp(prefix="bracketed-")
files = [open(path, "w"), open(path, "r+")]
files[-1].write("x"); files[-1].flush()
listening = socket.create_server(("127.0.0.1", 0))
sockets = [listening, socket.create_connection(listening.getsockname()), listening.accept()[0]]
sockets += [socket.create_server(("::1", 0), family=socket.AF_INET6), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)]
sockets[-1].bind(("127.0.0.1", 0))
for _ in range(3):
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
for file in files:
    file.close()
os.unlink(path)
os._exit(0)
"""

#: A parent with a child, which ends with it.
PARENT = """
import subprocess, sys
with subprocess.Popen([sys.executable, "-S", "-c", "import sys; print(flush=True); sys.stdin.read()"], stdin=subprocess.PIPE):
    sys.stdin.read()
"""


@contextlib.contextmanager
def started():
    """Starts them: pids by name."""
    with contextlib.ExitStack() as stack:

        def start(code, *arguments, **keywords):
            pipe = subprocess.PIPE
            child = subprocess.Popen([sys.executable, "-S", "-c", code, *arguments], stdin=pipe, stdout=pipe, **keywords)
            stack.callback(finish, child)
            child.stdout.readline()
            return child

        strange = {**os.environ, "Strange": "a\nb=\u4e2d", "EMPTY": ""}
        pids = {
            "all": start(HAS_ALL, "an argument", "", '"quoted" \\', "\u4e2d", env=strange).pid,
            "below normal": start(
                "import sys; print(flush=True); sys.stdin.read()", creationflags=subprocess.BELOW_NORMAL_PRIORITY_CLASS
            ).pid,
            "parent": start(PARENT).pid,
            "services": next(p.pid for p in psutil.process_iter(["name"]) if p.info["name"] == "services.exe"),
        }
        gone = subprocess.Popen([sys.executable, "-S", "-c", ""])
        gone.wait()
        pids["gone"] = gone.pid
        # Its handle must not keep it.
        del gone
        yield pids


def finish(child):
    child.stdin.close()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    child.stdout.close()
