"""Set-up, book, servers and tests on one machine: `python3 -m deploy.local.setup` and its neighbours.

These programs run before anything is installed, so they use the standard library only.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said here, before an older Python reads any newer syntax
    folders = os.get_exec_path()
    newer = [f"python3.{minor}" for minor in range(11, 20)]
    found = [name for name in newer if any(os.access(os.path.join(folder, name), os.X_OK) for folder in folders)]
    if found:
        remedy = f"{found[-1]} is here: add PYTHON={found[-1]} to the make command."
    else:
        remedy = "Install a newer one, then add PYTHON=/path/to/it to the make command."
    sys.exit(f"Python 3.11 or newer is needed; this one is {sys.version.split()[0]}. {remedy}")
