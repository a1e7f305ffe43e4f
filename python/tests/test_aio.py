"""Processes in an event loop."""

import asyncio

import pytest
from support import COLLECTED, KILLED, in_time

from sysproc import aio


def test_one_that_is_gone(gone):
    assert in_time(aio.wait(gone)) in COLLECTED


def test_a_kernel_without_the_descriptor(sleeper):
    """What is kept without one is looked at again and again."""

    class Hold:
        def __init__(self, hold):
            self.has_ended, self.exit = hold.has_ended, hold.exit

        def fileno(self):
            return None

    async def main():
        with aio._end_of(Hold(sleeper._handle.hold())) as ended:
            await asyncio.sleep(0)
            assert not ended.done()
            sleeper.kill()
            await ended

    in_time(main())


def test_watch_until_the_end(sleeper):
    async def main():
        seen = []
        async for values in aio.watch(sleeper, ["name", "cpu_percent"], interval=0.01):
            seen.append(values)
            if len(seen) == 3:
                sleeper.kill()
        return seen

    seen = in_time(main())
    assert len(seen) >= 3
    assert all(set(values) == {"name", "cpu_percent"} for values in seen)
    assert in_time(aio.wait(sleeper)) == KILLED, "it was left"


def test_watch_ends_at_once_however_long_the_interval(sleeper):
    async def main():
        async for _ in aio.watch(sleeper, ["name"], interval=10_000):
            sleeper.kill()

    in_time(main())


def test_watch_of_one_that_is_gone(gone):
    async def main():
        return [values async for values in aio.watch(gone)]

    assert in_time(main()) == []


def test_every():
    async def main():
        answers = iter(range(100))
        seen = []
        async for answer in aio.every(0.001, lambda: next(answers)):
            seen.append(answer)
            if len(seen) == 5:
                break
        return seen

    assert in_time(main()) == [0, 1, 2, 3, 4]


def test_an_interval_that_cannot_be():
    async def main():
        async for _ in aio.every(0, int):
            pass

    with pytest.raises(ValueError):
        in_time(main())
