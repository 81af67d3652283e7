"""What a command refused, in the reader's words, each at its field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
    return Fault(pointer, told.code, label_of(view.form, pointer), sentence(told), told.params)
