"""Puts the same questions to psutil, to sysproc and to psutil again, on the live machine, and says where what sysproc answers
does not lie between what psutil answers.

    python3 conformance/bracketed PSUTIL_PYTHON SYSPROC_PYTHON [-k TEXT]

The two are interpreters in which `import psutil` is the one or the other. As root it asks as root, and again as nobody.
"""

import argparse
import collections
import csv
import json
import subprocess
import sys
from pathlib import Path

import questions
from compare import Comparison
from difference import explained
from system import differences, targets

HERE = Path(__file__).parent
TABLE = HERE.parent.parent / "crates/sysproc/tests/fixtures/api.tsv"

#: How often a question is asked whose numbers may fall as well as rise.
ROUNDS = 30


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("psutil")
    arguments.add_argument("sysproc")
    arguments.add_argument("-k", default="", metavar="TEXT", help="only the questions with this text")
    arguments = arguments.parse_args()
    run = Run(arguments.k)
    table = items()
    general = [*questions.system(), *questions.names(table)]
    about_processes = list(questions.process())
    missing = set(table) - {question.item for question in general + about_processes}
    run.failures += [f"no question about {item}" for item in sorted(missing)]
    with targets.started() as pids:
        for options in targets.ASKED_AS:
            with Worker(arguments.psutil, options) as genuine, Worker(arguments.sysproc, options) as ours:
                for question in general:
                    run.ask(genuine, ours, question, "the machine", None)
                for target, pid in pids.items():
                    for question in about_processes:
                        run.ask(genuine, ours, question, target, pid)
    print(f"{run.asked} questions about {len(table)} items of the API and {len(pids)} processes: {len(run.failures)} differ")
    for reason, count in sorted(run.explained.items()):
        print(f"  with a reason, {count} times: {reason}")
    for failure in run.failures:
        print(f"  DIFFERS: {failure[:1000]}")
    return bool(run.failures)


def items():
    """What this system has of the API table: kinds by name."""
    with open(TABLE, newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["name"]: row["kind"] for row in rows if targets.PLATFORMS & set(row["platforms"].replace("(", " ").split())}


class Run:
    """The questions asked so far, and what came of them."""

    def __init__(self, text):
        self.text = text
        self.asked = 0
        self.failures = []
        self.explained = collections.Counter()

    def ask(self, genuine, ours, question, target, pid):
        if self.text not in question.ask:
            return
        self.asked += 1
        comparison = Comparison(question.is_shape)
        for _ in range(ROUNDS):
            before = genuine.answer(question.genuine or question.ask, pid)
            between = ours.answer(question.ask, pid)
            after = genuine.answer(question.genuine or question.ask, pid)
            if comparison.add(before, between, after):
                return
            reason = explained(differences.DIFFERENCES, question, before, between, comparison.wrong)
            if reason is not None:
                self.explained[reason] += 1
                return
        self.failures += [
            f"{question.ask} of {target}, {genuine.user}: {part}: {what}" for part, what in comparison.wrong.items()
        ]


class Worker:
    """One of the packages, in a process of its own."""

    def __init__(self, python, options):
        self.user = "as nobody" if options else "as the caller"
        command = [python, "-W", "ignore", str(HERE / "worker.py"), *options]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate()

    def answer(self, ask, pid):
        self.process.stdin.write(json.dumps({"ask": ask, "pid": pid}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


if __name__ == "__main__":
    sys.exit(main())
