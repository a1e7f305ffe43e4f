"""The class `Popen`: a child that is a `Process` too."""

import subprocess

from . import _here
from ._process import _NOT_YET, WAITS, Process


class Popen(Process):
    """Starts a child as `subprocess.Popen` does, and has the methods and attributes of that and of `Process`. Of those that
    both have `Process` has precedence.
    """

    __module__ = "psutil"

    def __init__(self, *args, **kwargs):
        self.__child = subprocess.Popen(*args, **kwargs)
        # It may have ended by now: it is there all the same, as long as nobody has reaped it.
        self._init(self.__child.pid, _ignore_nsp=True)

    def __getattr__(self, name):
        """What `Process` does not have."""
        if name.startswith("_Popen__"):
            raise AttributeError(name)
        return getattr(self.__child, name)

    def __dir__(self):
        return sorted({*super().__dir__(), *dir(self.__child)})

    def __enter__(self):
        self.__child.__enter__()
        return self

    def __exit__(self, *error):
        try:
            return self.__child.__exit__(*error)
        finally:
            self._exit_code = self.__child.returncode

    def wait(self, timeout=None):
        """Waits until it has ended, and returns its exit code, which `returncode` has then as well."""
        if self._exit_code is _NOT_YET:
            known = _here.known_code(self.__child)
            if known is not None:
                self._exit_code = known
        self.__child.returncode = super().wait(timeout)
        return self.__child.returncode


WAITS.add(Popen.wait)
