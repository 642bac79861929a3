"""What Reflex needs to know. Everything else is `admin_proxy.config`."""

import reflex as rx

from admin_proxy import config as settings

_settings = settings.current()

config = rx.Config(
    app_name="admin_proxy",
    frontend_port=_settings.port,
    backend_port=_settings.port,
    api_url="http://localhost:3000",  # the build replaces it by the page's own origin
    cors_allowed_origins=[_settings.origin],
    state_manager_mode="memory",  # nothing of anybody's State is written to disk
    redis_token_expiration=180,  # seconds, in memory too; `ui/live.py` keeps the State of tabs that are open
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_compression_formats=["brotli", "gzip"],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
