"""What a command refused, in the reader's words, each at its field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import get_locale, gettext

from engine.errors import OpinionRequired, OpinionTooLong
from engine.queries.form_view import FormView
from portal.labels import label_of
from web.errors import FieldFault
from web.problem import meaning_of, sentence


@dataclass(frozen=True, slots=True)
class Fault:
    """One field's fault: where, its code and parameters, what the reader calls the field, a sentence."""

    pointer: str
    code: str
    label: str
    words: str
    params: Mapping[str, Any] = field(default_factory=dict)


def words_of(error: BaseException) -> str:
    """Return the sentence of an error."""
    told = meaning_of(error)
    return sentence(told) if told else ""


def faults_of(error: BaseException, view: FormView) -> tuple[Fault, ...]:
    """Return the faults of a refused form, in the order they were found."""
    told = meaning_of(error)
    if told is None:
        return ()
    opinion = isinstance(error, OpinionRequired | OpinionTooLong)
    cell = (view.opinion_pointer or "/opinion") if opinion else None
    return tuple(_fault(cell or one.pointer, one, view) for one in told.faults)


def _fault(pointer: str, told: FieldFault, view: FormView) -> Fault:
    words = _expected(view, pointer) if told.code in ("pattern", "format") else ""
    return Fault(
        pointer, told.code, label_of(view.form, pointer, view.layout), words or sentence(told), told.params
    )


def _expected(view: FormView, pointer: str) -> str:
    """Say what a field wants, as its form describes it: a pattern means nothing to people."""
    field = view.form.field(pointer)
    hint = field.hint(str(get_locale() or "zh_CN")) if field else ""
    return (
        gettext("This is written in another way than asked for: %(hint)s.", hint=hint.rstrip("。."))
        if hint
        else ""
    )
