"""service.toml written: the settings of a service that was made here, not by hand."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from bpmn_models.bundle import SERVICE, Bundle, make

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def with_settings(bundle: Bundle, **parts: Mapping[str, Any]) -> Bundle:
    """Give the bundle with some settings of its parts (``process``, ``hall``) changed.

    Comments of a file that somebody wrote are lost; where nothing would change, the bundle stays as it is.
    """
    before = dict(bundle.service)
    after = before | {name: {**before.get(name, {}), **values} for name, values in parts.items()}
    if after == before:
        return bundle
    return make({**bundle.files, SERVICE: write_settings(after)})


def write_settings(settings: Mapping[str, Any]) -> bytes:
    """Write the parts of a service's settings as TOML."""
    parts = (
        f"[{name}]\n" + "".join(f"{_key(key)} = {_value(value)}\n" for key, value in part.items())
        for name, part in settings.items()
    )
    return "\n".join(parts).encode()


def _key(key: str) -> str:
    return key if key and set(key) <= _BARE else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, str):
        return _text(value)
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def _text(text: str) -> str:
    """JSON's escapes are TOML's, but for one character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
