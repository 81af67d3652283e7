"""Turns forms and outcomes into plain values: no hidden field, no secret value."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from designer_export.native import Outcome
from engine.queries.form_view import FormView
from forms.fields import Field
from forms.model import Form
from web.i18n import page_language, text_of


def form_values(view: FormView) -> dict[str, Any]:
    """Return a form for `FormShape`."""
    same = _same(view.form, page_language())
    return {
        "layout": view.layout,
        "fields_": [
            _field(view, field, same[field.pointer]) for field in view.form.walk() if _shown(view, field)
        ],
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


def _shown(view: FormView, field: Field) -> bool:
    """A hidden field is not even named; a secret one only to the step that may type it."""
    if view.access.mode(field.pointer) == "hidden":
        return False
    return not field.secret or view.access.may_edit(field)


def _field(view: FormView, field: Field, same: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **same,
        "access": "edit" if view.access.may_edit(field) else "read",
        "required": view.access.is_required(field),
    }


@lru_cache(maxsize=256)
def _same(form: Form, language: str) -> dict[str, dict[str, Any]]:
    """By pointer, what every reader of a form reads in his language."""
    return {
        field.pointer: {
            "pointer": field.pointer,
            "title": field.title(language),
            "hint": field.hint(language),
            "control": field.control,
            "type": field.type,
            "secret": field.secret,
            "options": [{"value": option.value, "label": option.label(language)} for option in field.options],
        }
        for field in form.walk()
    }
