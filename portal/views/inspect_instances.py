"""运行管理: the instances of the services that somebody looks after (A1)."""

from flask import render_template, request

from db import reading
from engine.queries.search import BadFilter, Filter, inspected, search
from engine.queries.search.typed import read_filter, readable_rest
from identity import directory
from portal.blueprint import portal
from portal.finding import chips_of, choices_of, fault_words, tabs_of
from portal.inspection import require_inspector
from web.looks import note_list
from web.principal import runtime

ROWS = 20


@portal.get("/inspect")
def inspect() -> str:
    """Find them, and show the first of what was found."""
    me = require_inspector()
    typed = request.args.to_dict(flat=False)
    wanted, faults = _read(typed)
    with reading() as connection:
        services = inspected(runtime(), connection, me)
        if not set(wanted.services) <= {one.key for one in services}:
            wanted, faults = Filter(), {**faults, "service": "unknown"}
        page = None
        if not faults:
            try:
                page = search(runtime(), connection, me, wanted, after=request.args.get("after"), limit=ROWS)
            except BadFilter as refused:
                # What only the fields of the service tell; the service stays chosen.
                wanted, faults = readable_rest(typed, refused.faults), dict(refused.faults)
        if page is not None:
            note_list(page.rows, wanted)
        choices = choices_of(connection, wanted, services)
        return render_template(
            "portal/inspect/instances.html",
            page=page,
            wanted=wanted,
            typed={name: values[0] for name, values in typed.items() if values},
            faults=fault_words(faults),
            services=services,
            choices=choices,
            units=directory.units(connection),
            tabs=tabs_of(connection, me, wanted),
            chips=chips_of(wanted, {one.pointer: one.title for one in choices.fields}),
            after=request.args.get("after"),
        )


def _read(typed: dict[str, list[str]]) -> tuple[Filter, dict[str, str]]:
    try:
        return read_filter(typed), {}
    except BadFilter as refused:
        # What the rest would find is not shown: a list that answers half a question misleads.
        return readable_rest(typed, refused.faults), dict(refused.faults)
