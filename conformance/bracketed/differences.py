"""Where sysproc answers otherwise on purpose."""

from typing import NamedTuple, Optional


class Difference(NamedTuple):
    items: str
    #: What psutil raises, and what sysproc does; None for any answer.
    psutil: str
    sysproc: Optional[str]
    reason: str


DIFFERENCES = [
    Difference("rlimit", "AccessDenied", None, "everybody may read /proc/PID/limits"),
    Difference("num_fds", "AccessDenied", None, "everybody may see the size of /proc/PID/fd, which is their number"),
    Difference("open_files net_connections connections", "AccessDenied", None, "that there are none is known without looking"),
    Difference("environ cwd", "AccessDenied", "ZombieProcess", "it is a zombie: to whom it belongs plays no part"),
    Difference("environ", "NoSuchProcess", None, "a kernel thread lives, and has no environment"),
]


def explained(question, before, between):
    """Why these may differ; None if they may not."""
    for difference in DIFFERENCES:
        is_about_it = question.item in [f"Process.{item}" for item in difference.items.split()]
        if is_about_it and raised(before) == difference.psutil and raised(between) == difference.sysproc:
            return difference.reason
    return None


def raised(answer):
    return answer["raised"][0] if isinstance(answer, dict) and "raised" in answer else None
