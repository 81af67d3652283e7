"""What a command refused, in the reader's words, each at its field."""

from dataclasses import dataclass

from engine.errors import OpinionRequired, OpinionTooLong
from engine.queries.form_view import FormView
from portal.labels import label_of
from web.problem import meaning_of, sentence


@dataclass(frozen=True, slots=True)
class Fault:
    """One field's fault: where, what the reader calls the field, and a sentence."""

    pointer: str
    code: str
    label: str
    words: str


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
    return tuple(
        Fault(cell or one.pointer, one.code, label_of(view.form, cell or one.pointer), sentence(one))
        for one in told.faults
    )
