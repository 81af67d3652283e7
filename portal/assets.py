"""The built front end: addresses of its files, from the manifest that Vite writes."""

import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

DIST = Path(__file__).parent / "static" / "dist"
BASE = "/static/dist/"
_ENTRY = "src/main.ts"
_SVG = Markup(
    '<svg class="i {}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round"'
    ' stroke-linejoin="round" aria-hidden="true"><use href="{}"></use></svg>'
)
_log = logging.getLogger(__name__)


def manifest(dist: Path = DIST) -> dict[str, Any]:
    """Return Vite's manifest; empty, with a warning, where the front end has not been built.

    Pages work without scripts, so a missing build makes them plain but not broken. It is read again
    when the front end was built anew under a running server, whose old files are gone by then.
    """
    path = dist / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        _log.warning("front end not built: run `npm ci --ignore-scripts && npm run build` in portal/frontend")
        return {}


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def stylesheets() -> tuple[str, ...]:
    """Return the addresses of the stylesheets that every page links."""
    return tuple(BASE + name for name in manifest().get(_ENTRY, {}).get("css", ()))


def scripts() -> tuple[str, ...]:
    """Return the addresses of the module scripts that every page loads."""
    entry = manifest().get(_ENTRY)
    return (BASE + entry["file"],) if entry else ()


def icon(name: str, extra: str = "") -> Markup:
    """Return an icon of the sprite as decoration; the words beside it carry the meaning."""
    sprite = BASE + manifest().get("icons.svg", {}).get("file", "icons.svg")
    return _SVG.format(extra, f"{sprite}#{name}")
