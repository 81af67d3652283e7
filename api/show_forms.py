"""Turns forms and outcomes into plain values: no hidden field, no secret value."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from designer_export.native import Outcome
from engine.queries.form_view import FormView
from forms.access import Access
from forms.fields import Field
from forms.model import Form
from web.i18n import page_language, text_of


def form_values(view: FormView) -> dict[str, Any]:
    """Return a form for `FormShape`."""
    return {
        "layout": view.layout,
        "fields_": _fields(view.form, view.access, page_language()),
        "document": view.document,
        "opinion_pointer": view.opinion_pointer,
    }


def outcome_values(outcomes: Iterable[Outcome], needing_words: Collection[str]) -> list[dict[str, Any]]:
    """Return buttons for `OutcomeShape`, their words in the reader's language."""
    return [
        {
            "id": outcome.id,
            "kind": outcome.kind,
            "text": text_of(outcome.text) or outcome.id,
            "opinion_required": outcome.id in needing_words,
        }
        for outcome in outcomes
    ]


@lru_cache(maxsize=256)
def _fields(form: Form, access: Access, language: str) -> list[dict[str, Any]]:
    """Return what everybody with one access reads of a form; it is shared, and nobody may change it."""
    return [_field(field, access, language) for field in form.walk() if _shown(field, access)]


def _shown(field: Field, access: Access) -> bool:
    """A hidden field is not even named; a secret one only to the step that may type it."""
    if access.mode(field.pointer) == "hidden":
        return False
    return not field.secret or access.may_edit(field)


def _field(field: Field, access: Access, language: str) -> dict[str, Any]:
    return {
        "pointer": field.pointer,
        "title": field.title(language),
        "hint": field.hint(language),
        "control": field.control,
        "type": field.type,
        "secret": field.secret,
        "options": [{"value": option.value, "label": option.label(language)} for option in field.options],
        "access": "edit" if access.may_edit(field) else "read",
        "required": access.is_required(field),
    }
