"""The one table of what an error of the rooms means to a client; both doors use it.

An error's sentence is the docstring of its class (an English msgid, filled from its `params`), unless its
code has a sentence of its own in :mod:`web.sentences`. A test walks every error class of the rooms: each is
in this table, or is named there as one that no door ever meets.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus as Http
from typing import Any

from bpmn_models import errors as bundles
from connectors import errors as connectors
from designer_export import errors as diagrams
from engine import design_errors as designs
from engine import errors as engine
from engine import mend_errors as mends
from engine import view_errors as views
from engine.queries.search import BadFilter
from forms import errors as forms
from forms.sentences import FIELD_ERRORS
from hall import errors as hall
from identity import errors as identity
from messages import errors as messages
from web import refusals as web
from web.sentences import (
    ABSENCES,
    BUNDLES,
    CHOICES,
    CONTACTS,
    FILTERS,
    KEPT,
    MENDINGS,
    PASSWORDS,
    SETTINGS,
    SHAPES,
    WITHDRAWALS,
)

STATUS: Mapping[type[Exception], int] = {
    engine.EngineError: Http.BAD_REQUEST,
    engine.NotFound: Http.NOT_FOUND,
    engine.Forbidden: Http.FORBIDDEN,
    engine.NotEligible: Http.FORBIDDEN,
    engine.NotPublished: Http.NOT_FOUND,
    engine.BegunByEvents: Http.CONFLICT,
    engine.UnknownUnit: Http.UNPROCESSABLE_ENTITY,
    engine.Conflict: Http.CONFLICT,
    engine.Stale: Http.CONFLICT,
    engine.AlreadyDone: Http.CONFLICT,
    engine.HandledBy: Http.CONFLICT,
    engine.ClaimedBy: Http.CONFLICT,
    engine.NothingToClaim: Http.CONFLICT,
    engine.NotClaimed: Http.CONFLICT,
    engine.NotRunning: Http.CONFLICT,
    engine.Suspended: Http.CONFLICT,
    engine.NotSuspended: Http.CONFLICT,
    engine.AlreadyHeld: Http.CONFLICT,
    engine.NotHeld: Http.CONFLICT,
    engine.CannotMend: Http.CONFLICT,
    engine.CannotMigrate: Http.CONFLICT,
    engine.BadRenaming: Http.UNPROCESSABLE_ENTITY,
    engine.Invalid: Http.UNPROCESSABLE_ENTITY,
    engine.UnknownOutcome: Http.UNPROCESSABLE_ENTITY,
    engine.OpinionRequired: Http.UNPROCESSABLE_ENTITY,
    engine.OpinionTooLong: Http.UNPROCESSABLE_ENTITY,
    engine.ReasonRequired: Http.UNPROCESSABLE_ENTITY,
    engine.ReasonTooLong: Http.UNPROCESSABLE_ENTITY,
    engine.TooManyPhrases: Http.UNPROCESSABLE_ENTITY,
    engine.PhraseTooLong: Http.UNPROCESSABLE_ENTITY,
    views.ViewNameRequired: Http.UNPROCESSABLE_ENTITY,
    views.ViewNameTooLong: Http.UNPROCESSABLE_ENTITY,
    views.TooManyViews: Http.UNPROCESSABLE_ENTITY,
    engine.TooManyTasks: Http.UNPROCESSABLE_ENTITY,
    engine.NotInBulk: Http.UNPROCESSABLE_ENTITY,
    engine.CannotReturn: Http.UNPROCESSABLE_ENTITY,
    engine.UnknownPerson: Http.UNPROCESSABLE_ENTITY,
    engine.NotYourself: Http.UNPROCESSABLE_ENTITY,
    engine.NobodyChosen: Http.UNPROCESSABLE_ENTITY,
    engine.TooManyPeople: Http.UNPROCESSABLE_ENTITY,
    engine.NobodyToHandle: Http.UNPROCESSABLE_ENTITY,
    engine.AbsenceRefused: Http.UNPROCESSABLE_ENTITY,
    engine.NotAdded: Http.CONFLICT,
    engine.CannotWithdraw: Http.CONFLICT,
    engine.MayNotSee: Http.UNPROCESSABLE_ENTITY,
    engine.UnknownEntry: Http.UNPROCESSABLE_ENTITY,
    engine.WordsRequired: Http.UNPROCESSABLE_ENTITY,
    engine.WordsTooLong: Http.UNPROCESSABLE_ENTITY,
    engine.TooSoon: Http.TOO_MANY_REQUESTS,
    engine.NobodyWaits: Http.CONFLICT,
    engine.CannotCancel: Http.CONFLICT,
    engine.NumberTaken: Http.CONFLICT,
    BadFilter: Http.UNPROCESSABLE_ENTITY,
    engine.Undeployable: Http.UNPROCESSABLE_ENTITY,
    mends.ChangedMeanwhile: Http.CONFLICT,
    mends.NothingFailed: Http.CONFLICT,
    mends.NoSuchTask: Http.CONFLICT,
    mends.NotInThatState: Http.CONFLICT,
    mends.NoSuchVariable: Http.UNPROCESSABLE_ENTITY,
    mends.VariableKept: Http.UNPROCESSABLE_ENTITY,
    mends.UnknownMend: Http.UNPROCESSABLE_ENTITY,
    mends.NothingSelected: Http.UNPROCESSABLE_ENTITY,
    mends.TooMuchSelected: Http.UNPROCESSABLE_ENTITY,
    designs.DesignChanged: Http.CONFLICT,
    designs.DesignPublished: Http.CONFLICT,
    designs.NothingToRepair: Http.CONFLICT,
    designs.NothingToUndo: Http.CONFLICT,
    designs.NotInForce: Http.CONFLICT,
    designs.NothingUploaded: Http.UNPROCESSABLE_ENTITY,
    designs.UnreadableUpload: Http.UNPROCESSABLE_ENTITY,
    designs.StartersRequired: Http.UNPROCESSABLE_ENTITY,
    designs.Busy: Http.SERVICE_UNAVAILABLE,
    designs.TookTooLong: Http.UNPROCESSABLE_ENTITY,
    designs.TookTooMuch: Http.UNPROCESSABLE_ENTITY,
    designs.NobodyThere: Http.UNPROCESSABLE_ENTITY,
    identity.IdentityError: Http.BAD_REQUEST,
    identity.SignInRefused: Http.UNAUTHORIZED,
    identity.WrongCredentials: Http.UNAUTHORIZED,
    identity.Locked: Http.TOO_MANY_REQUESTS,
    identity.AccountClosed: Http.FORBIDDEN,
    identity.PasswordRefused: Http.UNPROCESSABLE_ENTITY,
    identity.ContactRefused: Http.UNPROCESSABLE_ENTITY,
    hall.HallError: Http.BAD_REQUEST,
    hall.UnknownService: Http.NOT_FOUND,
    hall.UnknownUnit: Http.UNPROCESSABLE_ENTITY,
    hall.BadField: Http.UNPROCESSABLE_ENTITY,
    hall.NotAllowed: Http.FORBIDDEN,
    messages.MessageError: Http.BAD_REQUEST,
    messages.BadChoice: Http.UNPROCESSABLE_ENTITY,
    messages.NoMessage: Http.NOT_FOUND,
    messages.NotFailed: Http.CONFLICT,
    forms.FormProblem: Http.UNPROCESSABLE_ENTITY,
    connectors.BadSetting: Http.UNPROCESSABLE_ENTITY,
    connectors.FileTooLarge: Http.REQUEST_ENTITY_TOO_LARGE,
    diagrams.Unreadable: Http.UNPROCESSABLE_ENTITY,
    bundles.BrokenBundle: Http.UNPROCESSABLE_ENTITY,
    web.WebError: Http.BAD_REQUEST,
    web.NotSignedIn: Http.UNAUTHORIZED,
    web.MustChangePassword: Http.FORBIDDEN,
    web.UnreadableBody: Http.BAD_REQUEST,
    web.BodyNotValid: Http.UNPROCESSABLE_ENTITY,
    web.VersionRequired: Http.PRECONDITION_REQUIRED,
    web.BadIdempotencyKey: Http.BAD_REQUEST,
    web.OtherRequest: Http.UNPROCESSABLE_ENTITY,
    web.InFlight: Http.CONFLICT,
}

# Errors of one class with many codes: the sentence of each.
SENTENCES: Mapping[type[Exception], Mapping[str, str]] = {
    identity.PasswordRefused: PASSWORDS,
    identity.ContactRefused: CONTACTS,
    bundles.BrokenBundle: BUNDLES,
    engine.CannotWithdraw: WITHDRAWALS,
    engine.CannotMend: MENDINGS,
    mends.VariableKept: KEPT,
    connectors.BadSetting: SETTINGS,
    engine.AbsenceRefused: ABSENCES,
}

_FAULTS = {**FIELD_ERRORS, **SHAPES, **CHOICES, **SETTINGS, **FILTERS}

# Where a single field is at fault, the pointer that a door puts into its list of errors.
POINTERS: Mapping[type[Exception], str] = {
    engine.UnknownOutcome: "/outcome",
    engine.OpinionRequired: "/opinion",
    engine.OpinionTooLong: "/opinion",
    engine.ReasonRequired: "/reason",
    engine.ReasonTooLong: "/reason",
    engine.TooManyPhrases: "/phrases",
    engine.PhraseTooLong: "/phrases",
    views.ViewNameRequired: "/name",
    views.ViewNameTooLong: "/name",
    views.TooManyViews: "/name",
    engine.TooManyTasks: "/tasks",
    engine.CannotReturn: "/to",
    engine.BadRenaming: "/renamed",
    engine.UnknownPerson: "/to",
    engine.NotYourself: "/to",
    engine.NobodyChosen: "/people",
    engine.TooManyPeople: "/people",
    engine.MayNotSee: "/mentions",
    engine.UnknownEntry: "/reply_to",
    engine.WordsRequired: "/text",
    engine.WordsTooLong: "/text",
    engine.UnknownUnit: "/unit",
    engine.NobodyToHandle: "",
    designs.NothingUploaded: "/files",
    designs.StartersRequired: "/starters",
    messages.BadChoice: "/mail",
}


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field: where, a code, and an English msgid with its parameters."""

    pointer: str
    code: str
    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an error means to a client, before translation."""

    status: int
    code: str
    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[FieldFault, ...] = ()


def row_of(kind: type[BaseException]) -> type[Exception] | None:
    """Return the row that an error class falls under: itself, or its nearest ancestor in the table."""
    return next((ancestor for ancestor in kind.__mro__ if ancestor in STATUS), None)


def meaning(error: BaseException) -> Meaning | None:
    """Return what an error means, or ``None`` for one that no client is told about."""
    row = row_of(type(error))
    if row is None:
        return None
    code = str(getattr(error, "code", "refused"))
    params = dict(getattr(error, "params", {}))
    msgid = sentence_of(type(error), code)
    return Meaning(int(STATUS[row]), code, msgid, params, _faults(error, row, code, msgid, params))


def sentence_of(kind: type[BaseException], code: str) -> str:
    """Return the msgid of an error: its code's own sentence, else the first words its class is told by."""
    told = inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    for ancestor, sentences in SENTENCES.items():
        if issubclass(kind, ancestor):
            return sentences.get(code, told)
    return told


def fault_of(pointer: str, code: str, params: Mapping[str, Any]) -> FieldFault:
    """Return what a fault of a field means."""
    return FieldFault(pointer, code, _FAULTS.get(code, _FAULTS["invalid_value"]), params)


def _faults(
    error: BaseException, row: type[Exception], code: str, msgid: str, params: Mapping[str, Any]
) -> tuple[FieldFault, ...]:
    found = getattr(error, "errors", None)
    if found is not None:
        return tuple(fault_of(one.pointer, one.code, one.params) for one in found)
    if row in POINTERS:
        return (FieldFault(POINTERS[row], code, msgid, params),)
    return ()
