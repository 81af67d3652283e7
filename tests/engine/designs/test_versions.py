"""Versions taken back and put in force again (停用, 恢复)."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from db import reading
from db.link import Link
from engine.commands.publish_design import publish_design
from engine.commands.repair_design import repair_design
from engine.commands.restore_version import restore_version
from engine.commands.retire_version import retire_version
from engine.commands.start_process import start_process
from engine.commands.upload_design import For, upload_design
from engine.definitions import in_force
from engine.design_errors import NotInForce
from engine.errors import Forbidden, NotFound, NotPublished
from engine.queries.designs import versions_of
from engine.queries.version_view import version_original, version_view
from engine.runtime import Runtime
from identity.principal import Principal
from tests.engine.designs.uploaded import CAMUNDA

Person = Callable[[str], Principal]
KEY = "email-unlock"


@pytest.fixture
def designer(person: Person) -> Principal:
    return person("designer")


def standing(connection: Link) -> int:
    found = in_force(connection, KEY)
    assert found is not None
    return found


@pytest.fixture
def second(rt: Runtime, designer: Principal, connection: Link) -> tuple[int, int]:
    """The ids of a first version and of the second, which is in force."""
    first = standing(connection)
    drawn = rt.definitions.get(connection, first).bundle.process
    changed = drawn.replace("部门负责人意见".encode(), "部门领导审批".encode())
    design = upload_design(rt, designer, {"第二版.bpmn": changed}, For(service_key=KEY))
    return first, publish_design(rt, designer, design, 1)


def states(connection: Link) -> list[tuple[int, str]]:
    return [(one.number, one.state) for one in versions_of(connection, KEY)]


def test_a_version_that_was_taken_back_starts_nothing_and_what_runs_goes_on(
    rt: Runtime, designer: Principal, person: Person, connection: Link, mail: dict[str, object]
) -> None:
    teacher, version = person("tea01"), standing(connection)
    start_process(rt, teacher, KEY, mail, opinion="同意")
    assert retire_version(rt, designer, version) == KEY
    with pytest.raises(NotPublished):
        start_process(rt, teacher, KEY, mail, opinion="同意")
    (row,) = versions_of(connection, KEY)
    assert (row.state, row.running) == ("retired", 1)
    with pytest.raises(NotInForce):
        retire_version(rt, designer, version)
    assert restore_version(rt, designer, version) == KEY
    start_process(rt, teacher, KEY, mail, opinion="同意")
    assert versions_of(connection, KEY)[0].running == 2


def test_events_begin_nothing_while_no_version_is_in_force(
    rt: Runtime, designer: Principal, connection: Link
) -> None:
    timer = b"<bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition>"
    files = {"hourly.bpmn": CAMUNDA.replace(b"</bpmn:startEvent>", timer + b"</bpmn:startEvent>")}
    design = upload_design(rt, designer, files, For(unit="academic"))
    repair_design(rt, designer, design, 1, None)
    version = publish_design(rt, designer, design, 2, ["everyone"])
    begins = text("SELECT count(*) FROM beginning WHERE definition_id = :id AND next_due > :now")
    known = {"id": version, "now": rt.clock()}
    assert connection.execute(begins, known).scalar_one() == 1
    retire_version(rt, designer, version)
    assert connection.execute(begins, known).scalar_one() == 0
    restore_version(rt, designer, version)
    assert connection.execute(begins, known).scalar_one() == 1


def test_an_older_version_in_force_again_takes_the_newer_one_back(
    rt: Runtime, designer: Principal, second: tuple[int, int], connection: Link
) -> None:
    first, newer = second
    assert states(connection) == [(2, "published"), (1, "retired")]
    restore_version(rt, designer, first)
    assert states(connection) == [(2, "retired"), (1, "published")]
    restore_version(rt, designer, first)
    assert states(connection) == [(2, "retired"), (1, "published")]
    with pytest.raises(NotInForce):
        retire_version(rt, designer, newer)


def test_a_version_is_shown_with_what_it_changed_and_what_it_was_made_of(
    rt: Runtime, designer: Principal, second: tuple[int, int]
) -> None:
    with reading() as connection:
        shown = version_view(rt, connection, designer, second[1])
        (name,) = version_original(rt, connection, designer, second[1])
        (shipped,) = version_original(rt, connection, designer, second[0])
    assert shown.differences is not None
    assert [one.part.id for one in shown.differences.changed] == ["unit_head"]
    assert (shown.row.number, shown.before and shown.before.number) == (2, 1)
    assert (name, shipped) == ("第二版.bpmn", "email-unlock.bpmn")


def test_who_edits_without_publishing_sees_versions_and_changes_none(
    rt: Runtime, person: Person, connection: Link
) -> None:
    of_it, version = person("it_head"), standing(connection)
    with reading() as link:
        assert version_view(rt, link, of_it, version).may_publish is False
    for change in (retire_version, restore_version):
        with pytest.raises(Forbidden):
            change(rt, of_it, version)
    other = in_force(connection, "notice")
    assert other is not None
    for by in (of_it, person("stu01")):
        for change in (retire_version, restore_version):
            with pytest.raises(NotFound):
                change(rt, by, other if by is of_it else version)
