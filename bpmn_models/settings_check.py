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

from bpmn_models.bundle import Bundle
from bpmn_models.patterns import number_parts, title_parts
from bpmn_models.setting_faults import refusal, refusal_of

_LARGEST = 2**53
# The shape goes five tables deep; TOML allows thousands, and no recursion stands that.
_DEEPEST = 12


def check_settings(bundle: Bundle) -> None:
    """Refuse settings that are unknown, of the wrong type, too long, or not for storing.

    Raises
    ------
    BrokenBundle
        A ``setting_…`` code, with ``setting`` (its dotted name).
    """
    _check(bundle.service, _shape())
    process = bundle.service["process"]
    if "title" in process:
        title_parts(process["title"])
    if "pattern" in process.get("number", {}):
        number_parts(process["number"]["pattern"])


def check_hall(hall: Mapping[str, Any]) -> None:
    """Refuse what the ``[hall]`` part may not hold; settings are named within that part.

    Raises
    ------
    BrokenBundle
        As `check_settings`.
    """
    _check(hall, _hall_shape())


def _check(settings: Mapping[str, Any], shape: jsonschema_rs.Draft202012Validator) -> None:
    fault = next(shape.iter_errors(_plain(settings, ())), None)
    if fault is not None:
        raise refusal_of(fault)


@cache
def _shape() -> jsonschema_rs.Draft202012Validator:
    return _compiled(_published())


@cache
def _hall_shape() -> jsonschema_rs.Draft202012Validator:
    published = _published()
    return _compiled({"$defs": published["$defs"], **published["properties"]["hall"]})


def _published() -> dict[str, Any]:
    schema: dict[str, Any] = orjson.loads((files("bpmn_models") / "service.schema.json").read_bytes())
    return schema


def _compiled(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)


def _plain(value: Any, path: tuple[str, ...]) -> Any:
    """Turn what only TOML knows into JSON; refuse what no JSON or no database holds."""
    if len(path) > _DEEPEST:
        raise refusal("setting_deep", path)
    if isinstance(value, Mapping):
        return {_plain(key, path): _plain(inner, (*path, str(key))) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, (*path, str(place))) for place, inner in enumerate(value)]
    if isinstance(value, date | time):
        return _plain_day(value, path)
    if isinstance(value, str) and not _storable(value):
        raise refusal("setting_characters", path)
    if isinstance(value, int | float) and not abs(value) < _LARGEST:
        raise refusal("setting_number_range", path)
    return value


def _plain_day(value: date | time, path: tuple[str, ...]) -> str:
    """Days are for the validity alone; whoever reads another setting expects a text, not a date of TOML's."""
    if "validity" not in path[-2:] or isinstance(value, datetime | time):
        raise refusal("setting_no_date", path)
    return value.isoformat()


def _storable(text: str) -> bool:
    """PostgreSQL takes neither NUL nor half a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
