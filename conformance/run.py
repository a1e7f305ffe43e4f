"""Runs psutil 7.2.2's own tests against sysproc and against psutil itself, and says where they differ.

    python3 conformance/run.py [--only test_process.py] [-k EXPRESSION] [--without-psutil] [--keep]

The tests come with psutil's source, which is fetched from the package index; no part of it is kept in the repository. Which of
them are internal, and do not count, is in `internal-tests-7.2.2.tsv`; what may differ, with the reason, in `differences.tsv`.
Nine tests need a login, a battery or sensors: see `devices.py`.
"""

import argparse
import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

VERSION = "7.2.2"
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / "target" / "conformance"
#: Seconds for a test.
TIMEOUT = 300
#: What the tests give another process to do its part, and what they are given here, where others share the machine.
PATIENCE = ("\nGLOBAL_TIMEOUT = 5\n", "\nGLOBAL_TIMEOUT = 60\n")
#: How often a test that fails is tried again.
TRIES = 3


def main():
    arguments = parse_arguments()
    # Tests take over what their parent ignores, as one in the background may SIGINT, and one without a terminal SIGHUP.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    layout = lay_out()
    counted = [arguments.only] if arguments.only else sorted(path.name for path in layout.glob("tests/test_*.py"))
    internal = read_table(f"internal-tests-{VERSION}.tsv")
    files = [name for name in counted if name not in internal]
    ours = Environment("sysproc", [ROOT / "python", ROOT / "python" / "psutil-shim"], rebuild=not arguments.keep)
    found = ours.run(layout, files, internal, arguments.k)
    if arguments.without_psutil:
        expected = {test: "passed" for test, outcome in found.items() if outcome != "skipped"}
    else:
        expected = Environment("psutil", [f"psutil=={VERSION}"]).run(layout, files, internal, arguments.k)
    return report(found, expected, read_table("differences.tsv"))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="FILE", help="run one file of tests")
    parser.add_argument("-k", default="", metavar="EXPRESSION", help="run only the tests that pytest selects so")
    parser.add_argument(
        "--without-psutil", action="store_true", help="do not run psutil itself: expect all that are not skipped to pass"
    )
    parser.add_argument("--keep", action="store_true", help="do not build and install sysproc anew")
    return parser.parse_args()


def read_table(name):
    """The first column of a table with the second."""
    with open(HERE / name, newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        return dict(rows)


def lay_out():
    """A folder with the tests and the scripts that they run, but without psutil's package, which they would import."""
    layout = WORK / f"psutil-{VERSION}"
    if layout.exists():
        return layout
    WORK.mkdir(parents=True, exist_ok=True)
    fetch = ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "psutil", "--dest", WORK]
    subprocess.run([sys.executable, *fetch, f"psutil=={VERSION}"], check=True)
    unpacked = WORK / "unpacked"
    with tarfile.open(WORK / f"psutil-{VERSION}.tar.gz") as archive:
        archive.extractall(unpacked, filter="data")
    for folder in ("tests", "scripts"):
        shutil.copytree(unpacked / f"psutil-{VERSION}" / folder, layout / folder)
    shutil.rmtree(unpacked)
    common = layout / "tests" / "__init__.py"
    text = common.read_text()
    if text.count(PATIENCE[0]) != 1:
        raise SystemExit(f"{common} has no {PATIENCE[0].strip()}")
    common.write_text(text.replace(*PATIENCE))
    return layout


class Environment:
    """A virtual environment with one of the two packages."""

    def __init__(self, package, install, rebuild=False):
        self.package = package
        self.folder = WORK / package
        self.python = self.folder / "bin" / "python"
        if not self.python.exists():
            # Not of links: the tests follow them to the interpreter outside.
            venv.create(self.folder, with_pip=True, symlinks=False)
            self.pip("pytest", "pytest-timeout")
            rebuild = True
        if rebuild:
            self.pip("--force-reinstall", "--no-deps", *map(str, install))

    def pip(self, *what):
        subprocess.run([self.python, "-m", "pip", "install", "--quiet", *what], check=True)

    def run(self, layout, files, left_out, expression):
        """The outcome of each test. One that fails is tried again alone: those about times wobble on a busy machine."""
        outcomes = {}
        for file in files:
            print(f"{self.package}: {file}", file=sys.stderr)
            selected = [f"--deselect=tests/{test}" for test in left_out if test.startswith(file)]
            outcomes.update(self.run_file(layout, file, selected + (["-k", expression] if expression else [])))
        for test in [test for test, outcome in outcomes.items() if outcome == "failed"]:
            for _ in range(TRIES):
                outcomes[test] = self.pytest(layout, test, []).get(test, "failed")
                if outcomes[test] != "failed":
                    break
        return outcomes

    def run_file(self, layout, file, options):
        """Runs a file, and what is left of it after a crash."""
        outcomes = {}
        while True:
            found = self.pytest(layout, file, [*options, *(f"--deselect=tests/{test}" for test in outcomes)])
            outcomes.update(found)
            crashed = [test for test, outcome in found.items() if outcome == "crashed"]
            if not crashed:
                return outcomes

    def pytest(self, layout, test, options):
        results = WORK / f"{self.package}.jsonl"
        results.unlink(missing_ok=True)
        empty = WORK / "empty"
        empty.mkdir(exist_ok=True)
        site = next(self.folder.glob("lib/python*/site-packages"))
        environment = {
            **os.environ,
            "PYTHONPATH": f"{site}:{HERE}",
            "CONFORMANCE_PACKAGE": self.package,
            "CONFORMANCE_RESULTS": str(results),
        }
        common = ["-c", HERE / "pytest.ini", "--rootdir", layout, "-p", "no:cacheprovider", "-p", "plugin", "-q"]
        command = [self.python, "-m", "pytest", *common, f"--timeout={TIMEOUT}", layout / "tests" / test, *options]
        log = WORK / f"{self.package}.log"
        with open(log, "a") as output:
            subprocess.run(command, cwd=empty, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        return read_outcomes(results) if results.exists() else {}


def read_outcomes(results):
    """The outcome of each test: the worst of its parts; crashed if it was begun and has none."""
    outcomes = {}
    for line in results.read_text().splitlines():
        entry = json.loads(line)
        test, outcome = entry["test"], entry["outcome"]
        if outcome == "started":
            outcomes[test] = "crashed"
        elif outcomes.get(test) != "failed":
            outcomes[test] = outcome
    return outcomes


def report(found, expected, differences):
    """Prints what counts, and returns how many tests fall short without a reason."""
    public = {test for test, outcome in expected.items() if outcome == "passed"}
    passed = {test for test in public if found.get(test) == "passed"}
    ahead = {test for test, outcome in expected.items() if outcome == "failed" and found.get(test) == "passed"}
    short = sorted(public - passed)
    unreasoned = [test for test in short if test not in differences]
    print(f"public tests that psutil {VERSION} passes here: {len(public)}; passed by sysproc: {len(passed)}")
    for test in short:
        print(f"  {found.get(test, 'missing')}: {test}: {differences.get(test, 'NO REASON GIVEN')}")
    for test in sorted(ahead):
        print(f"  passed by sysproc alone: {test}")
    print(f"the output of the tests is in {WORK}/sysproc.log")
    return len(unreasoned)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
