"""What the documentation shows is what happens, and it shows everything there is."""

import pytest
from pages import DOCS, check, missing

PAGES = sorted(page for page in DOCS.glob("*.md") if page.name != "windows.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page(page, capsys):
    check(page, capsys)


def test_everything_is_shown():
    assert not missing(PAGES)
