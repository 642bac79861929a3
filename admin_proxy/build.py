"""The pages' production build: made when its sources have changed, made ready to serve, and weighed.

Reflex compiles the pages and Bun bundles them into `.web/build/client`. What comes out is then changed in two ways:
the addresses that Reflex bakes in give way to the page's own origin, and JSX sources are taken out of what is served. A
build that is heavier than it may be, or that brings Radix Themes back in, is refused.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fcntl import LOCK_EX, flock
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / ".web"
CLIENT = WEB / "build" / "client"
REFLEX_DIR = ROOT / ".reflex"
_NOTES = WEB / "build" / "notes.json"

_SOURCES = (
    "admin_proxy/**/*.py",
    "admin_proxy/words/de.po",
    "assets/**/*",
    "reflex.lock/*",
    "rxconfig.py",
    "requirements/app.txt",
)

FIRST_LOADS = {"/login": "login.html", "Home": "index.html"}
IN_GERMAN = {"/login": "/login", "Home": "/"}
MOST_BYTES = 180_000
MOST_REQUESTS = 20


class BuildError(Exception):
    """The pages could not be built, or may not be served as they are; the message says why."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a browser with an empty cache loads before the page works."""

    bytes: int
    requests: int

    def __str__(self) -> str:
        return f"{self.bytes / 1000:.0f} KB, {self.requests} requests"


@dataclass(frozen=True, slots=True)
class Notes:
    """What is known of a finished build."""

    sources: str
    weights: dict[str, Weight]


def environment() -> dict[str, str]:
    """What Reflex is told through the environment, whatever the environment says: nothing of it is a setting."""
    return {
        "REFLEX_DIR": str(REFLEX_DIR),
        "REFLEX_WEB_WORKDIR": str(WEB),
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_ENV_MODE": "prod",
    }


def notes() -> Notes:
    """What is known of the build that is there.

    Raises:
        BuildError: there is none.
    """
    try:
        found = json.loads(_NOTES.read_text())
    except (OSError, ValueError):
        raise BuildError("the pages are not built yet; `make demo` and `make serve` build them") from None
    weights = {page: Weight(**weight) for page, weight in found["weights"].items()}
    return Notes(found["sources"], weights)


def is_current() -> bool:
    """Whether the build that is there was made from the sources as they are now."""
    try:
        return notes().sources == _fingerprint()
    except BuildError:
        return False


def ensure() -> bool:
    """Build the pages unless that was done already from the same sources; returns whether it was needed.

    Raises:
        BuildError: it failed, or what came out may not be served.
    """
    with _alone():
        if is_current():
            return False
        with _packages_written_as_before():
            _export()
        _use_the_pages_own_origin(CLIENT)
        _take_out_sources(CLIENT)
        made = Notes(_fingerprint(), _weights(CLIENT))
        _refuse_what_is_too_heavy(made.weights)
        _NOTES.write_text(json.dumps(asdict(made), indent=1))
        return True


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands started together do not build into each other's folder: the second waits, and finds it done."""
    REFLEX_DIR.mkdir(exist_ok=True)
    with (REFLEX_DIR / "build.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


@contextmanager
def _packages_written_as_before() -> Iterator[None]:
    """Reflex and Bun lay the same `reflex.lock/package.json` out in different ways; a build is to change no file."""
    path = ROOT / "reflex.lock" / "package.json"
    before = path.read_text() if path.exists() else ""
    try:
        yield
    finally:
        if before and json.loads(before) == json.loads(path.read_text()):
            path.write_text(before)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                content = path.read_bytes()
                digest.update(f"{path.relative_to(ROOT)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _export() -> None:
    beside_python = str(Path(sys.executable).parent)  # where `reflex` and Bun's own package put their commands
    env = os.environ | environment()
    env["PATH"] = os.pathsep.join([beside_python, os.environ.get("PATH", os.defpath)])
    env.setdefault("BUN_INSTALL_CACHE_DIR", str(REFLEX_DIR / "bun-cache"))
    env.setdefault("BUN_RUNTIME_TRANSPILER_CACHE_PATH", str(REFLEX_DIR / "bun-cache" / "transpiled"))
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0 or not (CLIENT / "index.html").exists():
        said = (done.stdout + done.stderr).strip().splitlines()[-40:]
        raise BuildError("\n".join(["the pages could not be built:", *said]))
    packages = json.loads((WEB / "package.json").read_text())
    if "@radix-ui/themes" in packages.get("dependencies", {}):
        raise BuildError("Radix Themes is back in the pages: some component of `rx` is used in place of `rx.el`")


_BAKED_IN = re.compile(r"""(["'`])(http|ws)s?://[^/"'`]+(/[^"'`]*)\1""")
_ORIGIN = {"http": "globalThis.location?.origin", "ws": 'globalThis.location?.origin.replace(/^http/,"ws")'}


def _use_the_pages_own_origin(client: Path) -> None:
    chunks = list(client.glob("assets/reflex-env-*.js"))
    if len(chunks) != 1:
        raise BuildError(f"expected one assets/reflex-env-*.js in the build, found {len(chunks)}")
    (chunk,) = chunks
    text, count = _BAKED_IN.subn(lambda found: f"{_ORIGIN[found[2]]}+`{found[3]}`", chunk.read_text())
    if not count or "://" in text:
        raise BuildError(f"{chunk.name} names an address that this build does not know how to replace")
    chunk.write_text(text)
    _compress_again(chunk)


def _compress_again(path: Path) -> None:
    """Make the compressed copies beside `path` say what it says now; one that cannot be made must go."""
    gz, br = path.with_name(f"{path.name}.gz"), path.with_name(f"{path.name}.br")
    if gz.exists():
        gz.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    br.unlink(missing_ok=True)


def _take_out_sources(client: Path) -> None:
    """JSX files in `assets/` are bundled; as files they are nobody's business."""
    for path in client.rglob("*.jsx*"):
        path.unlink()


def weigh(client: Path, page: str) -> Weight:
    """Add up a page's first load: what it names, and what that imports; the bytes are those of JS and CSS, gzipped."""
    html = _read_page(client / FIRST_LOADS[page])
    waiting = [*html.files, *(name for script in html.inline_scripts for name in _imports(script))]
    loaded: dict[Path, int] = {}
    while waiting:
        path = client / unquote(urlsplit(waiting.pop()).path).lstrip("/")
        if path in loaded or not path.is_file():
            continue
        if path.suffix not in (".js", ".css"):
            loaded[path] = 0
            continue
        content = path.read_bytes()
        loaded[path] = len(gzip.compress(content))
        waiting += [f"assets/{name}" for name in _static_imports(content.decode())]
    return Weight(sum(loaded.values()), len(loaded) + 1)


def weigh_german(client: Path, address: str) -> Weight:
    """Add up what a German reader loads besides: the words of every page, and those of the page at that address."""
    (everywhere,) = client.glob("assets/german-*.js")
    of_the_page = re.search(rf'"{re.escape(address)}":[^"]*?import\([`"\']\./([^`"\']+)', everywhere.read_text())
    if of_the_page is None:
        raise BuildError(f"{everywhere.name} names no words of {address}")
    files = (everywhere, everywhere.with_name(of_the_page[1]))
    return Weight(sum(len(gzip.compress(file.read_bytes())) for file in files), len(files))


def _weights(client: Path) -> dict[str, Weight]:
    weights = {page: weigh(client, page) for page in FIRST_LOADS}
    for page, address in IN_GERMAN.items():
        english, more = weights[page], weigh_german(client, address)
        weights[f"{page}, in German"] = Weight(english.bytes + more.bytes, english.requests + more.requests)
    return weights


def _refuse_what_is_too_heavy(weights: dict[str, Weight]) -> None:
    for page, weight in weights.items():
        if weight.bytes > MOST_BYTES or weight.requests > MOST_REQUESTS:
            allowed = Weight(MOST_BYTES, MOST_REQUESTS)
            raise BuildError(f"the first load of {page} is too heavy: {weight}; at most {allowed} (JS + CSS, gzipped)")


_ANY_IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'`]([^"'`]+)["'`]""")
_STATIC_IMPORT = re.compile(r"""(?:from|import)\s*["'`]\./([^"'`]+)["'`]""")


def _imports(inline_script: str) -> list[str]:
    return _ANY_IMPORT.findall(inline_script)


def _static_imports(module: str) -> list[str]:
    return _STATIC_IMPORT.findall(module)


_FETCHED = ("stylesheet", "modulepreload", "preload", "icon", "manifest")


class _Page(HTMLParser):
    """The scripts and files of a built page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.inline_scripts: list[str] = []
        self.files: list[str] = []
        self._inside: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and given.get("src"):
            self.files.append(given["src"] or "")
        elif tag == "script":
            self._inside = []
        elif tag == "link" and given.get("rel") in _FETCHED:
            self.files.append(given.get("href") or "")

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self._inside.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._inside is not None:
            self.inline_scripts.append("".join(self._inside))
            self._inside = None


def _read_page(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text())
    page.close()
    return page
