"""What a question is."""

from typing import NamedTuple, Optional


class Question(NamedTuple):
    #: The item of the API table.
    item: str
    ask: str
    #: What to ask psutil 7.2.2, where that differs: of what only later versions have, or to more digits.
    genuine: Optional[str] = None
    #: Only the types are compared: what the numbers are about is the asking program itself, or the time between two calls.
    is_shape: bool = False


def shape(ask):
    return Question("", ask, is_shape=True)


def later(ask, genuine):
    return Question("", ask, genuine)


KINDS = "all inet inet4 inet6 tcp tcp4 tcp6 udp udp4 udp6 unix".split()
