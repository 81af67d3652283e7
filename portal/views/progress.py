"""流程: where a matter stands, as a diagram and in words (S5)."""

import uuid

from flask import Response, render_template

from db import reading
from engine.queries.instance_view import view as instance_view
from engine.queries.progress import progress
from portal.blueprint import portal
from portal.diagrams import as_answer
from portal.guides import guide_of
from web.principal import require_principal, runtime


@portal.get("/instances/<uuid:instance_id>/progress")
def progress_page(instance_id: uuid.UUID) -> str:
    """Show the diagram with its states, and the path in words."""
    me = require_principal()
    with reading() as connection:
        matter = instance_view(runtime(), connection, me, instance_id)
        way = progress(runtime(), connection, me, instance_id)
    guide = guide_of(matter.service_key)
    return render_template("portal/progress.html", matter=matter, progress=way, usual=guide.steps)


@portal.get("/instances/<uuid:instance_id>/diagram.bpmn")
def instance_diagram(instance_id: uuid.UUID) -> Response:
    """Send the diagram of the version that the matter runs on."""
    me = require_principal()
    with reading() as connection:
        return as_answer(progress(runtime(), connection, me, instance_id).xml, f"{instance_id.hex}.bpmn")
