"""Voila's settings for the drill, here and on Binder. `c` is given by Jupyter's configuration loader."""

TITLE = "The drill: fine-tune, or just prompt it?"
ABANDONED_SECONDS = 15 * 60  # a laptop may sleep for a while; a tab that is closed ends its kernel at once

# All that a page may ask for comes from the server it came from: a mistake in a template or a widget
# cannot tell anybody else who reads. Widgets bring their modules as blobs, and Jupyter's own code needs eval.
ONLY_FROM_HERE = "; ".join(
    [
        "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'",
        "connect-src 'self' data: blob: ws://localhost:* ws://127.0.0.1:*",
        "frame-ancestors 'self'",
        "form-action 'none'",
    ]
)


def before_launch(req, notebook, cwd):
    """Give the page its title, and its visitor the cookie without which closing the tab is refused (voila #1458)."""
    req.xsrf_token  # noqa: B018 - reading it sets the cookie
    notebook.metadata.setdefault("title", TITLE)


c = get_config()  # noqa: F821
c.VoilaConfiguration.template = "ftdecide"
c.VoilaConfiguration.theme = "light"
c.VoilaConfiguration.allow_template_override = "NO"
c.VoilaConfiguration.allow_theme_override = "NO"
c.VoilaConfiguration.strip_sources = True
c.VoilaConfiguration.file_allowlist = []
c.VoilaConfiguration.extension_allowlist = [
    "anywidget",
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",  # Voila's own registry, without which no widget finds a place
]
c.VoilaConfiguration.prelaunch_hook = before_launch
c.MappingKernelManager.cull_idle_timeout = ABANDONED_SECONDS
c.MappingKernelManager.cull_interval = 60
c.MappingKernelManager.cull_connected = False
c.Voila.open_browser = False
c.Voila.tornado_settings = {
    # Requests under another host's name are refused, so that no web page can reach this server through one.
    "allow_remote_access": False,
    "headers": {"Content-Security-Policy": ONLY_FROM_HERE, "X-Content-Type-Options": "nosniff"},
}
