"""Services."""

from functools import partial

import pytest
from support import eventually

import sysproc
from sysproc import Process, WindowsService, win_service_get, win_service_iter

STATES = {"running", "paused", "start_pending", "pause_pending", "continue_pending", "stop_pending", "stopped"}


def settled(service):
    """What it says of itself at once, if each method says the same, and it has a process unless it is stopped."""
    values = service.as_dict()
    same = values == {name: getattr(service, name)() for name in values}
    return values if same and (values["pid"] is None) == (values["status"] == "stopped") else None


def test_all_of_them():
    services = list(win_service_iter())
    assert len(services) > 5
    for service in services:
        # One that is just starting or ending may have a process or not, whatever its state.
        values = eventually(partial(settled, service))
        assert values["status"] in STATES
        assert values["start_type"] in ("automatic", "manual", "disabled")
        assert all(type(values[name]) is str for name in ("name", "display_name", "binpath", "username", "description"))


def test_one_of_them():
    service = win_service_get("rpcss")
    assert service == win_service_get("RpcSs") != win_service_get("BITS")
    assert service in {win_service_get("RPCSS")}
    assert service != "RpcSs"
    assert service.name() == "RpcSs"
    eventually(lambda: service.status() == "running")
    assert Process(service.pid()).name().lower() == "rpcss.exe"
    assert str(service) == f"WindowsService(name='RpcSs', display_name={service.display_name()!r})"
    assert repr(service).startswith(f"<{service} at ")
    assert type(service) is WindowsService


def test_none():
    with pytest.raises(sysproc.NoSuchProcess) as raised:
        win_service_get("no such")
    assert (raised.value.pid, raised.value.name) == (None, "no such")
    assert str(raised.value) == "service 'no such' does not exist (name='no such')"
