"""迁移: matters under way go to another version of their service, after a report of what becomes of each."""

import uuid

import pytest
from sqlalchemy import text

from bpmn_models.bundle import Bundle, make, shipped
from engine.commands.cancel_instance import cancel_instance
from engine.commands.complete_task import complete_task
from engine.commands.deploy import deploy
from engine.commands.migrate_instances import migrate_instances
from engine.commands.resume_instance import resume_instance
from engine.commands.return_task import return_task
from engine.commands.save_input import save_input
from engine.commands.suspend_instance import suspend_instance
from engine.errors import BadRenaming, CannotReturn, Forbidden, NotFound, ReasonRequired
from engine.queries.migration import migration_report
from tests.engine.events.conftest import Hall, hall
from tests.engine.events.services import APPLY, bundle, flows, message, process, step, timer

__all__ = ["hall"]
WHY = "流程调整，统一到新版本。"


def email(*edits: tuple[str, str]) -> Bundle:
    """The e-mail service with some words of its diagram changed."""
    found = next(one for one in shipped() if one.key == "email-unlock")
    files = dict(found.files)
    words = files["process.bpmn"].decode()
    for old, new in edits:
        assert old in words
        words = words.replace(old, new)
    return make({**files, "process.bpmn": words.encode()})


@pytest.fixture
def begun(hall, mail):
    return hall.story.start("tea01", "email-unlock", mail, opinion="请办理")


def go(hall: Hall, definition: int, *ids: uuid.UUID, login="admin", **more):
    given = {"reason": WHY} | more
    return migrate_instances(hall.rt, hall.person(login), definition, ids, **given)


def report(hall: Hall, definition: int, login="admin", **more):
    return migration_report(hall.rt, hall.connection, hall.person(login), definition, **more)


def test_a_matter_goes_to_a_version_whose_texts_changed_and_its_task_stays(hall, begun, clock):
    before = hall.story.task("cs_head")
    clock.forward(hours=3)
    new = deploy(hall.rt, None, email(('name="部门负责人意见"', 'name="部门领导审批"')))
    told = report(hall, new)
    assert [(v.number, v.instances, v.same_structure) for v in told.versions] == [(1, 1, True)]
    assert [(i.id, i.blocks, i.steps_lost, i.fields_lost) for i in told.instances] == [
        (begun.instance_id, (), (), ())
    ]
    assert [one.code for one in go(hall, new, begun.instance_id)] == [None]
    after = hall.story.task("cs_head")
    assert (after.id, after.version, after.at) == (before.id, before.version, before.at)
    assert (after.step_name, after.reasons) == ("部门领导审批", before.reasons)
    assert hall.story.view("tea01", begun.instance_id).definition_number == 2
    assert report(hall, new).instances == ()


def test_the_record_says_who_took_it_from_where_to_where_and_why_and_keeps_the_old_words(hall, begun):
    hall.story.complete("cs_head")
    new = deploy(
        hall.rt,
        None,
        email(
            ('name="部门负责人意见"', 'name="部门领导审批"'),
            ('<tb:text lang="zh-CN">通过</tb:text>', '<tb:text lang="zh-CN">批准</tb:text>'),
        ),
    )
    go(hall, new, begun.instance_id)
    lines = hall.story.view("tea01", begun.instance_id).record
    assert [line.kind for line in lines] == ["start", "complete", "migrate"]
    assert (lines[-1].outcome, lines[-1].text, lines[-1].person_name) == (
        "1-2",
        WHY,
        hall.person("admin").name,
    )
    assert (lines[1].step_name, lines[1].outcome_text["zh-CN"]) == ("部门负责人意见", "通过")
    assert hall.verified()


RENAMED = (('"unit_head"', '"dean"'), ("steps.unit_head", "steps.dean"))


def test_a_step_with_a_new_id_is_the_same_where_the_administrator_says_so(hall, begun):
    hall.story.complete("cs_head")
    hall.story.give_back("it_clerk", to="previous")
    new = deploy(hall.rt, None, email(*RENAMED))
    assert [b.code for b in report(hall, new).instances[0].blocks] == ["gone"]
    (refused,) = go(hall, new, begun.instance_id)
    assert (refused.code, refused.blocks[0][1]) == ("blocked", "部门负责人意见")
    assert report(hall, new, renamed={"unit_head": "dean"}).instances[0].blocks == ()
    go(hall, new, begun.instance_id, renamed={"unit_head": "dean"})
    assert hall.story.task("cs_head").step_id == "dean"
    hall.story.complete("cs_head")
    assert hall.story.task("it_clerk").step_id == "it_mail"


@pytest.mark.parametrize("renamed", [{"unit_head": "nowhere"}, {"unit_head": "it_mail"}])
def test_a_renaming_that_does_not_fit_is_refused(hall, begun, renamed):
    new = deploy(hall.rt, None, email(('name="部门负责人意见"', 'name="部门领导审批"')))
    with pytest.raises(BadRenaming):
        report(hall, new, renamed=renamed)
    assert [one.code for one in go(hall, new, begun.instance_id, renamed=renamed)] == ["bad_renaming"]


def line(*steps: str) -> Bundle:
    body = f'<startEvent id="s"/>{APPLY}' + "".join(step(name, f"{name} 步") for name in steps)
    return bundle("line", process("main", body + '<endEvent id="e"/>' + flows("s", "apply", *steps, "e")))


def deployed(hall: Hall, made: Bundle) -> int:
    hall.deploy(made)
    sql = text("SELECT id FROM definition WHERE service_key = :key AND state = 'published'")
    return int(hall.connection.execute(sql, {"key": made.key}).scalar_one())


def complete(hall: Hall, login="stu01"):
    hall.story.complete(login, outcome="done", opinion="")


def test_a_matter_goes_on_by_the_steps_of_its_new_version_and_not_back_to_vanished_ones(hall):
    hall.deploy(line("check", "sign"))
    started = hall.start("line")
    complete(hall)
    new = deployed(hall, line("sign", "file"))
    (one,) = report(hall, new).instances
    assert (one.blocks, [lost.name for lost in one.steps_lost]) == ((), ["check 步"])
    go(hall, new, started.instance_id)
    task = hall.story.task("stu01")
    assert (task.step_id, task.return_targets) == ("sign", ())
    with pytest.raises(CannotReturn):
        return_task(
            hall.rt, hall.person("stu01"), task.id, version=task.version, to="check", opinion="退回。"
        )
    steps = [(s.name, s.state) for s in hall.story.view("stu01", started.instance_id).timeline]
    assert steps == [("填写申请", "done"), ("check 步", "done"), ("sign 步", "now"), ("file 步", "coming")]
    complete(hall)
    assert hall.open() == ["file"]
    complete(hall)
    assert hall.state(started.instance_id) == "completed"


def test_of_many_those_go_that_can_and_each_says_what_became_of_it(hall):
    hall.deploy(line("check", "sign"))
    first, second, third = hall.start("line"), hall.start("line", "stu02"), hall.start("line", "stu03")
    complete(hall, "stu02")
    cancel_instance(hall.rt, hall.person("stu03"), third.instance_id)
    new = deployed(hall, line("sign"))
    ids = [first.instance_id, second.instance_id, second.instance_id, third.instance_id, uuid.uuid4()]
    found = go(hall, new, *ids)
    assert [one.code for one in found] == ["blocked", None, "not_running", "not_found"]
    assert [(block.code, name) for block, name in found[0].blocks] == [("gone", "check 步")]
    assert (hall.open(), hall.open("stu02")) == (["check"], ["sign"])
    assert [one.code for one in go(hall, new, second.instance_id)] == ["same_version"]
    assert hall.verified()


def test_a_field_that_held_something_and_is_gone_is_told_and_a_new_one_is_there(hall):
    hall.deploy(line("check"))
    started = hall.start("line", subject="借用投影仪")
    renamed = {name: data.replace(b"subject", b"matter") for name, data in line("check").files.items()}
    new = deployed(hall, make(renamed))
    told = report(hall, new)
    assert (told.versions[0].same_structure, told.versions[0].fields_gone) == (True, ("subject",))
    assert told.instances[0].fields_lost == ("subject",)
    go(hall, new, started.instance_id)
    view = hall.story.view("admin", started.instance_id)
    assert ([*view.form.form.schema["properties"]], view.form.document) == (["matter"], {})
    changed = text("SELECT count(*) FROM variable_change WHERE instance_id = :id AND n > 1")
    assert hall.connection.execute(changed, {"id": started.instance_id}).scalar_one() == 0
    complete(hall)
    assert hall.state(started.instance_id) == "completed"


def test_a_matter_goes_back_to_an_earlier_version(hall):
    hall.deploy(line("check"))
    old = deployed(hall, line("check"))
    hall.deploy(line("check", "file"))
    started = hall.start("line")
    go(hall, old, started.instance_id)
    complete(hall)
    assert hall.state(started.instance_id) == "completed"


def test_a_matter_of_another_service_does_not_go(hall, begun):
    new = deployed(hall, line("check"))
    assert [one.code for one in go(hall, new, begun.instance_id)] == ["not_found"]


def test_what_a_handler_typed_and_did_not_send_goes_along(hall, begun):
    task = hall.story.task("cs_head")
    save_input(hall.rt, hall.person("cs_head"), task.id, document={}, opinion="拟同意。")
    new = deploy(hall.rt, None, email(('name="部门负责人意见"', 'name="部门领导审批"')))
    go(hall, new, begun.instance_id)
    kept = hall.story.task("cs_head").input
    assert kept is not None
    assert kept.opinion == "拟同意。"


def test_a_suspended_matter_goes_and_stays_suspended(hall):
    def limited(days: int) -> Bundle:
        boundary = f'<boundaryEvent id="late" attachedToRef="check">{timer(f"P{days}D")}</boundaryEvent>'
        body = f'<startEvent id="s"/>{APPLY}{step("check")}{boundary}{step("chase")}<endEvent id="e"/>'
        body += '<endEvent id="f"/>' + flows("s", "apply", "check", "e") + flows("late", "chase", "f")
        return bundle("limited", process("main", body))

    hall.deploy(limited(9))
    started = hall.start("limited")
    suspend_instance(hall.rt, hall.person("admin"), started.instance_id, reason="核查。")
    new = deployed(hall, limited(1))
    assert [one.code for one in go(hall, new, started.instance_id)] == [None]
    assert hall.state(started.instance_id) == "suspended"
    assert hall.later(days=2) == 0
    assert hall.open() == ["check"]
    resume_instance(hall.rt, hall.person("admin"), started.instance_id)
    # The timer is another one now: it begins when the matter goes on.
    assert hall.open() == ["check"]
    assert hall.later(days=1) == 1
    assert hall.open() == ["chase"]


def test_a_message_of_the_new_version_is_heard_and_one_of_the_old_is_not(hall):
    def waiting(name: str) -> Bundle:
        body = f'<startEvent id="s"/>{APPLY}' + message("intermediateCatchEvent wait", name)
        body += step("after") + '<endEvent id="e"/>' + flows("s", "apply", "wait", "after", "e")
        return bundle("waits", f'<message id="{name}" name="{name}"/>', process("main", body))

    hall.deploy(waiting("m1"))
    started = hall.start("waits")
    new = deployed(hall, waiting("m2"))
    go(hall, new, started.instance_id)
    sql = text("SELECT name FROM subscription WHERE instance_id = :id")
    assert list(hall.connection.execute(sql, {"id": started.instance_id}).scalars()) == ["m2"]


def test_a_handler_with_the_old_page_open_is_not_refused_and_one_of_a_changed_step_is_told(hall, begun):
    task = hall.story.task("cs_head")
    new = deploy(hall.rt, None, email(('name="部门负责人意见"', 'name="部门领导审批"')))
    go(hall, new, begun.instance_id)
    complete_task(
        hall.rt,
        hall.person("cs_head"),
        task.id,
        version=task.version,
        outcome="approve",
        document={},
        opinion="同意。",
    )
    assert hall.story.task("it_clerk").step_id == "it_mail"


def test_a_handler_of_a_vanished_step_sees_no_more_of_the_form_than_before(hall, begun):
    hall.story.complete("cs_head")
    new = deploy(hall.rt, None, email(*RENAMED))
    go(hall, new, begun.instance_id)
    assert hall.story.view("cs_head", begun.instance_id).form.document == {}


def test_a_migration_says_why(hall, begun):
    new = deploy(hall.rt, None, email(('name="部门负责人意见"', 'name="部门领导审批"')))
    with pytest.raises(ReasonRequired):
        go(hall, new, begun.instance_id, reason=" ")
    with pytest.raises(NotFound):
        go(hall, 10**9, begun.instance_id)


@pytest.mark.parametrize("login", ["designer", "stu01", "tea01", "cs_head", "pe_head"])
def test_only_administrators_of_the_service_migrate_and_read_the_report(hall, begun, login):
    new = deploy(hall.rt, None, email(('name="部门负责人意见"', 'name="部门领导审批"')))
    with pytest.raises(Forbidden):
        go(hall, new, begun.instance_id, login=login)
    with pytest.raises(Forbidden):
        report(hall, new, login=login)
    assert [one.code for one in go(hall, new, begun.instance_id, login="it_head")] == [None]


def test_an_administrator_of_another_unit_neither_reads_nor_moves(hall, begun, mail):
    fitness = next(one for one in shipped() if one.key == "fitness-exemption")
    sql = text("SELECT id FROM definition WHERE service_key = :key")
    other = hall.connection.execute(sql, {"key": fitness.key}).scalar_one()
    with pytest.raises(Forbidden):
        report(hall, other, login="it_head")
    with pytest.raises(Forbidden):
        go(hall, other, begun.instance_id, login="it_head")
