"""Builds the book as `jupyter-book build` does, with warnings as errors, and without a start that nobody needs."""

from __future__ import annotations

import sys

# jsonschema offers to check internationalised addresses where this package is there (JupyterLab brings it); it
# compiles 38 grammars to do so, a quarter of the time of a small build. No schema here asks for that check.
sys.modules["rfc3987_syntax"] = None  # an import of it now fails, as where it was never installed

from jupyter_book.cli.main import main  # noqa: E402

if __name__ == "__main__":
    sys.argv[1:] = ["build", ".", "--path-output", ".", "-W", "--keep-going"]
    main()
