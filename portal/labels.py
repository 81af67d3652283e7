"""The name of a form's field, as its reader calls it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from forms.model import Form
from forms.texts import has, pick
from web.i18n import page_language, text_of


def label_of(form: Form, pointer: str, layout: str = "") -> str:
    """Return what stands beside the field at a JSON Pointer; within repeating rows with the row's number.

    Parameters
    ----------
    layout
        The paper that he has before him: its words come first, where it has them in his language.
    """
    if pointer in ("", "/opinion"):
        return gettext("Opinion") if pointer else gettext("The form")
    return _on_paper(form, pointer, layout) or _title(form, pointer)


def _on_paper(form: Form, pointer: str, layout: str) -> str:
    paper, language = form.layouts.get(layout), page_language()
    cells = (cell for row in (paper.rows if paper else ()) for cell in row)
    words = next((cell.label for cell in cells if cell.field == pointer), None)
    return pick(words, language) if has(words, language) else ""


def _title(form: Form, pointer: str) -> str:
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
