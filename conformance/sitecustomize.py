"""Python runs this at its start: it lends sysproc the private names of psutil that only the tests use. So the programs that the
tests start have them too.
"""

import os

if os.environ.get("CONFORMANCE_PACKAGE") == "sysproc":
    import psutil

    import private_names

    private_names.lend(psutil)
