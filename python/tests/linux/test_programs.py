"""Programs of today, written for psutil, run on the package without a changed line."""

import subprocess
import sys

import pytest

import sysproc

psutil = pytest.importorskip("psutil")


def run(*arguments, **keywords):
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=250, **keywords)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_they_have_no_other_psutil():
    assert run("-c", "import psutil, sysproc; print(psutil is sysproc)") == "True\n"


def test_glances():
    pytest.importorskip("glances")
    asked = ["cpu.user", "mem.used", "load", "processcount"]
    lines = run("-m", "glances", "--disable-check-update", "--stdout", ",".join(asked), "--stop-after", "2").splitlines()
    answers = dict(line.split(": ", 1) for line in lines)
    assert len(lines) == 8 and set(answers) == set(asked)
    assert 0 <= float(answers["cpu.user"]) <= 100
    assert 0 < int(answers["mem.used"]) < sysproc.virtual_memory().total
    assert f"'cpucore': {sysproc.cpu_count()}" in answers["load"]
    assert "'running': " in answers["processcount"]


def test_memory_profiler():
    pytest.importorskip("memory_profiler")
    code = "from memory_profiler import memory_usage; print(max(memory_usage((bytearray, (10**8,)), include_children=True)))"
    assert float(run("-c", code)) > 95, "MiB"


def test_psrecord(tmp_path):
    pytest.importorskip("psrecord")
    log = tmp_path / "log"
    # The process stays until psrecord kills it: of one that is just ending the kernel may deny the I/O, which it does not expect.
    options = ["--duration", "0.5", "--interval", "0.05", "--log", str(log), "--include-children", "--include-io"]
    run("-c", "from psrecord.main import main; main()", "exec sleep 1000", *options)
    header, *samples = log.read_text().splitlines()
    assert "Real (MB)" in header
    assert any(float(sample.split()[3]) > 0 for sample in samples), "virtual memory of a process that lives"
