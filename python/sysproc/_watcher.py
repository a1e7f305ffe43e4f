"""The class `Watcher`: `process_iter()` for who lists all processes again and again."""

import os

from ._listing import filled
from ._process import Process, plan_of
from ._system import machine


class Watcher:
    """Lists all processes again and again, at less cost than `process_iter(attrs)`: it keeps files of theirs open. At most
    `descriptors`, and never more than a quarter of those that this process may open; by default that quarter. They are closed
    when it goes.

    It asks the system, also where a program has replaced methods of `Process`; of the machine that `PROCFS_PATH` meant when it
    was made.
    """

    def __init__(self, attrs=None, ad_value=None, descriptors=None):
        self._plan = plan_of(Process, attrs)
        self._ad_value = ad_value
        self._raising = bool(attrs)
        self._descriptors = descriptors
        self._machine = machine()
        self._open()

    def _open(self):
        """Begins anew, with nothing held."""
        self._pid = os.getpid()
        self._held = self._machine.watcher(self._plan, self._descriptors)
        self._seen = {}

    @property
    def descriptors(self):
        """How many it has open now."""
        return self._held.descriptors

    def update(self):
        """All processes as they are now, by pid: the same objects as the last time as long as they are the same processes. Each
        has what was asked for in `info`.
        """
        if self._pid != os.getpid():
            # In the child of a fork another thread may have been inside, and never comes out.
            self._open()
        rows = self._held.update(self._ad_value, not self._plan.is_whole)
        for pid in self._seen.keys() - set(rows.pids()):
            self._seen.pop(pid, None)
        return list(filled(rows, self._seen, self._plan.names, self._ad_value, self._raising))
