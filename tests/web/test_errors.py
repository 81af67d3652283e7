"""One table says what every error of the rooms means to a client."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

from engine.design_errors import Busy
from engine.errors import Invalid, OpinionRequired
from forms.errors import FieldError
from forms.sentences import FIELD_ERRORS
from identity.errors import PasswordRefused
from web.errors import STATUS, meaning, sentence_of
from web.sentences import BUNDLES, CONTACTS, HTTP, MENDINGS, PASSWORDS, SHAPES, WITHDRAWALS

ROOMS = (
    "bpmn_models",
    "calendars",
    "connectors",
    "designer_export",
    "engine",
    "forms",
    "hall",
    "identity",
    "messages",
    "notices",
    "web",
)
# Met by commands, by the engine's own steps or by administrators at the console, never by a door.
INTERNAL = {
    "calendars.errors.BadDuration",
    "calendars.errors.BeyondHorizon",
    "calendars.errors.CalendarError",
    "calendars.errors.TooLong",
    "connectors.errors.ConnectorError",
    "connectors.errors.FileMissing",
    "connectors.errors.CannotOpen",
    "connectors.outside.Failed",
    "connectors.outside.Refused",
    "designer_export.soundness.ways.Unfit",
    "designer_export.timers.TooLong",
    "engine.assignment.situation.RuleFailed",
    "engine.forecast.people.Undecided",
    "engine.operations.OperationFailed",
    "engine.rehearsal.answers.AnswerProblem",
}


def modules(room: str) -> Iterator[str]:
    package = importlib.import_module(room)
    yield room
    for found in pkgutil.walk_packages(package.__path__, f"{room}."):
        yield found.name


def errors_of(room: str) -> Iterator[type[Exception]]:
    for name in modules(room):
        for kind in vars(importlib.import_module(name)).values():
            if inspect.isclass(kind) and issubclass(kind, Exception) and kind.__module__ == name:
                yield kind


def is_internal(kind: type[Exception]) -> bool:
    name = f"{kind.__module__}.{kind.__qualname__}"
    return name in INTERNAL or kind.__name__.startswith("_") or name.startswith("engine.execution.")


@pytest.mark.parametrize("room", ROOMS)
def test_every_error_is_mapped_by_itself_or_named_as_internal(room: str) -> None:
    unmapped = [kind for kind in errors_of(room) if kind not in STATUS and not is_internal(kind)]
    assert unmapped == []


def test_internal_errors_are_not_mapped() -> None:
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in STATUS}
    assert not names & INTERNAL


@pytest.mark.parametrize("kind", STATUS, ids=lambda kind: kind.__name__)
def test_every_mapped_error_has_a_sentence(kind: type[Exception]) -> None:
    told = sentence_of(kind, "")
    assert told.endswith(".")
    assert 400 <= STATUS[kind] < 500 or kind is Busy


def test_child_of_a_mapped_error_means_the_same() -> None:
    class Special(OpinionRequired):
        """Please write a special opinion."""

    told = meaning(Special())
    assert told is not None
    assert (told.status, told.msgid) == (422, "Please write a special opinion.")


def test_error_of_python_means_nothing_to_a_client() -> None:
    assert meaning(KeyError("secret")) is None


def test_fields_keep_their_pointers_and_parameters() -> None:
    told = meaning(Invalid([FieldError("/title", "too_long", {"limit": 50}), FieldError("/x", "news")]))
    assert told is not None
    first, second = told.faults
    assert (first.pointer, first.msgid, first.params) == ("/title", FIELD_ERRORS["too_long"], {"limit": 50})
    assert second.msgid == FIELD_ERRORS["invalid_value"]


def test_code_of_one_class_picks_its_sentence() -> None:
    told = meaning(PasswordRefused("too_simple"))
    assert told is not None
    assert (told.status, told.code, told.msgid) == (422, "too_simple", PASSWORDS["too_simple"])


def sentences() -> set[str]:
    """Return every msgid that this room looks up by a variable."""
    told = {sentence_of(kind, "") for kind in STATUS}
    for table in (BUNDLES, CONTACTS, MENDINGS, PASSWORDS, SHAPES, WITHDRAWALS, FIELD_ERRORS):
        told |= set(table.values())
    return told | {msgid for _, msgid in HTTP.values()}


def test_every_sentence_is_in_chinese() -> None:
    from scripts.catalogues import CHINESE, TRANSLATIONS, merge

    catalogue = merge(TRANSLATIONS / "fragments", CHINESE)
    missing = sorted(msgid for msgid in sentences() if catalogue.get(msgid) is None)
    assert missing == []
