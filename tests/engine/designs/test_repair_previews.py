"""Repairs looked at before they are applied, and what they may be told (D6)."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from db import reading
from designer_export.native import extension
from designer_export.reading import read
from engine.commands.publish_design import publish_design
from engine.commands.repair_design import repair_design
from engine.commands.upload_design import For, upload_design
from engine.design_errors import DesignPublished, NobodyThere, NothingToRepair
from engine.design_repairs import Chosen
from engine.errors import NotFound
from engine.queries.design_view import design_bundle, design_view
from engine.queries.repair_preview import RepairPreview, repair_preview
from engine.runtime import Runtime
from identity.principal import Principal
from tests.engine.designs.uploaded import CAMUNDA

ROOM = Chosen("missing-assignee", "Task_room")


@pytest.fixture
def designer(person: Callable[[str], Principal]) -> Principal:
    return person("designer")


@pytest.fixture
def design(rt: Runtime, designer: Principal) -> int:
    return upload_design(rt, designer, {"借用教室.bpmn": CAMUNDA}, For(unit="academic"))


def seen(rt: Runtime, by: Principal, design_id: int, chosen: Chosen | None) -> RepairPreview:
    with reading() as connection:
        return repair_preview(rt, connection, by, design_id, chosen)


def handlers(data: bytes, step: str) -> list[dict[str, str]]:
    node = next(item for item in read(data).root.iter("*") if item.get("id") == step)
    own = extension(node, "step")
    return [] if own is None else [dict(item.attrib) for item in own]


def test_a_preview_shows_what_would_change_and_keeps_nothing(
    rt: Runtime, designer: Principal, design: int
) -> None:
    told = seen(rt, designer, design, ROOM)
    assert [one.repair for one in told.applied] == ["assign-unit-head"]
    assert told.differences is not None
    assert [change.part.id for change in told.differences.changed] == ["Task_room"]
    assert [(one["rule"], one["element"]) for one in told.gone] == [("missing-assignee", "Task_room")]
    assert (told.come, told.verdict) == ((), "drawing")
    assert handlers(told.bundle.process, "Task_room") == [{"rule": "unitHead", "of": "initiator"}]
    with reading() as connection:
        assert design_view(rt, connection, designer, design).row.version == 1
        assert handlers(design_bundle(rt, connection, designer, design).process, "Task_room") == []


def test_all_repairs_are_looked_at_together(rt: Runtime, designer: Principal, design: int) -> None:
    told = seen(rt, designer, design, None)
    assert (len(told.applied), told.verdict, told.choice, told.finding) == (3, "runnable", None, None)


def test_what_a_repair_may_be_told_is_offered_and_done(rt: Runtime, designer: Principal, design: int) -> None:
    choice = seen(rt, designer, design, ROOM).choice
    assert choice is not None
    values = [option.value for option in choice.options]
    group = next(value for value in values if value.startswith("group:"))
    assert "initiator" in values
    chosen = Chosen(*("missing-assignee", "Task_room"), group)
    expected = [{"rule": "group", "value": group.removeprefix("group:")}]
    assert handlers(seen(rt, designer, design, chosen).bundle.process, "Task_room") == expected
    repair_design(rt, designer, design, 1, [chosen])
    with reading() as connection:
        assert handlers(design_bundle(rt, connection, designer, design).process, "Task_room") == expected


def test_somebody_who_is_here_is_not_told_to_be_unknown(
    rt: Runtime, designer: Principal, design: int, person: Callable[[str], Principal]
) -> None:
    with reading() as connection:
        sql = text("SELECT number FROM person WHERE id = :id")
        number = connection.execute(sql, {"id": person("it_head").person_id}).scalar_one()
    told = seen(rt, designer, design, Chosen("missing-assignee", "Task_room", f"person:{number}"))
    assert handlers(told.bundle.process, "Task_room") == [{"rule": "person", "value": number}]
    assert told.come == ()


@pytest.mark.parametrize("told", ["group:nothing", "person:0", "person:\0"])
def test_somebody_who_is_not_here_handles_nothing(
    rt: Runtime, designer: Principal, design: int, told: str
) -> None:
    chosen = Chosen("missing-assignee", "Task_room", told)
    with pytest.raises(NobodyThere):
        seen(rt, designer, design, chosen)
    with pytest.raises(NobodyThere):
        repair_design(rt, designer, design, 1, [chosen])


def test_what_does_not_fit_changes_nothing_and_what_is_not_there_is_refused(
    rt: Runtime, designer: Principal, design: int
) -> None:
    assert seen(rt, designer, design, Chosen("missing-assignee", "Task_room", "somebody")).applied == ()
    for other in (Chosen("missing-assignee", "Task_fill"), Chosen("no-such-rule", None)):
        with pytest.raises(NothingToRepair):
            seen(rt, designer, design, other)


def test_a_preview_is_for_those_who_may_edit_what_is_edited(
    rt: Runtime, designer: Principal, design: int, person: Callable[[str], Principal]
) -> None:
    with pytest.raises(NotFound):
        seen(rt, person("it_head"), design, None)
    repair_design(rt, designer, design, 1, None)
    publish_design(rt, designer, design, 2, ["everyone"])
    with pytest.raises(DesignPublished):
        seen(rt, designer, design, None)
