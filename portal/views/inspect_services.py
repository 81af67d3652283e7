"""运行管理: services in figures, and what happened in them as a log (A1)."""

from flask import Response, abort, render_template, request

from db import reading
from engine.access import may_at_service
from engine.commands.export_event_log import FORMATS, export_event_log
from engine.queries.statistics import services, statistics
from hall.days import school_day
from identity import directory
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal
from portal.blueprint import portal
from portal.figures import PERIODS, Chosen, chosen, heat
from portal.inspection import require_inspector
from web.current import now
from web.event_log import log_answer
from web.principal import runtime

_ONE = "/inspect/services/<key>"


@portal.get("/inspect/services")
def inspect_services() -> str:
    """Show all that he looks after at a glance."""
    me = require_inspector()
    with reading() as connection:
        found = services(runtime(), connection, me)
    return render_template("portal/inspect/services.html", services=found)


@portal.get(_ONE)
def inspect_service(key: str) -> str:
    """Show one: figures on the diagram and in tables."""
    return _page(require_inspector(), key, chosen(school_day(now())))


def _page(me: Principal, key: str, choice: Chosen) -> str:
    with reading() as connection:
        found = statistics(runtime(), connection, me, key, choice.asked)
        units = directory.units(connection)
        names = may_at_service(runtime(), connection, me, INSTANCE_MEND, key)
    return render_template(
        "portal/inspect/service.html",
        found=found,
        choice=choice,
        periods=(*PERIODS, 0),
        units=units,
        heat=heat(found, choice.heat),
        may_name=names,
    )


@portal.get(f"{_ONE}/log")
def inspect_service_log(key: str) -> Response | tuple[str, int]:
    """Send the log of what happened, to be kept; of a day that is none, none that nobody has asked for."""
    me = require_inspector()
    kind = request.args.get("format", "xes")
    if kind not in FORMATS:
        abort(404)
    choice = chosen(school_day(now()))
    if choice.wrong:
        return _page(me, key, choice), 422
    names = request.args.get("names") == "1"
    return log_answer(export_event_log(runtime(), me, key, choice.asked, kind, names=names), key, kind)
