"""Every getter on every process that there is."""

import json
import pickle

import pytest
from checks import COMMON, list_of, text, whole
from support import ANSWERED, UNANSWERED

import sysproc
from sysproc import AccessDenied, NoSuchProcess, Process
from sysproc import _types as t


def is_mapping(value):
    return type(value) is t.pmmap_grouped and text(value.path) and whole(value.rss)


#: What each getter returns.
CHECKS = {
    **COMMON,
    "ionice": lambda value: isinstance(value, sysproc.ProcessIOPriority),
    "memory_maps": list_of(is_mapping),
    "nice": lambda value: isinstance(value, sysproc.ProcessPriority),
    "num_handles": whole,
    "open_files": list_of(lambda value: type(value) is t.popenfile and text(value.path) and value.fd == -1),
}


def test_every_getter_has_a_check():
    assert set(CHECKS) == Process.attrs


@pytest.mark.parametrize("name", sorted(ANSWERED))
def test_every_process(name):
    seen = 0
    for process in sysproc.process_iter():
        try:
            value = process.pid if name == "pid" else getattr(process, name)()
        except NoSuchProcess:
            assert not process.is_running()
        except AccessDenied:
            assert process != Process()
        else:
            assert CHECKS[name](value), (value, process)
            assert pickle.loads(pickle.dumps(value)) == value
            json.dumps(value)
            seen += 1
    assert seen > 0


@pytest.mark.parametrize("name", sorted(UNANSWERED - {"ionice"}))
def test_what_wine_tells_of_oneself(name):
    value = getattr(Process(), name)()
    assert CHECKS[name](value), value


def test_the_plan():
    """The same in one piece, for all of them at once."""
    withheld = object()
    for process in sysproc.process_iter(sorted(ANSWERED), ad_value=withheld):
        assert set(process.info) == ANSWERED
        for name, value in process.info.items():
            assert value is withheld or CHECKS[name](value), (process, name, value)
            assert value is not withheld or process != Process()
