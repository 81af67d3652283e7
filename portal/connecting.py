"""Settings of outside systems as a form has them: a text a field, operations a row each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from connectors.errors import BadSetting
from connectors.kinds import CONSOLE
from connectors.outside import Patience
from web.marks import N_

KINDS: Mapping[str, str] = {
    "http": N_("HTTP service"),
    "mail": N_("Mail (SMTP)"),
    "mailbox": N_("Administration of mailboxes"),
}
BACKENDS: Mapping[str, str] = {"console": N_("Only show what would be sent"), "real": N_("Really send")}
SECURITY: Mapping[str, str] = {
    "starttls": "STARTTLS",
    "tls": "TLS",
    "none": N_("None: everything goes in the clear"),
}
METHODS = ("POST", "GET", "PUT", "PATCH", "DELETE")
PATIENCE: Mapping[str, str] = {
    "tries": N_("Tries altogether"),
    "first_wait_s": N_("Seconds before the second try"),
    "factor": N_("How many times longer each further wait is"),
    "longest_wait_s": N_("The longest wait in seconds"),
    "limit_s": N_("Seconds that a try may take"),
    "at_once": N_("Calls at a time"),
    "breaks_after": N_("Failures in a row after which it rests"),
    "rests_s": N_("Seconds of rest"),
}
DEFAULTS: Mapping[str, Any] = {one.name: one.default for one in fields(Patience)}
SPARE = 2
"""Empty rows for operations that are to come."""
MOST_ROWS = 100
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "http": ("address",),
    "mailbox": ("address",),
    "mail": ("host", "security", "user", "sender"),
}


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One operation as typed; `errors` reads ``404 NO_CARD, 422 WEAK``."""

    name: str = ""
    method: str = "POST"
    path: str = ""
    errors: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds."""

    name: str
    kind: str
    texts: Mapping[str, str]
    private: bool
    rows: tuple[OperationRow, ...]

    def text(self, name: str) -> str:
        """Give what stands in a field."""
        return self.texts.get(name, "")


def typed_of(name: str, kind: str, settings: Mapping[str, Any]) -> Typed:
    """Give the form of settings that are stored."""
    patience = settings.get("patience", {})
    texts = {key: _text(value) for key, value in {**settings, **patience}.items() if _is_plain(value)}
    operations = settings.get("operations", {})
    rows = [
        OperationRow(
            one,
            given.get("method", "POST"),
            given.get("path", ""),
            ", ".join(f"{status} {code}" for status, code in given.get("errors", {}).items()),
        )
        for one, given in operations.items()
    ]
    texts.setdefault("backend", CONSOLE)
    return Typed(name, kind, texts, bool(settings.get("private")), tuple(rows))


def typed_in(form: "MultiDict[str, str]", name: str, kind: str) -> Typed:
    """Give the form as somebody sent it."""
    names = ("backend", "port", *_TEXTS.get(kind, ()), *PATIENCE)
    texts = {one: form.get(one, "").strip()[:500] for one in names}
    columns = [form.getlist(f"op_{column}")[:MOST_ROWS] for column in ("name", "method", "path", "errors")]
    rows = [OperationRow(*(cell.strip()[:500] for cell in row)) for row in zip(*columns, strict=False)]
    filled = tuple(row for row in rows if row.name or row.path or row.errors)
    return Typed(name, kind, texts, "private" in form, filled)


def settings_of(typed: Typed) -> dict[str, Any]:
    """Give the settings that a form means.

    Raises
    ------
    BadSetting
    """
    found: dict[str, Any] = {"backend": typed.text("backend") or CONSOLE}
    found |= {name: typed.text(name) for name in _TEXTS.get(typed.kind, ()) if typed.text(name)}
    if typed.kind == "mail" and typed.text("port"):
        found["port"] = _number(typed.text("port"))
    if typed.kind != "mail" and typed.private:
        found["private"] = True
    if typed.kind == "http":
        found["operations"] = _operations(typed.rows)
    patience = {name: _number(typed.text(name)) for name in PATIENCE if typed.text(name)}
    return found | ({"patience": patience} if patience else {})


def field_of(pointer: str) -> str:
    """Give the form's field that a fault is about; an operation's begins with ``op/``."""
    parts = pointer.strip("/").split("/")
    if parts[:2] == ["settings", "operations"]:
        return f"op/{parts[2]}" if len(parts) > 2 else "op/"
    return parts[-1]


def shown(value: Any) -> str:
    """Say a setting in a history."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {shown(one)}" for key, one in value.items()) or "—"
    return str(value)


def _operations(rows: Sequence[OperationRow]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        if row.name in found:
            raise BadSetting(f"/settings/operations/{row.name}", "repeated")
        found[row.name] = {"method": row.method, "path": row.path} | _errors(row)
    return found


def _errors(row: OperationRow) -> dict[str, Any]:
    pairs = [pair.split() for pair in row.errors.replace("，", ",").split(",") if pair.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise BadSetting(f"/settings/operations/{row.name}/errors", "errors")
    return {"errors": dict(pairs)} if pairs else {}


def _number(text: str) -> Any:
    """Give a number; what is none stays as it is, and is refused by its kind."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
