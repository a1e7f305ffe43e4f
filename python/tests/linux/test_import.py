"""Other Pythons."""

import os
import subprocess

import pytest

import sysproc


def other_pythons():
    """The other Pythons that pyenv has, from 3.9 on."""
    root = os.path.expanduser(os.environ.get("PYENV_ROOT", "~/.pyenv"))
    try:
        versions = sorted(os.listdir(os.path.join(root, "versions")))
    except OSError:
        return []
    known = [(version, os.path.join(root, "versions", version, "bin", "python")) for version in versions]
    return [python for version, python in known if os.path.exists(python) and tuple(map(int, version.split(".")[:2])) >= (3, 9)]


@pytest.mark.parametrize("interpreter", other_pythons())
def test_another_python(interpreter):
    """One extension is for all Pythons."""
    code = """if True:
        import pickle, sysproc
        process = sysproc.Process()
        values = process.as_dict()
        assert set(values) == sysproc.Process.attrs
        assert pickle.loads(pickle.dumps(values)) == values
        assert process in list(sysproc.process_iter(["name", "status"]))
        assert format(sysproc.STATUS_IDLE) == str(sysproc.STATUS_IDLE) == "idle"
        with sysproc.Popen(["sh", "-c", "exit 3"]) as child:
            assert child.wait() == 3
        for name in sysproc.__all__:
            getattr(sysproc, name)
        for name in "cpu_times virtual_memory swap_memory net_if_addrs net_io_counters disk_io_counters users".split():
            getattr(sysproc, name)()
    """
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(sysproc.__file__))}
    done = subprocess.run([interpreter, "-c", code], env=environment, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
