"""抄送 by rule: the diagram names who gets a matter to read, when, and with whose fields."""

import pytest
from sqlalchemy import text

from bpmn_models.bundle import make
from engine import copying
from engine.commands.cancel_instance import cancel_instance
from engine.commands.deploy import deploy
from engine.commands.start_process import start_process
from engine.queries import verification
from tests.engine.talk.services import FIELDS, GROUPS, asked, end, line

DONE = {"outcome": "done", "opinion": ""}


@pytest.fixture
def begin(story):
    """Deploy a service of these steps and start it."""

    def begun(*steps, last="", login="stu01", subject="借用体育馆"):
        bundle = line("copies", *steps, last=last)
        deploy(story.rt, story.person("designer"), bundle)
        return start_process(story.rt, story.person(login), "copies", {"subject": subject}).instance_id

    return begun


def kinds(campus, instance, login="stu01"):
    return [line.kind for line in campus.record(login, instance)]


def test_a_group_hears_of_it_when_the_step_opens_and_the_record_says_who(campus, story, begin):
    instance = begin(asked("check", GROUPS))

    assert [row.instance_id for row in campus.box("it_clerk")] == [instance]
    assert campus.box("it_clerk")[0].other_name == "", "a rule has sent it"
    line = campus.record("stu01", instance)[1]
    assert (line.kind, line.person_name, line.step_name) == ("copy", "", "check")
    assert set(line.others) == {campus.name("it_clerk"), campus.name("it_deputy")}
    assert [set(event.people) for event in campus.told] == [{campus.id("it_clerk"), campus.id("it_deputy")}]
    assert all(verdict.ok for verdict in verification.verify(story.rt, story.connection))


def test_by_default_it_is_copied_when_the_step_is_done(campus, story, begin):
    instance = begin(asked("check", '<tb:copy rule="group" value="it-mail"/>'), asked("next"))

    assert campus.box("it_clerk") == ()
    story.complete("stu01", **DONE)
    assert len(campus.box("it_clerk")) == 1
    assert kinds(campus, instance) == ["start", "complete", "copy"]


def test_at_the_end_it_is_copied_with_the_fields_of_the_step_that_is_named(campus, story, begin):
    archive = '<tb:copy rule="group" value="it-mail" sees="secret"/>'
    instance = begin(asked("secret", FIELDS), last=end(inside=archive))
    story.complete("stu01", **DONE)

    assert kinds(campus, instance) == ["start", "complete", "copy", "end"]
    view = story.view("it_clerk", instance)
    assert view.form.access.mode("/subject") == "hidden"
    assert "subject" not in view.form.document
    assert campus.box("it_clerk")[0].state == "completed"


def test_an_end_that_is_not_reached_copies_nothing(campus, story, begin):
    instance = begin(asked("check"), last=end(inside='<tb:copy rule="group" value="it-mail" sees="check"/>'))
    cancel_instance(story.rt, story.person("stu01"), instance)
    assert campus.box("it_clerk") == ()


def test_a_step_done_again_after_a_return_tells_nobody_twice(campus, story, begin):
    instance = begin(asked("check", GROUPS + '<tb:copy rule="person" value="20050001"/>'))
    story.give_back("stu01")
    story.complete("stu01", outcome="submit", opinion="", subject="借用体育馆东厅")
    story.complete("stu01", **DONE)

    assert len(campus.box("it_clerk")) == len(campus.box("school_head")) == 1
    assert kinds(campus, instance).count("copy") == 2, "one when it opened, one when it was done"


def test_of_a_step_that_several_do_the_copy_goes_when_the_last_is_done(campus, story, begin):
    loop = (
        "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>"
        "</multiInstanceLoopCharacteristics>"
    )
    instance = begin(asked("all", '<tb:copy rule="group" value="it-mail"/>', loop=loop))
    for _ in range(2):
        story.complete("stu01", **DONE)
    assert campus.box("it_clerk") == ()
    story.complete("stu01", **DONE)

    assert kinds(campus, instance) == ["start", "complete", "complete", "complete", "copy", "end"]


def test_what_the_initiator_fills_in_may_be_copied_at_once(campus, story, rt):
    bundle = line("copies", asked("check"))
    files = dict(bundle.files)
    drawn = bundle.process.replace(
        b'<tb:outcome id="submit"', b'<tb:copy rule="group" value="it-mail"/><tb:outcome id="submit"'
    )
    deploy(rt, story.person("designer"), make({**files, "process.bpmn": drawn}))
    instance = story.start("stu01", "copies", {"subject": "报备"}).instance_id

    assert [row.instance_id for row in campus.box("it_clerk")] == [instance]


def test_a_rule_that_finds_nobody_leaves_no_trace(campus, story, begin):
    instance = begin(asked("check", '<tb:copy rule="group" value="nobody-here" when="opened"/>'))

    assert kinds(campus, instance) == ["start"]
    assert campus.told == []


def test_a_large_group_is_cut_at_the_bound(campus, story, begin, monkeypatch, connection):
    monkeypatch.setattr(copying, "MOST_BY_RULE", 3)
    connection.execute(
        text(
            "INSERT INTO group_member (group_key, person_id) SELECT 'it-mail', id FROM person"
            " ON CONFLICT DO NOTHING"
        )
    )
    begin(asked("check", GROUPS))

    assert [len(event.people) for event in campus.told] == [3]


def test_a_step_may_show_what_another_step_sees(campus, story, begin):
    other = '<tb:copy rule="group" value="it-mail" when="opened" sees="secret"/>'
    instance = begin(asked("open", other), asked("secret", FIELDS))

    assert story.view("it_clerk", instance).form.access.mode("/subject") == "hidden"
