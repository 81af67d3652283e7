"""The name of a form's field, as its reader calls it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from forms.model import Form
from web.i18n import text_of


def label_of(form: Form, pointer: str) -> str:
    """Return the title of the field at a JSON Pointer; within repeating rows with the row's number."""
    if pointer in ("", "/opinion"):
        return gettext("Opinion") if pointer else gettext("The form")
    schema: Mapping[str, Any] = form.schema
    words: list[str] = []
    for part in pointer.lstrip("/").split("/"):
        if part.isdigit():
            schema = schema.get("items", {})
            words.append(gettext("row %(n)s", n=int(part) + 1))
            continue
        schema = schema.get("properties", {}).get(part, {})
        words.append(text_of(schema.get("x-title") or schema.get("title") or part))
    return " ".join(words)


def is_secret(form: Form, name: str) -> bool:
    """Say whether a top-level field is never shown again once typed."""
    return bool(form.schema.get("properties", {}).get(name, {}).get("x-secret"))
