"""What an import does, in which interpreter, and that nothing happens when that ends."""

import os
import subprocess
import sys

import pytest
from support import python

import sysproc

#: What takes long to load, and what is seldom used.
HEAVY = ["socket", "subprocess", "enum", "collections", "signal", "threading", "importlib", "functools", "re", "typing"]
LATE = ["_enums", "_types", "_popen", "_watcher", "_private"]
#: What is loaded for processes.
OF_PROCESSES = ["_process", "_listing"]


def test_nothing_heavy_is_loaded():
    code = "import sys; before = set(sys.modules); import sysproc; print(*sorted(set(sys.modules) - before))"
    loaded = set(python(code, "-S", env={**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(sysproc.__file__))}).split())
    assert not loaded & {*HEAVY, *(f"sysproc.{name}" for name in [*LATE, *OF_PROCESSES])}
    assert "sysproc._system" in loaded


def test_only_what_is_used_is_loaded():
    loaded = set(python("import sys, sysproc; sysproc.pids(); sysproc.Process().cmdline(); print(*sys.modules)").split())
    assert not {f"sysproc.{name}" for name in LATE} & loaded
    assert {f"sysproc.{name}" for name in OF_PROCESSES} <= loaded


@pytest.mark.parametrize("first", ["", "import sysproc"])
def test_subinterpreters_are_refused(first):
    code = f"""if True:
        {first}
        import sys
        try:
            import _interpreters as interpreters
            run = interpreters.exec
        except ImportError:
            import _xxsubinterpreters as interpreters
            run = interpreters.run_string
        code = '''if True:
            import sys
            sys.path[:] = {{}}
            try:
                import sysproc
            except ImportError as error:
                assert "subinterpreters" in str(error)
                print("refused", flush=True)
        '''
        run(interpreters.create(), code.format(sys.path))
    """
    assert python(code, "-W", "ignore") == "refused"


def test_nothing_happens_at_the_end():
    code = """if True:
        import sys, threading, sysproc
        process = sysproc.Process()
        block = process.oneshot()
        block.__enter__()
        process.name()
        watcher = sysproc.Watcher(["name"])
        watcher.update()
        listing = sysproc.process_iter(["name"])
        next(listing)
        sleeper = sysproc.Popen([sys.executable, "-c", "import time; time.sleep(0.5)"])
        threading.Thread(target=sleeper.wait, daemon=True).start()
        threading.Thread(target=lambda: [watcher.update() for _ in range(10**6)], daemon=True).start()
    """
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_all_can_be_loaded_at_once():
    code = "import sys, sysproc; sysproc.preload(); print(*sys.modules)"
    loaded = set(python(code).split())
    assert {f"sysproc.{name}" for name in [*LATE, *OF_PROCESSES]} <= loaded
    assert "asyncio" not in loaded


def test_what_is_loaded_late_is_named_in_the_code():
    """For programs that gather the modules of others: they read the names in the code, also in that of functions."""

    def names(code):
        yield from code.co_names
        for const in code.co_consts:
            if hasattr(const, "co_names"):
                yield from names(const)

    with open(sysproc.__file__) as file:
        found = set(names(compile(file.read(), "sysproc", "exec")))
    assert {*LATE, *OF_PROCESSES, "aio"} <= found


@pytest.mark.parametrize("first", ["Process().memory_percent()", "disk_usage(0)" if os.name == "posix" else "disk_usage('/')"])
def test_what_needs_a_late_module_first(first):
    assert python(f"import sysproc; print(bool(sysproc.{first}))", stdin=subprocess.DEVNULL) == "True"
