"""The exceptions, as psutil has them: by that module's name, so that tracebacks read as they always did."""


class Error(Exception):
    """The base of all exceptions here."""

    __module__ = "psutil"

    #: What `repr()` shows, and of that what the message mentions.
    _shown = ("pid", "name", "msg")
    _mentioned = ("pid", "name")

    def __repr__(self):
        shown = _listed(self, self._shown)
        return f"psutil.{type(self).__name__}({shown})"

    def __str__(self):
        mentioned = _listed(self, self._mentioned)
        parts = [getattr(self, "msg", ""), f"({mentioned})" if mentioned else ""]
        return " ".join(part for part in parts if part)

    def __reduce__(self):
        cls = type(self)
        # By this module and a name: what is called psutil here need not be there where it is loaded.
        known = cls.__name__ if globals().get(cls.__name__) is cls else cls
        return _restore, (known, self.args, self.__dict__)


class NoSuchProcess(Error):
    """There is no such process, or no longer."""

    __module__ = "psutil"

    def __init__(self, pid, name=None, msg=None):
        super().__init__()
        self.pid = pid
        self.name = name
        self.msg = msg or "process no longer exists"


class ZombieProcess(NoSuchProcess):
    """The process has ended and waits to be reaped; the kernel has let go of what was asked for."""

    __module__ = "psutil"
    _shown = ("pid", "ppid", "name", "msg")
    _mentioned = ("pid", "ppid", "name")

    def __init__(self, pid, name=None, ppid=None, msg=None):
        super().__init__(pid, name, msg or "PID still exists but it's a zombie")
        self.ppid = ppid


class AccessDenied(Error):
    """The caller may not see or do this."""

    __module__ = "psutil"

    def __init__(self, pid=None, name=None, msg=None):
        super().__init__()
        self.pid = pid
        self.name = name
        self.msg = msg or ""


class TimeoutExpired(Error):
    """The process was still alive when the time given was over."""

    __module__ = "psutil"
    _shown = ("pid", "name", "seconds", "msg")

    def __init__(self, seconds, pid=None, name=None, msg=None):
        super().__init__()
        self.seconds = seconds
        self.pid = pid
        self.name = name
        self.msg = msg or f"timeout after {seconds} seconds"


def _listed(error, names):
    """The attributes that have a value, as arguments are written."""
    values = ((name, getattr(error, name, None)) for name in names)
    return ", ".join(f"{name}={value!r}" for name, value in values if value not in (None, ""))


def _restore(cls, args, attributes):
    """An exception from its pickle."""
    if isinstance(cls, str):
        cls = globals()[cls]
    error = cls.__new__(cls, *args)
    error.__dict__.update(attributes)
    return error
