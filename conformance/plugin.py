"""A pytest plugin: checks whose psutil is tested, and writes each outcome down at once, so that a crash loses none."""

import json
import os

import psutil


def pytest_configure(config):
    expected = os.environ["CONFORMANCE_PACKAGE"]
    if psutil.__name__ != expected:
        raise SystemExit(f"psutil is {psutil.__file__}, of the package {psutil.__name__}, not {expected}")


def pytest_runtest_logreport(report):
    """A test has passed when its call has, and neither what comes before nor after has failed."""
    if report.when == "call" or not report.passed:
        file, _, rest = report.nodeid.partition("::")
        outcome = {"test": f"{os.path.basename(file)}::{rest}", "when": report.when, "outcome": report.outcome}
        with open(os.environ["CONFORMANCE_RESULTS"], "a") as results:
            results.write(json.dumps(outcome) + "\n")


def pytest_runtest_logstart(nodeid, location):
    """What runs now, in case that it is the last."""
    file, _, rest = nodeid.partition("::")
    with open(os.environ["CONFORMANCE_RESULTS"], "a") as results:
        results.write(json.dumps({"test": f"{os.path.basename(file)}::{rest}", "outcome": "started"}) + "\n")
