"""Set-up, book, servers and tests on one machine: `python3 -m deploy.local.setup` and its neighbours.

These programs run before anything is installed, so they use the standard library only.
"""

import os
import sys

if sys.version_info < (3, 11):  # said here, before any newer syntax below is read
    found = [
        "python3.%d" % minor
        for minor in range(11, 20)
        if any(os.access(os.path.join(d, "python3.%d" % minor), os.X_OK) for d in os.get_exec_path())
    ]
    if found:
        remedy = "Use %s, which is here: add PYTHON=%s to the make command." % (found[-1], found[-1])
    else:
        remedy = "Install Python 3.11 or newer, then add PYTHON=/path/to/it to the make command."
    sys.exit("Python 3.11 or newer is needed; this one is %s. %s" % (sys.version.split()[0], remedy))
