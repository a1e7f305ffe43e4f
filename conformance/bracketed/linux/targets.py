"""The processes that are asked about."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

#: What the API table says of items that this system has.
PLATFORMS = {"all", "UNIX", "Linux"}

#: The options of the workers: root is also to see what others may not.
ASKED_AS = [[], ["--as-nobody"]] if os.getuid() == 0 else [[]]

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

#: A program that has something of everything, and says when.
HAS_ALL = r"""
import os, socket, sys, tempfile, threading, time
os.chdir("/tmp")
files = [tempfile.TemporaryFile("w") for _ in range(2)] + [open("/etc/hostname"), open("/dev/null", "a")]
path = tempfile.mktemp(prefix="bracketed-", suffix="\udcff")
files += [open(path, "a+"), open(path, "r+")]
files[-1].write("x"); files[-1].flush()
listening = socket.create_server(("127.0.0.1", 0))
sockets = [listening, socket.create_connection(listening.getsockname()), listening.accept()[0]]
if socket.has_ipv6:
    try:
        sockets.append(socket.create_server(("::1", 0), family=socket.AF_INET6))
    except OSError:
        pass
sockets += [socket.socket(socket.AF_INET, socket.SOCK_DGRAM), *socket.socketpair()]
sockets[-3].bind(("127.0.0.1", 0))
unix = socket.socket(socket.AF_UNIX); unix.bind(path + ".sock"); unix.listen()
for _ in range(3):
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
os.nice(3)
print("ready", flush=True)
sys.stdin.read()
for name in (path, path + ".sock"):
    os.unlink(name)
"""

#: A program that uses a little of everything all the time, as long as whoever started it is there.
BUSY = """
import os, time
parent = os.getppid()
print(flush=True)
while os.getppid() == parent:
    with open("/dev/null", "w") as file:
        file.write(str(bytearray(100_000)))
    time.sleep(0.005)
"""


@contextlib.contextmanager
def started():
    """Starts them: pids by name."""
    is_root = os.getuid() == 0
    with contextlib.ExitStack() as stack:

        def start(command, ready=True, **keywords):
            # A group of its own, to be ended with its children.
            pipe = subprocess.PIPE
            child = subprocess.Popen(command, stdin=pipe, stdout=pipe, start_new_session=True, **keywords)
            stack.callback(finish, child)
            if ready:
                child.stdout.readline()
            return child

        python = [sys.executable, "-X", "utf8", "-c", HAS_ALL]
        strange = {**os.environ, "STRANGE": "a\nb=\udcff", "EMPTY": ""}
        pids = {
            "pid 1": 1,
            "all": start([*python, "an argument", "", "\udcff"], env=strange).pid,
            "busy": start([sys.executable, "-c", BUSY]).pid,
            "stopped": start(["sh", "-c", "echo; kill -STOP $$"]).pid,
            "parent": start(["sh", "-c", "(sleep 1000 & sleep 1000 & echo; wait) & wait"]).pid,
            "zombie": start(["true"], ready=False).pid,
            "long name": start(["bash", "-c", "exec -a 'a b) R 1 1' sh -c 'echo; read x'"]).pid,
        }
        if is_root:
            pids["nobody's"] = start([*NOBODY, "/bin/sh", "-c", "echo; read x"]).pid
            inside = start(["unshare", "--pid", "--mount", "--net", "--fork", "--mount-proc", "sh", "-c", "echo; read x; :"])
            pids["in namespaces"] = int(Path(f"/proc/{inside.pid}/task/{inside.pid}/children").read_text().split()[0])
        if os.path.exists("/proc/2/comm") and Path("/proc/2/comm").read_text() == "kthreadd\n":
            pids["a kernel thread"] = 2
        gone = subprocess.Popen(["true"])
        gone.wait()
        pids["gone"] = gone.pid
        until(lambda: state(pids["zombie"]) == "Z" and state(pids["stopped"]) == "T")
        yield pids


def finish(child):
    if child.poll() is None:
        # Lets it clean up, if it is going to.
        with contextlib.suppress(OSError):
            child.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(0.5)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.stdout.close()
    child.wait()


def state(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]


def until(holds):
    for _ in range(6000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("the processes were not ready in time")
