"""The pages of the documentation."""

import doctest
import re
from pathlib import Path

import sysproc

DOCS = Path(__file__).parent.parent / "docs"
OPTIONS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL


def code(page):
    """The blocks of Python of a page, on the lines that they are on."""
    lines, inside = [], False
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            inside = line == "```python"
            line = ""
        lines.append(line if inside else "")
    return "\n".join(lines) + "\n"


def check(page, capsys):
    """What the page shows is what happens."""
    test = doctest.DocTestParser().get_doctest(code(page), {}, page.name, str(page), 0)
    assert test.examples, "a page without examples"
    failed = doctest.DocTestRunner(optionflags=OPTIONS).run(test).failed
    assert failed == 0, capsys.readouterr().out


def missing(pages):
    """What the package has and none of the pages shows."""
    text = "\n".join(map(code, pages))
    functions = [name for name in sysproc.__all__ if callable(getattr(sysproc, name)) and name.islower()]
    methods = [name for name in dir(sysproc.Process) if not name.startswith("_")]
    return [name for name in functions + methods if not re.search(rf"\b{name}\b", text)]
