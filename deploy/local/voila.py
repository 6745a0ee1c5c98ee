"""The drill as a Voila page: how it is started, here and in the tests."""

from __future__ import annotations

from pathlib import Path

from deploy.local.background import Background
from deploy.local.book_server import LOOPBACK
from deploy.local.steps import BIN, ROOT, Refused, environment

DRILL = ROOT / "notebooks" / "drill.ipynb"
OUR_VOILA = ROOT / "deploy" / "voila"


def start(port: int, notebook: Path = DRILL, **more: str) -> Background:
    """Start Voila on `notebook`, with `more` in its environment; the caller waits until it answers and stops it."""
    if not notebook.is_file():
        raise Refused(f"{notebook} is missing: Voila has nothing to show.")
    url = f"http://{LOOPBACK}:{port}/"
    command = [
        BIN / "python", "-m", "voila", notebook, "--no-browser",
        f"--Voila.ip={LOOPBACK}", f"--port={port}", "--Voila.port_retries=0",
        f"--Voila.config_file_paths={OUR_VOILA}",  # ours only: a person's own settings are for their own work
    ]  # fmt: skip
    # The template is found through Jupyter's data path. A probe of the page itself would start a kernel.
    env = environment(JUPYTER_PATH=str(OUR_VOILA), **more)
    return Background("Voila", command, env, url, probe=f"{url}voila/templates/ftdecide/static/theme-light.css")
