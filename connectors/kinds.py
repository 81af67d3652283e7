"""From stored settings to a connector; what is wrong in them is told by pointer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from connectors.console import Console
from connectors.errors import BadSetting
from connectors.http import mailbox
from connectors.http.service import HttpOperation, HttpService
from connectors.outside import Bound, Connector, Patience
from connectors.smtp import SEND, SmtpMail, SmtpServer

NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
"""What connectors and their operations may be called."""
CONSOLE: Final = "console"
REAL: Final = "real"
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_SECURITY: Final = ("none", "starttls", "tls")
_PATIENCE: Final = {one.name: one for one in fields(Patience)}
_LONGEST: Final = {"tries": 20, "limit_s": 60, "at_once": 50, "longest_wait_s": 86400, "rests_s": 3600}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of connector: which settings it has, what it can do, and how it is made."""

    settings: tuple[str, ...]
    operations: Callable[[Mapping[str, Any]], tuple[str, ...]]
    make: Callable[[Mapping[str, Any], str], Connector]


def bound(name: str, kind: str, settings: Mapping[str, Any], secret: str) -> Bound:
    """Make a connector; without a back end, or with ``console``, it only shows what would be sent.

    Raises
    ------
    BadSetting
    """
    found = KINDS.get(kind)
    if found is None:
        raise BadSetting("/kind", "choice")
    unknown = set(settings) - {"backend", "patience", *found.settings}
    if unknown:
        raise BadSetting(f"/settings/{min(unknown)}", "unknown")
    patience = _patience(settings.get("patience", {}))
    found.operations(settings)
    if _choice(settings, "backend", (CONSOLE, REAL), CONSOLE) == CONSOLE:
        return Bound(Console(name), patience, only_shows=True)
    return Bound(found.make(settings, secret), patience)


def destination(kind: str, settings: Mapping[str, Any]) -> str | None:
    """Give the system that a connector's secret goes to; None if its settings do not name one."""
    if kind == "mail":
        host = settings.get("host")
        return f"smtp://{host}".lower() if host else None
    address = settings.get("address")
    parts = urlsplit(address) if isinstance(address, str) and address else None
    return f"{parts.scheme}://{parts.netloc}".lower() if parts else None


def operations_of(kind: str, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the names of what a connector can do, without its own."""
    return KINDS[kind].operations(settings)


def _http(settings: Mapping[str, Any], secret: str) -> Connector:
    return HttpService(
        _address(settings), _declared(settings), token=secret, private=_flag(settings, "private")
    )


def _mailbox(settings: Mapping[str, Any], secret: str) -> Connector:
    return HttpService(
        _address(settings), mailbox.OPERATIONS, token=secret, private=_flag(settings, "private")
    )


def _mail(settings: Mapping[str, Any], secret: str) -> Connector:
    return SmtpMail(
        SmtpServer(
            host=_text(settings, "host"),
            port=_whole(settings, "port", 1, 65535, 587),
            sender=_sender(settings),
            security=_choice(settings, "security", _SECURITY, "starttls"),
            user=_text(settings, "user", ""),
            password=secret,
        )
    )


def _declared(settings: Mapping[str, Any]) -> dict[str, HttpOperation]:
    given = settings.get("operations", {})
    if not isinstance(given, Mapping):
        raise BadSetting("/settings/operations", "type")
    return {name: _operation(name, one) for name, one in given.items()}


def _operation(name: str, given: Any) -> HttpOperation:
    place = f"/settings/operations/{name}"
    if not NAME.fullmatch(name):
        raise BadSetting(place, "name")
    if not isinstance(given, Mapping):
        raise BadSetting(place, "type")
    if unknown := set(given) - {"method", "path", "errors"}:
        raise BadSetting(f"{place}/{min(unknown)}", "unknown")
    path = given.get("path", "")
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//"):
        raise BadSetting(f"{place}/path", "address")
    method = given.get("method", "POST")
    if method not in _METHODS:
        raise BadSetting(f"{place}/method", "choice")
    return HttpOperation(method, path, _errors(place, given.get("errors", {})))


def _errors(place: str, given: Any) -> dict[int, str]:
    if not isinstance(given, Mapping):
        raise BadSetting(f"{place}/errors", "type")
    for status, code in given.items():
        if not re.fullmatch(r"[45]\d\d", status) or not isinstance(code, str) or not code:
            raise BadSetting(f"{place}/errors/{status}", "type")
    return {int(status): code for status, code in given.items()}


def _address(settings: Mapping[str, Any]) -> str:
    address = _text(settings, "address")
    try:
        parts = urlsplit(address)
        is_sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        is_sound = False
    if not is_sound or parts.username or parts.query or parts.fragment:
        raise BadSetting("/settings/address", "address")
    return address


def _sender(settings: Mapping[str, Any]) -> str:
    sender = _text(settings, "sender")
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", sender):
        raise BadSetting("/settings/sender", "address")
    return sender


def _patience(given: Any) -> Patience:
    if not isinstance(given, Mapping):
        raise BadSetting("/settings/patience", "type")
    found = Patience()
    for name, value in given.items():
        place = f"/settings/patience/{name}"
        if name not in _PATIENCE:
            raise BadSetting(place, "unknown")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadSetting(place, "type")
        if not 0 < value <= _LONGEST.get(name, 3600) or (_is_count(name) and value != int(value)):
            raise BadSetting(place, "range")
        chosen: dict[str, Any] = {name: int(value) if _is_count(name) else float(value)}
        found = replace(found, **chosen)
    return found


def _is_count(name: str) -> bool:
    return isinstance(getattr(Patience(), name), int)


def _text(settings: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = settings.get(name, default)
    if value is None or (value == "" and default is None):
        raise BadSetting(f"/settings/{name}", "required")
    if not isinstance(value, str):
        raise BadSetting(f"/settings/{name}", "type")
    return value


def _whole(settings: Mapping[str, Any], name: str, least: int, most: int, default: int) -> int:
    value = settings.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadSetting(f"/settings/{name}", "type")
    if not least <= value <= most:
        raise BadSetting(f"/settings/{name}", "range")
    return value


def _flag(settings: Mapping[str, Any], name: str) -> bool:
    value = settings.get(name, False)
    if not isinstance(value, bool):
        raise BadSetting(f"/settings/{name}", "type")
    return value


def _choice(settings: Mapping[str, Any], name: str, among: tuple[str, ...], default: str) -> str:
    value = settings.get(name, default)
    if value not in among:
        raise BadSetting(f"/settings/{name}", "choice")
    return str(value)


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "http": Kind(("address", "operations", "private"), lambda given: tuple(_declared(given)), _http),
        "mail": Kind(("host", "port", "sender", "security", "user"), lambda given: (SEND,), _mail),
        "mailbox": Kind(("address", "private"), lambda given: tuple(mailbox.OPERATIONS), _mailbox),
    }
)
