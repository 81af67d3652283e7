"""What a fault of ``service.toml`` is called: from the keyword of its shape to a code of ours."""

from collections.abc import Iterable, Mapping

import jsonschema_rs

from bpmn_models.bundle import SERVICE
from bpmn_models.errors import BrokenBundle

_BY_TYPE = {"string": "text", "number": "amount", "integer": "amount", "array": "list", "object": "table"}
_BY_KEYWORD = {
    "minLength": "setting_empty",
    "minProperties": "setting_empty",
    "maxLength": "setting_long",
    "maxItems": "setting_many",
    "minimum": "setting_number_range",
    "maximum": "setting_number_range",
    "enum": "setting_choice",
    "format": "setting_date",
    "required": "setting_missing",
    "additionalProperties": "setting_unknown",
}
# The forms that a text may be asked to have, where it is not only that it stays on one line.
_BY_SETTING: Mapping[str, str] = {
    "process.key": "setting_key",
    "process.number.prefix": "setting_prefix",
}
_LONGEST = 100


def refusal_of(fault: jsonschema_rs.ValidationError) -> BrokenBundle:
    """Return the refusal of a fault that the shape found, named down to the setting itself."""
    path = [str(part) for part in fault.instance_path]
    keyword, told = str(fault.schema_path[-1]), fault.kind.as_dict()
    if keyword == "type":
        return refusal(f"setting_{_BY_TYPE[told['types'][0]]}", path)
    if keyword == "pattern":
        return refusal(_pattern_code(path), path)
    if keyword == "additionalProperties":
        path.append(str(told["unexpected"][0]))
    if keyword == "required":
        path.append(str(told["property"]))
    options = "/".join(filter(None, map(str, told.get("options", ()))))
    return refusal(_BY_KEYWORD[keyword], path, limit=told.get("limit", 0), options=options)


def refusal(code: str, path: Iterable[str], **params: object) -> BrokenBundle:
    """Return a refusal that names a setting; a name may be of any length and hold anything."""
    name = ".".join(path).replace("\0", "␀").encode(errors="replace").decode()
    if len(name) > _LONGEST:
        name = f"{name[:_LONGEST]}…"
    return BrokenBundle(code, name=SERVICE, setting=name or SERVICE, **params)


def _pattern_code(path: list[str]) -> str:
    if path[:2] == ["process", "searchable"]:
        return "setting_pointer"
    return _BY_SETTING.get(".".join(path), "setting_characters")
