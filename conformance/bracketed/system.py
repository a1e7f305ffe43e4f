"""Which system is asked about: the one place where that is chosen."""

import sys

if sys.platform == "win32":
    from windows import differences, own_questions, scenarios, targets
else:
    from linux import differences, own_questions, scenarios, targets

__all__ = ["differences", "own_questions", "scenarios", "targets"]
