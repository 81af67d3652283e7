"""The parameters of ``notices.publish``: checked as strictly as if a stranger had written them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.operations import OperationFailed

MAX_TITLE = 50
MAX_BODY = 20_000
MAX_RECEIVERS = 200
KINDS = frozenset({"school", "unit", "staff"})
"""全校公告, 部门公告, 教职工公告 (N1)."""

_LISTS = {
    "kinds": ("receiverKinds", "kind"),
    "units": ("receiverUnits", "unit"),
    "groups": ("receiverGroups", "group"),
}
_KNOWN = {"title", "kind", "body", "receiverMode", *(name for name, _ in _LISTS.values())}


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be published, checked; `receivers` as in `notices.models.NoticeReceiver`."""

    title: str
    kind: str
    body: str
    receivers: tuple[str, ...]


def check(params: Mapping[str, Any], kinds: frozenset[str] = KINDS) -> Publication:
    """Return the publication that `params` describe.

    ``receiverMode`` says which list counts: ``kinds``, ``units`` (codes) or ``groups``; ``everyone`` needs
    none. The other lists may be there, for a form keeps what was typed before the mode was changed.

    Raises
    ------
    OperationFailed
        ``unknown_parameter`` or ``bad_parameter``; the detail names the parameter.
    """
    unknown = set(params) - _KNOWN
    if unknown:
        raise OperationFailed("unknown_parameter", sorted(unknown)[0])
    return Publication(
        title=_text(params, "title", MAX_TITLE, one_line=True),
        kind=_one_of(params, "kind", kinds),
        body=_text(params, "body", MAX_BODY),
        receivers=_receivers(params),
    )


def _text(params: Mapping[str, Any], name: str, limit: int, *, one_line: bool = False) -> str:
    value = params.get(name)
    _require(isinstance(value, str), name)
    words = str(value).strip()
    _require(0 < len(words) <= limit and "\0" not in words, name)
    _require(not one_line or len(words.splitlines()) == 1, name)
    return words


def _one_of(params: Mapping[str, Any], name: str, allowed: frozenset[str]) -> str:
    value = params.get(name)
    _require(isinstance(value, str) and value in allowed, name)
    return str(value)


def _receivers(params: Mapping[str, Any]) -> tuple[str, ...]:
    mode = _one_of(params, "receiverMode", frozenset({"everyone", *_LISTS}))
    if mode == "everyone":
        return ("everyone",)
    name, sort = _LISTS[mode]
    values = params.get(name)
    _require(isinstance(values, (list, tuple)) and 0 < len(values) <= MAX_RECEIVERS, name)
    words: list[Any] = list(values or ())
    _require(all(isinstance(word, str) and word for word in words), name)
    return tuple(f"{sort}:{word}" for word in dict.fromkeys(words))


def _require(holds: bool, name: str) -> None:
    if not holds:
        raise OperationFailed("bad_parameter", name)
