"""Settings of a service (``service.toml``) that are said otherwise than before."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from designer_export.beside.words import Remark, Words, book, both, remark, said, turn

_GROUPS: Final = frozenset({"process", "hall", "process.buttons", "hall.guide"})
"""Tables whose entries are settings of their own."""
_KEY: Final = "process.key"


def setting_remarks(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Remark]:
    """Compare two services' settings, one by one."""
    old, new = dict(_settings(before, "")), dict(_settings(after, ""))
    for path in dict.fromkeys([*old, *new]):
        if path == _KEY or old.get(path) == new.get(path):
            continue
        words = {"setting": _name(path), "before": said(old.get(path)), "after": said(new.get(path))}
        yield remark("setting", path, f"setting/{turn(path in old, path in new)}", **words)


def _settings(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        path = f"{prefix}{name}"
        if path in _GROUPS and isinstance(value, Mapping):
            yield from _settings(value, f"{path}.")
        elif value not in ("", [], {}):
            yield path, value


def _name(path: str) -> Words:
    found: Any = book()["setting"]
    for part in path.split("."):
        found = found.get(part, {})
    return found or both(path)
