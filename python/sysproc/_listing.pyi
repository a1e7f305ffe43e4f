"""The types of the functions about many processes."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar, overload

from ._process import Names, Process

def pids() -> list[int]: ...
def pid_exists(pid: int) -> bool: ...

class _ProcessIter(Protocol):
    """`process_iter()`, which can forget what it has seen."""

    def __call__(self, attrs: Names | None = None, ad_value: object = None) -> Iterator[Process]: ...
    def cache_clear(self) -> None: ...

process_iter: _ProcessIter

class _Waiting(Protocol):
    """What `wait_procs()` takes: `Process`, `subprocess.Popen` and whatever waits as they do."""

    def wait(self, timeout: float | None = None) -> int | None: ...

_P = TypeVar("_P", bound=_Waiting)

@overload
def wait_procs(
    procs: Iterable[Process], timeout: float | None = None, callback: Callable[[Process], object] | None = None
) -> tuple[list[Process], list[Process]]: ...
@overload
def wait_procs(
    procs: Iterable[_P], timeout: float | None = None, callback: Callable[[_P], object] | None = None
) -> tuple[list[_P], list[_P]]: ...
