"""Before a command is carried out its effect is foretold; afterwards it must be what has happened."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from db.unit_of_work import keeping_open, transaction
from engine.access import readers_access
from engine.effects import Effect, effect_of
from engine.effects.comparing import compare
from engine.effects.picture import take
from engine.queries.names import names_behind

if TYPE_CHECKING:
    from tests.engine.driving.matter import Matter

TABLES = (
    "instance", "task", "inbox", "deadline", "record_entry", "record_text", "variable_change", "incident",
    "subscription", "occurrence", "postponed", "call", "handover", "carbon_copy", "draft", "secret",
    "data_store", "procrastinate_jobs", "message",
)  # fmt: skip


def everything(link: Any) -> dict[str, Any]:
    """What every table of the engine holds, and the queue."""
    hashed = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {} t"
    return {table: tuple(link.execute(text(hashed.format(table))).one()) for table in TABLES}


def foretold(matter: "Matter", run: Callable[[], Any]) -> Any:
    """Carry a command out after its preview, and hold the one to the other."""
    before = everything(matter.link)
    seen = effect_of(matter.rt, matter.admin, matter.id, run)
    assert everything(matter.link) == before, "a preview stores nothing"
    found, result = happened(matter, matter.id, run)
    assert found == seen
    matter.done["foretold"] += 1
    return result


def happened(matter: "Matter", instance_id: uuid.UUID, run: Callable[[], Any]) -> tuple[Effect, Any]:
    """Carry it out for good, with a look before and a look after from outside."""
    told: list[object] = []
    rt = matter.rt

    def look(uow: Any) -> None:
        uow.told = told

    before = take_now(rt, instance_id)
    with keeping_open(look):
        result = run()
    after = take_now(rt, instance_id)
    access = readers_access(rt, matter.link, matter.admin, after.row, after.deployed)
    return compare(before, after, told, access, lambda keys: names_behind(matter.link, keys)), result


def take_now(rt: Any, instance_id: uuid.UUID) -> Any:
    with transaction() as uow:
        picture = take(rt, uow, instance_id)
    assert picture is not None
    return picture
