"""What the page about Windows shows is what happens there, and with the other pages it shows everything there is."""

from pages import DOCS, check, missing


def test_page(capsys):
    check(DOCS / "windows.md", capsys)


def test_everything_is_shown():
    assert not missing(DOCS.glob("*.md"))
