"""Designs: uploading, repairing, undoing, publishing, and who may (D1, D6, D8)."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from bpmn_models.bundle import read_zip
from bpmn_models.errors import BrokenBundle
from db import reading
from db.link import Link
from designer_export.repairing import Applied
from engine.commands.discard_design import discard_design
from engine.commands.publish_design import publish_design
from engine.commands.repair_design import repair_design
from engine.commands.undo_design import undo_design
from engine.commands.upload_design import For, upload_again, upload_design
from engine.design_errors import (
    DesignChanged,
    DesignPublished,
    NothingToRepair,
    NothingToUndo,
    NothingUploaded,
    StartersRequired,
    UnreadableUpload,
)
from engine.design_repairs import Chosen
from engine.errors import Forbidden, NotFound, Undeployable
from engine.queries.design_view import DesignView, design_bundle, design_view, original_files
from engine.queries.designs import workshop
from engine.runtime import Runtime
from engine.store import designs as rows
from identity.principal import Principal
from tests.engine.designs.uploaded import CAMUNDA, HOSTILE

FILES = {"借用教室.bpmn": CAMUNDA}
EVERYONE = ["everyone"]
Person = Callable[[str], Principal]


@pytest.fixture
def designer(person: Person) -> Principal:
    """Designs and publishes for the whole school."""
    return person("designer")


@pytest.fixture
def of_it(person: Person) -> Principal:
    """Designs for the information centre, and publishes nothing."""
    return person("it_head")


@pytest.fixture
def design(rt: Runtime, designer: Principal) -> int:
    return upload_design(rt, designer, FILES, For(unit="academic"))


def view(rt: Runtime, by: Principal, design_id: int) -> DesignView:
    with reading() as connection:
        return design_view(rt, connection, by, design_id)


def rules(found: DesignView) -> set[str]:
    return {one["rule"] for one in found.findings}


def test_an_upload_becomes_a_design_with_its_findings(rt: Runtime, designer: Principal, design: int) -> None:
    found = view(rt, designer, design)
    assert (found.row.name, found.row.service_key) == ("借用教室", "borrow-room")
    assert (found.verdict, found.row.verdict) == ("drawing", "drawing")
    assert found.source.name == "camunda-7"
    assert set(found.elements_at("complete")) == {"Task_head", "Task_room", "Borrow_Room"}
    told = next(one for one in found.findings if one["rule"] == "missing-assignee")
    assert told["preview"]["zh-CN"]
    with reading() as connection:
        assert original_files(connection, designer, design) == {"借用教室.bpmn": CAMUNDA}


def test_a_chosen_repair_mends_one_finding_and_is_undone(
    rt: Runtime, designer: Principal, design: int
) -> None:
    applied = repair_design(rt, designer, design, 1, [Chosen("missing-assignee", "Task_room")])
    assert applied == (Applied("missing-assignee", "Task_room", "assign-unit-head"),)
    mended = view(rt, designer, design)
    assert set(mended.elements_at("complete")) == {"Task_head", "Borrow_Room"}
    assert mended.row.version == 2
    assert mended.undo == {
        "act": "repair",
        "count": 1,
        "rule": "missing-assignee",
        "element": "Task_room",
        "repair": "assign-unit-head",
    }
    undo_design(rt, designer, design, 2)
    back = view(rt, designer, design)
    assert set(back.elements_at("complete")) == {"Task_head", "Task_room", "Borrow_Room"}
    assert (back.row.version, back.undo) == (3, None)
    with pytest.raises(NothingToUndo):
        undo_design(rt, designer, design, 3)


def test_all_repairs_at_once_make_it_runnable(rt: Runtime, designer: Principal, design: int) -> None:
    assert len(repair_design(rt, designer, design, 1, None)) == 3
    assert view(rt, designer, design).verdict == "runnable"
    with pytest.raises(NothingToRepair):
        repair_design(rt, designer, design, 2, None)
    with pytest.raises(NothingToRepair):
        repair_design(rt, designer, design, 2, [Chosen("missing-assignee", "Task_room")])
    assert view(rt, designer, design).row.version == 2


def test_a_change_on_a_version_that_has_passed_is_refused(
    rt: Runtime, designer: Principal, design: int
) -> None:
    repair_design(rt, designer, design, 1, None)
    for change in (
        lambda: repair_design(rt, designer, design, 1, None),
        lambda: undo_design(rt, designer, design, 1),
        lambda: discard_design(designer, design, 1),
        lambda: upload_again(rt, designer, design, 1, FILES),
        lambda: publish_design(rt, designer, design, 1, EVERYONE),
    ):
        with pytest.raises(DesignChanged):
            change()
    assert view(rt, designer, design).row.version == 2


def test_each_upload_is_kept_once_and_comes_back_with_its_state(
    rt: Runtime, designer: Principal, design: int, connection: Link
) -> None:
    upload_again(rt, designer, design, 1, {"第二稿.bpmn": CAMUNDA + b"\n"})
    repair_design(rt, designer, design, 2, None)
    kept = text("SELECT original IS NOT NULL FROM design_state ORDER BY number")
    assert list(connection.execute(kept).scalars()) == [True, False]
    for version, files in ((3, {"第二稿.bpmn": CAMUNDA + b"\n"}), (4, FILES)):
        undo_design(rt, designer, design, version)
        with reading() as link:
            assert original_files(link, designer, design) == files


def test_as_many_changes_are_kept_as_can_be_undone(
    rt: Runtime, designer: Principal, design: int, connection: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "KEPT_STATES", 3)
    for version in range(1, 7):
        upload_again(rt, designer, design, version, FILES)
    kept = connection.execute(text("SELECT number FROM design_state ORDER BY number")).scalars()
    assert list(kept) == [4, 5, 6]


def test_what_is_not_ready_is_not_published_and_says_why(
    rt: Runtime, designer: Principal, design: int
) -> None:
    with pytest.raises(Undeployable) as refused:
        publish_design(rt, designer, design, 1, EVERYONE)
    assert "missing-assignee" in {one.rule for one in refused.value.findings}
    repair_design(rt, designer, design, 1, None)
    with pytest.raises(StartersRequired):
        publish_design(rt, designer, design, 2)
    assert view(rt, designer, design).definition_id is None


def test_a_published_design_is_a_version_and_stays_as_it_is(
    rt: Runtime, designer: Principal, design: int
) -> None:
    repair_design(rt, designer, design, 1, None)
    definition_id = publish_design(rt, designer, design, 2, EVERYONE)
    with reading() as connection:
        deployed = rt.definitions.get(connection, definition_id)
        found = workshop(rt, connection, designer)
    hall = deployed.bundle.service["hall"]
    assert (deployed.service_key, deployed.number) == ("borrow-room", 1)
    assert (hall["title"], hall["unit"], hall["starters"]) == ("借用教室", "academic", EVERYONE)
    assert found.designs == ()
    (service,) = (one for one in found.services if one.key == "borrow-room")
    assert [(one.number, one.state, one.running) for one in service.versions] == [(1, "published", 0)]
    published = view(rt, designer, design)
    assert published.definition_id == definition_id
    for change in (
        lambda: repair_design(rt, designer, design, 3, None),
        lambda: undo_design(rt, designer, design, 3),
        lambda: discard_design(designer, design, 3),
        lambda: publish_design(rt, designer, design, 3, EVERYONE),
    ):
        with pytest.raises(DesignPublished):
            change()


def test_a_second_upload_of_the_same_process_is_another_service(rt: Runtime, designer: Principal) -> None:
    made = [upload_design(rt, designer, FILES, For(unit="academic")) for _ in range(3)]
    keys = [view(rt, designer, one).row.service_key for one in made]
    assert keys == ["borrow-room", "borrow-room-2", "borrow-room-3"]


def test_a_design_for_a_service_that_stands_keeps_its_settings_and_is_compared(
    rt: Runtime, designer: Principal
) -> None:
    with reading() as connection:
        (standing,) = (
            one for one in workshop(rt, connection, designer).services if one.key == "email-unlock"
        )
        assert standing.in_force is not None
        before = rt.definitions.get(connection, standing.in_force.id).bundle
    drawn = before.process.replace("部门负责人意见".encode(), "部门领导审批".encode())
    design = upload_design(rt, designer, {"new.bpmn": drawn}, For(service_key="email-unlock"))
    found = view(rt, designer, design)
    assert (found.verdict, found.asks_for_starters) == ("runnable", False)
    assert not {rule for rule in rules(found) if rule.startswith("import-")}
    assert found.standing is not None
    (change,) = found.standing.differences.changed
    assert [(one.attribute, one.before, one.after) for one in change.differences] == [
        ("name", "部门负责人意见", "部门领导审批")
    ]
    with reading() as connection:
        bundle = design_bundle(rt, connection, designer, design)
    assert bundle.service == before.service
    assert bundle.files["form.schema.json"] == before.files["form.schema.json"]
    published = publish_design(rt, designer, design, 1)
    with reading() as connection:
        assert rt.definitions.get(connection, published).number == 2


def test_a_zip_of_a_service_is_taken_as_it_is(rt: Runtime, designer: Principal, design: int) -> None:
    repair_design(rt, designer, design, 1, None)
    with reading() as connection:
        bundle = design_bundle(rt, connection, designer, design)
        packed = bytes(connection.execute(text("SELECT bundle FROM design")).scalar_one())
    again = upload_design(rt, designer, {"b.zip": packed}, For(unit="academic"))
    with reading() as connection:
        taken = design_bundle(rt, connection, designer, again)
    assert taken.process == bundle.process
    assert read_zip(packed).key == "borrow-room"


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_diagram_is_refused_with_the_reason(
    rt: Runtime, designer: Principal, design: int, name: str
) -> None:
    files = {name: HOSTILE[name]}
    for upload in (
        lambda: upload_design(rt, designer, files, For(unit="academic")),
        lambda: upload_again(rt, designer, design, 1, files),
    ):
        with pytest.raises((UnreadableUpload, BrokenBundle)) as refused:
            upload()
        if isinstance(refused.value, UnreadableUpload):
            assert refused.value.findings[0].level == "refused"
    assert view(rt, designer, design).row.version == 1


@pytest.mark.parametrize("files", [{}, {"a.bpmn": b""}])
def test_nothing_is_no_upload(rt: Runtime, designer: Principal, files: dict[str, bytes]) -> None:
    with pytest.raises(NothingUploaded):
        upload_design(rt, designer, files, For(unit="academic"))


def test_a_design_is_hidden_from_those_who_design_nothing_there(
    rt: Runtime, of_it: Principal, person: Person, design: int
) -> None:
    for other in (of_it, person("stu01")):
        for look in (
            lambda by=other: view(rt, by, design),
            lambda by=other: repair_design(rt, by, design, 1, None),
            lambda by=other: undo_design(rt, by, design, 1),
            lambda by=other: discard_design(by, design, 1),
            lambda by=other: publish_design(rt, by, design, 1, EVERYONE),
            lambda by=other: upload_again(rt, by, design, 1, FILES),
        ):
            with pytest.raises(NotFound):
                look()


def test_whoever_designs_for_a_unit_designs_there_only_and_does_not_publish(
    rt: Runtime, of_it: Principal
) -> None:
    for unit in ("academic", "school", "nowhere", ""):
        with pytest.raises(Forbidden):
            upload_design(rt, of_it, FILES, For(unit=unit))
    with pytest.raises(Forbidden):
        upload_design(rt, of_it, FILES, For(service_key="notice"))
    with pytest.raises(NotFound):
        upload_design(rt, of_it, FILES, For(service_key="no-such"))
    design = upload_design(rt, of_it, FILES, For(unit="it-service"))
    repair_design(rt, of_it, design, 1, None)
    found = view(rt, of_it, design)
    assert (found.may_edit, found.may_publish) == (True, False)
    with pytest.raises(Forbidden):
        publish_design(rt, of_it, design, 2, EVERYONE)
    with reading() as connection:
        shop = workshop(rt, connection, of_it)
    assert [one.id for one in shop.designs] == [design]
    assert [one.key for one in shop.services] == ["email-unlock"]
    assert [one.code for one in shop.units] == ["it", "it-service"]


def test_a_discarded_design_is_gone(rt: Runtime, designer: Principal, design: int, connection: Link) -> None:
    repair_design(rt, designer, design, 1, None)
    discard_design(designer, design, 2)
    with pytest.raises(NotFound):
        view(rt, designer, design)
    assert connection.execute(text("SELECT count(*) FROM design_state")).scalar_one() == 0


def test_who_designs_nothing_has_no_workshop(rt: Runtime, person: Person) -> None:
    with reading() as connection, pytest.raises(Forbidden):
        workshop(rt, connection, person("stu01"))


def test_a_service_that_only_a_timer_begins_says_so_and_asks_nobody(rt: Runtime, designer: Principal) -> None:
    cycle = "<bpmn:timeCycle>R/P1D</bpmn:timeCycle>"
    daily = f"<bpmn:timerEventDefinition>{cycle}</bpmn:timerEventDefinition>".encode()
    timed = CAMUNDA.replace(b"</bpmn:startEvent>", daily + b"</bpmn:startEvent>")
    made = upload_design(rt, designer, {"定时.bpmn": timed}, For(unit="academic"))
    repair_design(rt, designer, made, 1, None)
    found = view(rt, designer, made)
    assert [(one.kind, one.said) for one in found.begins] == [("timer", "R/P1D")]
    assert (found.verdict, found.asks_for_starters) == ("runnable", False)
    publish_design(rt, designer, made, 2)
