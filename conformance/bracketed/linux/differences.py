"""Where sysproc answers otherwise on purpose."""

from difference import Difference

DIFFERENCES = [
    Difference("Process.rlimit", "AccessDenied", None, "everybody may read /proc/PID/limits"),
    Difference("Process.num_fds", "AccessDenied", None, "everybody may see the size of /proc/PID/fd, which is their number"),
    Difference(
        "Process.open_files Process.net_connections Process.connections",
        "AccessDenied",
        None,
        "that there are none is known without looking",
    ),
    Difference(
        "Process.environ Process.cwd", "AccessDenied", "ZombieProcess", "it is a zombie: to whom it belongs plays no part"
    ),
    Difference("Process.environ", "NoSuchProcess", None, "a kernel thread lives, and has no environment"),
]
