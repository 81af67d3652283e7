"""Turns forms and outcomes into plain values: no hidden field, no secret value."""

from collections.abc import Collection, Iterable
from typing import Any

from designer_export.native import Outcome
from engine.queries.form_view import FormView
from forms.fields import Field
from web.i18n import page_language, text_of


def form_values(view: FormView) -> dict[str, Any]:
    """Return a form for `FormShape`."""
    return {
        "layout": view.layout,
        "fields_": [_field(view, field) for field in view.form.walk() if _shown(view, field)],
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


def _field(view: FormView, field: Field) -> dict[str, Any]:
    language = page_language()
    return {
        "pointer": field.pointer,
        "title": field.title(language),
        "hint": field.hint(language),
        "control": field.control,
        "type": field.type,
        "access": "edit" if view.access.may_edit(field) else "read",
        "required": view.access.is_required(field),
        "secret": field.secret,
        "options": [{"value": option.value, "label": option.label(language)} for option in field.options],
    }
