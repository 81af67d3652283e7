"""Repairs of a design: looked at before they are applied, and told what they ask (D6)."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from db import reading
from engine.apart.work import Chosen
from engine.commands.repair_design import repair_design
from engine.design_errors import NobodyThere, NothingToRepair
from engine.queries.repair_preview import RepairPreview, repair_preview
from identity.principal import Principal
from portal.blueprint import portal
from portal.design_acts import back, done
from portal.designing import TYPED
from portal.faults import words_of
from portal.inputs import version_of
from web.downloads import drawn_answer, shown_picture
from web.principal import require_principal, runtime

_ONE = "/designs/<int:design_id>/repair"


@portal.get(_ONE)
def repair_page(design_id: int) -> ResponseReturnValue:
    """Show what a repair would do, on the diagram and in words, and ask what it may be told."""
    asked, error = _chosen(request.args), ""
    try:
        view = _seen(design_id, asked)
    except NothingToRepair as refused:
        return back(design_id, words_of(refused), "amber")
    except NobodyThere as refused:
        view, error = _seen(design_id, _usual(asked)), words_of(refused)
    page = render_template(
        "portal/design_repair.html", view=view, error=error, typed=request.args.get("typed", "")
    )
    return page, 422 if error else 200


@portal.post(_ONE)
def repair(design_id: int) -> ResponseReturnValue:
    """Mend one finding, or with none named all that need no choice."""
    asked = _chosen(request.form)

    def act(me: Principal) -> str:
        chosen = None if asked is None else [asked]
        made = repair_design(runtime(), me, design_id, version_of(), chosen)
        return ngettext("%(num)s finding was repaired.", "%(num)s findings were repaired.", len(made))

    return done(design_id, act)


@portal.get(f"{_ONE}/diagram.bpmn")
def repair_diagram(design_id: int) -> Response:
    """Send the diagram as it would be, to be drawn."""
    view = _seen(design_id, _chosen(request.args))
    return drawn_answer(view.bundle.process, f"design-{design_id}.bpmn")


@portal.get(f"{_ONE}/picture.svg")
def repair_picture(design_id: int) -> Response:
    """Send the picture of the diagram as it would be, where no script draws it."""
    return shown_picture(_seen(design_id, _chosen(request.args)).bundle)


def _seen(design_id: int, chosen: Chosen | None) -> RepairPreview:
    with reading() as connection:
        return repair_preview(runtime(), connection, require_principal(), design_id, chosen)


def _chosen(given: MultiDict[str, str]) -> Chosen | None:
    """Read which finding is meant and what its repair is told: one of its options, or what was typed."""
    rule = given.get("rule")
    if rule is None:
        return None
    told, typed = given.get("choice", ""), given.get("typed", "").strip()
    if told == TYPED:
        told = given.get("prefix", "") + typed if typed else ""
    return Chosen(rule, given.get("element") or None, told or None)


def _usual(asked: Chosen | None) -> Chosen | None:
    return None if asked is None else Chosen(asked.rule, asked.element)
