"""A version is immutable, and an instance stays on the one it began on (decision 6)."""

import pytest
from sqlalchemy import text

from bpmn_models.bundle import Bundle, make, shipped
from engine.commands.deploy import deploy
from engine.errors import Forbidden, NotFound, Undeployable


def changed(**edits: str) -> Bundle:
    """The e-mail service with some words of its diagram replaced."""
    bundle = next(bundle for bundle in shipped() if bundle.key == "email-unlock")
    files = dict(bundle.files)
    words = files["process.bpmn"].decode()
    for old, new in edits.values():
        assert old in words
        words = words.replace(old, new)
    return make({**files, "process.bpmn": words.encode()})


def versions(connection):
    rows = connection.execute(
        text("SELECT number, state FROM definition WHERE service_key = 'email-unlock' ORDER BY number")
    )
    return [tuple(row) for row in rows]


def test_a_running_instance_stays_on_its_version_when_a_new_one_is_published(story, mail, rt):
    begun = story.start("tea01", "email-unlock", mail, opinion="请办理")
    deploy(rt, None, changed(name=('name="信息化中心解锁"', 'name="信息化中心办理"')))
    later = story.start("tea01", "email-unlock", mail, opinion="请办理")

    assert versions(story.connection) == [(1, "retired"), (2, "published")]
    story.complete("cs_head")
    story.complete("cs_head")
    names = {row.instance_id: row.step_name for row in story.tasks("it_clerk")}
    assert names == {begun.instance_id: "信息化中心解锁", later.instance_id: "信息化中心办理"}
    assert story.view("tea01", begun.instance_id).definition_number == 1


def test_an_equal_bundle_makes_no_new_version(rt, story):
    deploy(rt, None, changed())

    assert versions(story.connection) == [(1, "published")]


def test_decisions_that_cannot_be_made_are_not_deployed_and_say_why(rt, story):
    broken = make({**changed().files, "rules.dmn": b'<!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>'})
    with pytest.raises(Undeployable) as refused:
        deploy(rt, None, broken)
    assert [finding.rule for finding in refused.value.findings] == ["broken-decision"]
    assert versions(story.connection) == [(1, "published")]


def test_a_diagram_with_findings_is_not_deployed_and_says_why(rt, story):
    broken = changed(flow=('targetRef="unit_head"', 'targetRef="nowhere"'))

    with pytest.raises(Undeployable) as refused:
        deploy(rt, None, broken)

    assert refused.value.findings[0].message["zh-CN"]
    assert versions(story.connection) == [(1, "published")]


def test_an_operation_that_nobody_registered_is_not_deployed(rt, story):
    bundle = next(bundle for bundle in shipped() if bundle.key == "notice")
    words = bundle.process.replace(b'operation name="notices.publish"', b'operation name="rockets.launch"')

    with pytest.raises(Undeployable):
        deploy(rt, None, make({**bundle.files, "process.bpmn": words}))


@pytest.mark.parametrize("login", ["stu01", "cs_head"])
def test_only_designers_deploy(rt, person, login):
    with pytest.raises(Forbidden):
        deploy(rt, person(login), changed(name=('name="信息化中心解锁"', 'name="解锁"')))


def test_a_designer_deploys(rt, person, story):
    deploy(rt, person("designer"), changed(name=('name="信息化中心解锁"', 'name="解锁"')))

    assert versions(story.connection)[-1] == (2, "published")


def test_an_unknown_version_is_not_found(rt, story):
    with pytest.raises(NotFound):
        rt.definitions.get(story.connection, 10**9)
