"""What the documentation shows is what happens, and it shows everything there is."""

import doctest
import re
from pathlib import Path

import pytest

import sysproc

PYTHON = Path(__file__).parent.parent
PAGES = sorted((PYTHON / "docs").glob("*.md"))
OPTIONS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL


def code(page):
    """The blocks of Python of a page, on the lines that they are on."""
    lines, shown, inside = [], page.read_text().splitlines(), False
    for line in shown:
        if line.startswith("```"):
            inside = line == "```python"
            line = ""
        lines.append(line if inside else "")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page(page, capsys):
    test = doctest.DocTestParser().get_doctest(code(page), {}, page.name, str(page), 0)
    assert test.examples, "a page without examples"
    failed = doctest.DocTestRunner(optionflags=OPTIONS).run(test).failed
    assert failed == 0, capsys.readouterr().out


def test_everything_is_shown():
    text = "\n".join(code(page) for page in PAGES)
    functions = [name for name in sysproc.__all__ if callable(getattr(sysproc, name)) and name.islower()]
    methods = [name for name in vars(sysproc.Process) if not name.startswith("_")]
    missing = [name for name in functions + methods if not re.search(rf"\b{name}\b", text)]
    assert not missing
