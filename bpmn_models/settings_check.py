"""service.toml is held to its published shape (``service.schema.json``) before a service is deployed.

Only then: a bundle that was deployed once must load for ever, whatever a later shape says.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs
import orjson

from bpmn_models.bundle import SERVICE, Bundle
from bpmn_models.errors import BrokenBundle

_LARGEST = 2**53


def check_settings(bundle: Bundle) -> None:
    """Refuse settings that are unknown, of the wrong type, too long, or not for storing.

    Raises
    ------
    BrokenBundle
        ``setting``, with ``setting`` (its dotted name) and ``detail``.
    """
    plain = _plain(bundle.service, ())
    fault = next(_shape().iter_errors(plain), None)
    if fault is not None:
        raise _refusal(tuple(map(str, fault.instance_path)), fault.message)


@cache
def _shape() -> jsonschema_rs.Draft202012Validator:
    schema = orjson.loads((files("bpmn_models") / "service.schema.json").read_bytes())
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)


def _plain(value: Any, path: tuple[str, ...]) -> Any:
    """Turn what only TOML knows into JSON; refuse what no JSON or no database holds."""
    if isinstance(value, Mapping):
        return {_plain(key, path): _plain(inner, (*path, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, (*path, str(place))) for place, inner in enumerate(value)]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str) and "\0" in value:
        raise _refusal(path, "NUL")
    if isinstance(value, int | float) and not abs(value) < _LARGEST:
        raise _refusal(path, "a number out of range")
    return value


def _refusal(path: tuple[str, ...], detail: str) -> BrokenBundle:
    name, detail = (words.replace("\0", "␀")[:200] for words in (".".join(path), detail))
    return BrokenBundle("setting", name=SERVICE, setting=name or SERVICE, detail=detail)
