"""Whether an answer lies between two others.

What did not change from the one to the other must be the same in between, also its type. A number that changed must lie between
the two, since counters only grow; of a collection that changed, what is in both must be in between, and nothing that is in
neither. A number that may fall as well as rise is asked for until it fits: see `Comparison`.
"""

import json


class Comparison:
    """One question, asked again and again until all parts of the answer have fitted once."""

    def __init__(self, is_shape=False):
        self.is_shape = is_shape
        #: Parts that have fitted, and what was wrong with those that have not.
        self.fitted = set()
        self.wrong = {}

    def add(self, before, between, after):
        """Looks at another round, and says whether all has fitted by now."""
        # A part that is there no more cannot fit any more, so what was wrong before is not kept.
        self.wrong = {}
        self._look("", before, between, after)
        for part in self.fitted:
            self.wrong.pop(part, None)
        return not self.wrong

    def _note(self, part, fits, *values):
        if fits:
            self.fitted.add(part)
        elif part not in self.fitted:
            self.wrong[part] = " / ".join(map(repr, values))

    def _look(self, part, before, between, after):
        kinds = {kind(value) for value in (before, between, after)}
        if len(kinds) > 1:
            # A value and None may follow each other; the same on both sides may not differ in between.
            self._note(part, kind(before) != kind(after) and kind(between) in (kind(before), kind(after)), before, between, after)
        elif isinstance(between, dict) and "fields" in between:
            names = [[name for name, _ in each["fields"]] for each in (before, between, after)]
            self._note(f"{part}!", names[0] == names[1] == names[2] and before["tuple"] == between["tuple"], *names)
            for each in zip(before["fields"], between["fields"], after["fields"]):
                self._look(f"{part}.{each[0][0]}", *(value for _, value in each))
        elif isinstance(between, dict) and "dict" in between:
            self._look_into(part, before["dict"], between["dict"], after["dict"])
        elif isinstance(between, dict) and "set" in between:
            self._look_through(part, before["set"], between["set"], after["set"])
        elif isinstance(between, list):
            self._look_through(part, before, between, after)
        else:
            self._note(part, self.is_shape or lies_between(before, between, after), before, between, after)

    def _look_into(self, part, before, between, after):
        self._look_through(f"{part} keys", *(sorted(each) for each in (before, between, after)))
        for key in before.keys() & between.keys() & after.keys():
            self._look(f"{part}[{key}]", before[key], between[key], after[key])

    def _look_through(self, part, before, between, after):
        if self.is_shape:
            return
        if len(before) == len(between) == len(after) and all(isinstance(each, dict) for each in before):
            for place, each in enumerate(zip(before, between, after)):
                self._look(f"{part}[{place}]", *each)
        elif before == after:
            self._note(part, between == before, before, between)
        else:
            # As text, so that it can be in a set.
            before, between, after = ([json.dumps(each) for each in several] for several in (before, between, after))
            both = set(before) & set(after)
            fits = set(between) <= set(before) | set(after)
            order = [each for each in between if each in both] == [each for each in before if each in both]
            self._note(part, fits and order, before, between, after)


def kind(value):
    if isinstance(value, dict):
        return sorted(value)[0], value.get("tuple")
    if isinstance(value, list):
        return "list"
    return type(value).__name__


def lies_between(before, between, after):
    if isinstance(between, (int, float)) and not isinstance(between, bool):
        return min(before, after) <= between <= max(before, after)
    return before == after == between or (before != after and between in (before, after))
