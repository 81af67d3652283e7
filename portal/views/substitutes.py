"""代理设置: when one is away and who stands in (X1); a page of the personal centre."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from db import reading
from engine.commands.add_substitution import add_substitution
from engine.commands.end_substitution import end_substitution
from engine.commands.hand_over_open import hand_over_open
from engine.errors import AbsenceRefused, Forbidden, NotFound, UnknownPerson
from engine.queries.definitions import services_in_force
from engine.queries.substitutions import substitutions_of
from identity import directory
from identity.capabilities import IDENTITY_MANAGE
from identity.principal import may_somewhere
from portal.blueprint import portal
from portal.choosing import choice_of
from portal.faults import words_of
from portal.inputs import number
from portal.moving import asks_for_people
from web.principal import require_principal, runtime
from web.sent_forms import Lead, do_once, sent_once

_WHO = "to"
_AHEAD = ("now", "coming")


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds, as it was typed; `whom` is a number, empty for oneself."""

    since: str = ""
    until: str = ""
    service: str = ""
    whom: str = ""
    open_too: bool = False


@portal.get("/me/substitutes")
def substitutes() -> str:
    """Show one's absences, those in which one stands in, and the form for a new one."""
    return _page(Typed())


@portal.post("/me/substitutes")
@sent_once
def add_substitute() -> ResponseReturnValue:
    """Enter an absence; on a refusal the page comes back with everything that was typed."""
    typed = _typed()
    if asks_for_people():
        return _page(typed)
    since, until = _day(typed.since), _day(typed.until)
    if since is None or until is None:
        return _page(typed, gettext("Please write the first and the last day, such as 2026-11-23.")), 422
    entered: list[int] = []

    def lead(substitution_id: int) -> Lead:
        entered.append(substitution_id)
        return _lead(gettext("The substitute is entered. New tasks go to him on these days."))

    try:
        led = do_once(lambda: _enter(typed, since, until), lead)
    except (AbsenceRefused, UnknownPerson) as refused:
        return _page(typed, words_of(refused)), 422
    except (Forbidden, NotFound):
        return _page(typed, gettext("You do not manage anybody with that number.")), 422
    return _hand_over(entered[0]) if typed.open_too else led


@portal.post("/me/substitutes/<int:substitution_id>/end")
@sent_once
def end_substitute(substitution_id: int) -> ResponseReturnValue:
    """Call a substitution off."""
    return do_once(
        lambda: end_substitution(runtime(), require_principal(), substitution_id),
        lambda _: _lead(gettext("The substitute gets no further tasks. What he has open stays with him.")),
    )


@portal.post("/me/substitutes/<int:substitution_id>/hand-over")
@sent_once
def hand_over_to_substitute(substitution_id: int) -> ResponseReturnValue:
    """Give the substitute what is open already."""
    by = require_principal()
    try:
        return do_once(lambda: hand_over_open(runtime(), by, substitution_id), lambda n: _lead(_handed(n)))
    except AbsenceRefused as refused:
        flash(words_of(refused), "amber")
        return redirect(url_for("portal.substitutes"))


def _hand_over(substitution_id: int) -> ResponseReturnValue:
    """Hand over after an absence was entered: a second command, which its twin does not come to."""
    try:
        handed = hand_over_open(runtime(), require_principal(), substitution_id)
    except AbsenceRefused as refused:
        flash(words_of(refused), "amber")
    else:
        flash(_handed(handed), "green")
    return redirect(url_for("portal.substitutes"))


def _handed(n: int) -> str:
    return ngettext("%(num)s open task was handed over.", "%(num)s open tasks were handed over.", n)


def _lead(words: str) -> Lead:
    return Lead(url_for("portal.substitutes"), words)


def _enter(typed: Typed, since: date, until: date) -> int:
    by = require_principal()
    return add_substitution(
        runtime(),
        by,
        number(_WHO) or 0,
        since=since,
        until=until,
        service_key=typed.service or None,
        person_id=_person(typed.whom) if typed.whom else None,
    )


def _person(typed: str) -> int:
    """Return the id of the person with a number; 0, nobody's id, if there is none."""
    with reading() as connection:
        return directory.id_by_number(connection, typed) or 0


def _typed() -> Typed:
    form = request.form
    return Typed(
        form.get("since", "")[:20],
        form.get("until", "")[:20],
        form.get("service", "")[:100],
        form.get("whom", "").strip()[:40],
        "open_too" in form,
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _page(typed: Typed, error: str = "") -> str:
    me = require_principal()
    with reading() as connection:
        found = substitutions_of(runtime(), connection, me)
        services = services_in_force(connection)
    more: dict[str, Any] = {"choice": choice_of(_WHO), "field": _WHO, "typed": typed, "error": error}
    return render_template(
        "portal/substitutes.html",
        away=[one for one in found if one.person_id == me.person_id],
        helping=[
            one for one in found if one.substitute_id == me.person_id and one.state in ("now", "coming")
        ],
        services=services,
        manages=may_somewhere(me, IDENTITY_MANAGE),
        **more,
    )
