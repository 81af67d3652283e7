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
    try:
        answer, entered = _enter(typed, since, until)
    except (AbsenceRefused, UnknownPerson) as refused:
        return _page(typed, words_of(refused)), 422
    except (Forbidden, NotFound):
        return _page(typed, gettext("You do not manage anybody with that number.")), 422
    return _hand_over(entered) if typed.open_too else answer


@portal.post("/me/substitutes/<int:substitution_id>/end")
def end_substitute(substitution_id: int) -> ResponseReturnValue:
    """Call a substitution off."""
    end_substitution(runtime(), require_principal(), substitution_id)
    flash(gettext("The substitute gets no further tasks. What he has open stays with him."), "green")
    return redirect(url_for("portal.substitutes"))


@portal.post("/me/substitutes/<int:substitution_id>/hand-over")
def hand_over_to_substitute(substitution_id: int) -> ResponseReturnValue:
    """Give the substitute what is open already."""
    return _hand_over(substitution_id)


def _hand_over(substitution_id: int) -> ResponseReturnValue:
    try:
        handed = hand_over_open(runtime(), require_principal(), substitution_id)
    except AbsenceRefused as refused:
        flash(words_of(refused), "amber")
    else:
        if handed:
            told = ngettext(
                "%(num)s open task was handed over.", "%(num)s open tasks were handed over.", handed
            )
        else:
            told = gettext("No open task that names the absent person is left to hand over.")
        flash(told, "green")
    return redirect(url_for("portal.substitutes"))


def _enter(typed: Typed, since: date, until: date) -> tuple[ResponseReturnValue, int]:
    by, whom = require_principal(), _person(typed.whom) if typed.whom else None
    entered: list[int] = []

    def enter() -> int:
        service = typed.service or None
        substitute = number(_WHO) or 0
        made = add_substitution(
            runtime(), by, substitute, since=since, until=until, service_key=service, person_id=whom
        )
        entered.append(made)
        return made

    words = gettext("The substitute is entered. New tasks go to him on these days.")
    answer = do_once(enter, lambda _: Lead(url_for("portal.substitutes"), words))
    return answer, entered[0]


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
    # Whoever enters the absence of another may stand in for him.
    manages = may_somewhere(me, IDENTITY_MANAGE)
    choice = choice_of(_WHO, oneself=manages)
    more: dict[str, Any] = {"choice": choice, "field": _WHO, "typed": typed, "error": error}
    return render_template(
        "portal/substitutes.html",
        away=[one for one in found if one.person_id == me.person_id],
        helping=[
            one for one in found if one.substitute_id == me.person_id and one.state in ("now", "coming")
        ],
        services=services,
        manages=manages,
        **more,
    )
