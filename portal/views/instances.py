"""A matter as its initiator and its handlers see it (S5, M2)."""

import uuid

from flask import render_template

from db import reading, transaction
from engine.commands.read_copies import read_copies
from engine.queries.instance_view import view as instance_view
from engine.queries.progress import progress
from engine.queries.talk import talk
from messages.inbox import mark_instance_read
from portal.blueprint import portal
from portal.guides import expected, guide_of
from portal.mending import calls_seen, offer_of
from portal.sheet import instance_sheet
from portal.waiting import waiting
from web.current import now
from web.principal import require_principal, runtime


@portal.get("/instances/<uuid:instance_id>")
def instance(instance_id: uuid.UUID) -> str:
    """Show a matter: its form, where it stands, its record."""
    me = require_principal()
    with reading() as connection:
        matter = instance_view(runtime(), connection, me, instance_id)
        way = progress(runtime(), connection, me, instance_id)
        beside = talk(runtime(), connection, me, instance_id)
        offer = offer_of(connection, me, matter)
        calls = calls_seen(connection, me, matter)
    read_copies(runtime(), me, instance_id)
    with transaction() as uow:
        mark_instance_read(uow, me.person_id, instance_id, now())
    guide = guide_of(matter.service_key)
    sheet = instance_sheet(matter, waiting(way.xml, expected(way.timeline, guide.steps)))
    return render_template(
        "portal/instance.html",
        matter=matter,
        progress=way,
        sheet=sheet,
        usual=guide.steps,
        talk=beside,
        offer=offer,
        calls=calls,
    )
