"""What Reflex needs to know. Everything else is `admin_proxy.config`."""

from typing import Unpack

import reflex as rx
from reflex_base.plugins import PreCompileContext

from admin_proxy import config as settings
from admin_proxy.build import WEB


class PlainElements(rx.plugins.Plugin):
    """Leaves the runtime of CSS-in-JS out of the pages: 10 KB of each first load, for a handful of column widths.

    `assets/ui/elements.jsx` takes its place; see `docs/decisions/0007-own-style-on-plain-elements.md`.
    """

    def pre_compile(self, **context: Unpack[PreCompileContext]) -> None:
        context["add_modify_task"]("vite.config.js", self._name_ours_first)

    @staticmethod
    def _name_ours_first(config: str) -> str:
        aliases = "    alias: [\n"
        if config.count(aliases) != 1:
            raise RuntimeError("Reflex writes its vite.config.js in another way by now: see PlainElements")
        ours = 'fileURLToPath(new URL("./public/ui/elements.jsx", import.meta.url))'
        return config.replace(aliases, f'{aliases}      {{ find: "@emotion/react", replacement: {ours} }},\n')


class GermanWords(rx.plugins.Plugin):
    """Writes the part of the catalog that pages need to where they load it from, once all of them are drawn."""

    def pre_compile(self, **context: Unpack[PreCompileContext]) -> None:
        context["add_save_task"](self._written)

    @staticmethod
    def _written() -> list[tuple[str, str]]:
        from admin_proxy.ui.words_of_pages import german

        return [(str(WEB / "utils" / f"{module}.js"), source) for module, source in german().items()]


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
    plugins=[PlainElements(), GermanWords()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
