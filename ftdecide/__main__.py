"""`python -m ftdecide` is `ftdecide`."""

import sys

from ftdecide.doors.cli import main

sys.exit(main())
