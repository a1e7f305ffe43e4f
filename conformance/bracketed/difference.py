"""Where sysproc answers otherwise, with the reason."""

import re
from typing import NamedTuple, Optional


class Difference(NamedTuple):
    """One of the two raises an exception."""

    items: str
    #: What psutil raises, and what sysproc does; None for any answer.
    psutil: Optional[str]
    sysproc: Optional[str]
    reason: str

    def explains(self, before, between, wrong):
        return raised(before) == self.psutil and raised(between) == self.sysproc


class Parts(NamedTuple):
    """Parts of an answer are other ones; all the rest must fit."""

    items: str
    #: A pattern of such a part and what the three have said of it, as a failure shows them.
    shown: str
    reason: str

    def explains(self, before, between, wrong):
        return not (raised(before) or raised(between)) and all(re.search(self.shown, f"{part}: {wrong[part]}") for part in wrong)


def explained(differences, question, before, between, wrong):
    """Why these may differ; None if they may not."""
    about_it = (each for each in differences if question.item in each.items.split())
    return next((each.reason for each in about_it if each.explains(before, between, wrong)), None)


def raised(answer):
    return answer["raised"][0] if isinstance(answer, dict) and "raised" in answer else None
