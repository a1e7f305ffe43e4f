"""Windows' services. Loaded when they are first asked for."""

from ._system import machine


class WindowsService:
    """A service that is installed. `win_service_iter()` and `win_service_get()` make them."""

    __module__ = "psutil"

    def __init__(self, service):
        self._service = service

    def __str__(self):
        return f"{type(self).__name__}(name={self.name()!r}, display_name={self.display_name()!r})"

    def __repr__(self):
        return f"<{self} at {id(self)}>"

    def __eq__(self, other):
        if not isinstance(other, WindowsService):
            return NotImplemented
        return self.name() == other.name()

    def __hash__(self):
        return hash(self.name())

    def name(self):
        """Its name, as it was installed."""
        return self._service.name

    def display_name(self):
        """Its name for people."""
        return self._service.display_name

    def binpath(self):
        """Its program, with arguments."""
        return self._service.config()[0]

    def username(self):
        """The account that it runs as."""
        return self._service.config()[1]

    def start_type(self):
        """When it is started: "automatic", "manual" or "disabled"."""
        return self._service.config()[2]

    def status(self):
        """What it is doing: "running", "stopped", "start_pending"..."""
        return self._service.state()[0]

    def pid(self):
        """The process that it runs in; None if it does not run."""
        return self._service.state()[1]

    def description(self):
        """What it is for, in the words of its maker."""
        return self._service.description()

    def as_dict(self):
        """All of that by its names."""
        binpath, username, start_type = self._service.config()
        status, pid = self._service.state()
        return {
            "display_name": self.display_name(),
            "binpath": binpath,
            "username": username,
            "start_type": start_type,
            "status": status,
            "pid": pid,
            "name": self.name(),
            "description": self.description(),
        }


def win_service_iter():
    """All services that are installed."""
    for service in machine().services():
        yield WindowsService(service)


def win_service_get(name):
    """The service of this name, in any case of its letters."""
    return WindowsService(machine().service(name))
