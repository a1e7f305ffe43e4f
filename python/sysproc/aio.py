"""Processes in an event loop of asyncio: waiting for their end, and sampling. Our addition: psutil has no such module.

The loop itself watches a descriptor of each process that is waited for; there is no thread, and no process is asked again and
again whether it still runs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Callable, TypeVar

import sysproc

if TYPE_CHECKING:
    from ._process import Names, ProcessInfo
    from ._sysproc import Hold

__all__ = ["every", "wait", "watch"]

T = TypeVar("T")

#: How long until a process is looked at again where there is no descriptor to watch (Windows, Linux before 5.3), in seconds.
_RETRY = 0.05


async def wait(process: sysproc.Process) -> int | None:
    """Waits until it has ended, and returns its exit code; of a signal its negative number. A child is reaped, as
    `Process.wait()` does it. Of another one's child the code is known where the kernel tells it (Linux 6.15), else None; and also
    None if it was gone before.
    """
    try:
        hold = process._handle.hold()
    except sysproc.NoSuchProcess:
        return process.wait(timeout=0)
    with _end_of(hold) as ended:
        await ended
    try:
        code = process.wait(timeout=0)
    except sysproc.TimeoutExpired:
        # Another one's child, which is not reaped yet.
        code = None
    return hold.exit() if code is None else code


async def every(interval: float, question: Callable[[], T]) -> AsyncIterator[T]:
    """What the question answers every `interval` seconds, the first time after one interval: `every(1, sysproc.cpu_percent)`.
    Answers that took the loop too long to come to are left out, so that it does not fall behind.
    """
    async for _ in _ticks(interval):
        yield question()


async def watch(process: sysproc.Process, attrs: Names | None = None, interval: float = 1.0) -> AsyncIterator[ProcessInfo]:
    """What `process.as_dict(attrs)` returns, at once and then every `interval` seconds, until the process has ended."""
    try:
        hold = process._handle.hold()
        with _end_of(hold) as ended:
            yield process.as_dict(attrs)
            async for _ in _ticks(interval, ended):
                yield process.as_dict(attrs)
    except sysproc.NoSuchProcess:
        return


@contextmanager
def _end_of(hold: Hold) -> Iterator[asyncio.Future[None]]:
    """In the block: a future that is done when the process has ended."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()
    descriptor = hold.fileno()

    def look() -> None:
        if not ended.done() and (descriptor is not None or hold.has_ended()):
            ended.set_result(None)
        elif descriptor is None and not ended.done():
            loop.call_later(_RETRY, look)

    if descriptor is None:
        look()
    else:
        loop.add_reader(descriptor, look)
    try:
        yield ended
    finally:
        ended.cancel()
        if descriptor is not None:
            loop.remove_reader(descriptor)


async def _ticks(interval: float, ended: asyncio.Future[None] | None = None) -> AsyncIterator[None]:
    """Once every `interval` seconds, until it has ended."""
    if interval <= 0:
        raise ValueError(f"interval is not positive (got {interval})")
    loop = asyncio.get_running_loop()
    at = loop.time()
    while ended is None or not ended.done():
        at = max(at + interval, loop.time())
        if ended is None:
            await asyncio.sleep(at - loop.time())
        elif (await asyncio.wait([ended], timeout=at - loop.time()))[0]:
            return
        yield
