"""Makes one plain script of a module and all that it imports: browsers refuse modules from `file://`.

The book that was unpacked from its archive is read without a server; what works there may not be a module.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ESBUILD = HERE / "node_modules" / ".bin" / "esbuild"


def one_script(source: Path, module: bool = False) -> str:
    """The text of a script that does what the module does; of a module again, for whoever imports it.

    Raises:
        FileNotFoundError: where esbuild was not fetched yet; its text names the remedy.
        RuntimeError: with esbuild's own words, where an import leads nowhere or the code cannot be read.
    """
    if not ESBUILD.exists():
        raise FileNotFoundError("deploy/engine/node_modules has no esbuild: run `make setup`, which fetches it")
    kind = "esm" if module else "iife"
    command = [ESBUILD, source, "--bundle", f"--format={kind}", "--charset=utf8", "--log-level=error"]
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=60, cwd=HERE.parents[1]
    )
    if done.returncode:
        raise RuntimeError(f"{source.name} could not be made one script:\n{done.stderr.strip()}")
    return done.stdout
