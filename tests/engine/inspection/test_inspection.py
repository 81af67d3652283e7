"""What an administrator sees inside a matter: variables, what it waits for, its history, its state."""

import uuid
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import text

from bpmn_models.bundle import make, shipped
from engine.commands.add_signers import add_signers
from engine.commands.cancel_instance import cancel_instance
from engine.commands.deploy import deploy
from engine.commands.jump_instance import jump_instance
from engine.commands.migrate_instances import migrate_instances
from engine.commands.restart_instance import restart_instance
from engine.commands.suspend_instance import suspend_instance
from engine.errors import Forbidden, NotFound
from engine.queries.inspection.opened import Opened, opened
from engine.queries.inspection.overview import overview_of
from engine.queries.inspection.raw import raw_of, text_of
from engine.queries.inspection.story import Story, picture_after, story_of
from engine.queries.inspection.variables import changes_of, scopes_of, value_of
from engine.queries.inspection.waits import waits_of
from tests.engine.events.conftest import Hall, hall
from tests.engine.events.services import (
    APPLY,
    bundle,
    flow,
    flows,
    message,
    process,
    step,
    timer,
)

__all__ = ["hall"]
WHY = "核对数据。"


def opens(hall: Hall, instance_id: uuid.UUID, login: str = "admin") -> Opened:
    return opened(hall.rt, hall.connection, hall.person(login), instance_id)


def story(hall: Hall, instance_id: uuid.UUID, page: int = 1) -> Story:
    return story_of(opens(hall, instance_id), hall.connection, page)


def told(found: Story) -> list[str]:
    return [f"{one.kind} {one.element or one.name}".strip() for one in found.steps]


@pytest.fixture
def mailed(hall, mail):
    return hall.story.start("tea01", "email-unlock", mail, opinion="请办理").instance_id


# --- who may


def test_who_sees_a_matter_and_is_no_administrator_does_not_look_inside(hall, mailed):
    for login in ("tea01", "cs_head"):
        with pytest.raises(Forbidden):
            opens(hall, mailed, login)
    with pytest.raises(NotFound):
        opens(hall, mailed, "pe_head")
    with pytest.raises(NotFound):
        opens(hall, uuid.uuid4())


# --- variables


def test_a_variable_tells_who_changed_it_when_at_which_step_and_from_what(hall, fitness, clock):
    certificate = hall.story.upload("stu01")
    begun = hall.story.start("stu01", "fitness-exemption", {**fitness, "certificate": [certificate]})
    hall.story.give_back("cs_head")
    clock.forward(hours=2)
    hall.story.complete("stu01", "submit", phone="000-5550-0199")
    matter = opens(hall, begun.instance_id)
    (root,) = scopes_of(matter, hall.connection)
    phone = next(one for one in root.variables if one.name == "phone")
    assert (phone.type, phone.text, phone.changes, phone.field) == ("string", '"000-5550-0199"', 2, True)
    changes, total = changes_of(matter, hall.connection, scope=0, name="phone")
    assert total == 2
    assert (changes[0].old, changes[0].new) == ('"000-5550-0186"', '"000-5550-0199"')
    assert (changes[0].person_name, changes[0].step_name) == ("沈亦舟", "填写申请")
    assert changes[0].at - changes[1].at == timedelta(hours=2)


def test_a_secret_is_in_no_variable_no_change_and_no_snapshot(hall, mailed, mail):
    hall.story.complete("cs_head")
    secret = "Wu-jin-deng-7431"
    hall.story.complete("it_clerk", "done", newPassword=secret)
    matter = opens(hall, mailed)
    names = {one.name for scope in scopes_of(matter, hall.connection) for one in scope.variables}
    assert "mailbox" in names
    assert "newPassword" not in names
    with pytest.raises(KeyError):
        value_of(matter, 0, "newPassword")
    changes, _ = changes_of(matter, hall.connection)
    assert not any("newPassword" in one.pointer or secret in one.new for one in changes)
    assert secret not in text_of(raw_of(matter))


def test_a_field_that_a_later_version_keeps_secret_is_left_out_of_an_older_state(hall, mailed):
    """A matter that was migrated holds the value from before in its variables and in its change log."""
    service = next(one for one in shipped() if one.key == "email-unlock")
    files = dict(service.files)
    name = next(name for name in files if name.endswith(".schema.json"))
    schema = orjson.loads(files[name])
    schema["properties"]["mailbox"]["x-secret"] = True
    new = deploy(hall.rt, None, make({**files, name: orjson.dumps(schema)}))
    (moved,) = migrate_instances(hall.rt, hall.person("admin"), new, [mailed], reason=WHY)
    assert moved.code is None
    matter = opens(hall, mailed)
    assert "li@mail.songxi.example" in str(matter.execution.variables())
    (root,) = scopes_of(matter, hall.connection)
    assert "mailbox" not in {one.name for one in root.variables}
    assert all("mailbox" not in one.pointer for one in changes_of(matter, hall.connection)[0])
    raw = raw_of(matter)
    assert "li@mail.songxi.example" not in text_of(raw)
    assert raw["left_out"] == 1


def test_a_long_value_is_folded_and_whole_at_its_own_question(hall, mail):
    long = "长" * 500
    begun = hall.story.start("tea01", "email-unlock", {**mail, "detail": long[:260]}, opinion="请办理")
    matter = opens(hall, begun.instance_id)
    (root,) = scopes_of(matter, hall.connection)
    detail = next(one for one in root.variables if one.name == "detail")
    assert (len(detail.text), detail.folded) == (240, 262)
    assert value_of(matter, 0, "detail") == long[:260]


ITEMS = (
    "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>"
    "</multiInstanceLoopCharacteristics>"
)


def several(hall: Hall) -> uuid.UUID:
    inner = f'<startEvent id="is"/>{step("work", "核对", inside=ITEMS)}<endEvent id="ie"/>'
    inner += flows("is", "work", "ie")
    inner = f'<subProcess id="sub" name="分头核对">{inner}</subProcess>'
    body = f'<startEvent id="s"/>{APPLY}{inner}<endEvent id="e"/>'
    body += flows("s", "apply", "sub", "e")
    key = hall.deploy(bundle("several", process("main", body)))
    return hall.start(key).instance_id


def test_items_have_scopes_of_their_own_inside_that_of_their_level(hall):
    instance = several(hall)
    hall.story.complete("stu01", "done")
    matter = opens(hall, instance)
    scopes = scopes_of(matter, hall.connection)
    assert next(one.kind for one in scopes) == "root"
    found = [one for one in scopes if one.kind == "item"]
    assert sorted(one.item for one in found) == [0, 1, 2]
    assert [one.live for one in sorted(found, key=lambda one: one.item)].count(False) == 1
    assert all(one.name == "核对" for one in found)
    assert {one.name for one in found[0].variables} >= {"loopCounter"}


def test_counts_tell_items_and_runs_tell_where_a_sub_process_stands(hall):
    instance = several(hall)
    hall.story.complete("stu01", "done")
    seen = overview_of(hall.rt, hall.connection, opens(hall, instance))
    work = next(one for one in seen.counts if one.element == "work")
    assert (work.standing, work.items, work.items_done) == (1, 3, 1)
    (run,) = seen.runs
    assert (run.name, run.state, run.called, run.standing) == ("分头核对", "works", False, ("核对",))
    assert seen.verdict.ok


def test_a_record_that_was_changed_is_shown_as_changed(hall, mailed):
    change = text("UPDATE record_entry SET outcome = 'reject' WHERE instance_id = :id AND n = 1")
    hall.connection.execute(change, {"id": mailed})
    seen = overview_of(hall.rt, hall.connection, opens(hall, mailed))
    assert (seen.verdict.ok, seen.verdict.first_bad) == (False, 1)


# --- what it waits for


def test_an_open_task_tells_whom_it_waits_for_since_when_and_why(hall, mailed):
    (task,) = waits_of(opens(hall, mailed), hall.connection).tasks
    assert (task.name, task.at, task.read_at) == ("部门负责人意见", hall.clock(), None)
    assert task.people == ("欧阳牧",)
    (why,) = task.why
    assert (why.name, why.rule) == ("负责人", "unitHead")


def test_timers_messages_and_conditions_are_told_with_their_moment_and_their_element(hall):
    late = '<boundaryEvent id="late" attachedToRef="work" cancelActivity="false">'
    late += f"{timer('PT48H')}</boundaryEvent>"
    body = f'<startEvent id="s"/>{APPLY}<parallelGateway id="g"/>{step("work", "办理")}{late}'
    body += message("intermediateCatchEvent answer", "reply") + f'{step("help", "协助")}<endEvent id="e"/>'
    body += (
        flows("s", "apply", "g", "work", "e")
        + flow("g", "answer")
        + flow("answer", "e")
        + flow("late", "help")
    )
    key = hall.deploy(bundle("waiting", '<message id="reply" name="reply"/>', process("main", body)))
    instance = hall.start(key).instance_id
    waits = waits_of(opens(hall, instance), hall.connection)
    (moment,) = waits.moments
    assert (moment.source, moment.element, moment.at) == ("timer", "late", hall.clock() + timedelta(hours=48))
    (event,) = waits.events
    assert (event.kind, event.element, event.name, event.since) == (
        "message",
        "answer",
        "reply",
        hall.clock(),
    )
    assert [task.element for task in waits.tasks] == ["work"]
    assert not waits.nothing


def test_a_matter_that_has_ended_waits_for_nothing(hall, mailed):
    cancel_instance(hall.rt, hall.person("tea01"), mailed, reason="不需要了。")
    waits = waits_of(opens(hall, mailed), hall.connection)
    assert waits.nothing
    assert (waits.tasks, waits.moments, waits.events) == ((), (), ())


# --- its history


def test_the_history_of_a_return_tells_what_was_undone_who_did_it_and_when(hall, mailed, clock):
    clock.forward(hours=1)
    hall.story.give_back("cs_head")
    clock.forward(hours=1)
    hall.story.complete("tea01", "submit", "请再看")
    found = story(hall, mailed)
    assert told(found) == [
        "enter start",
        "enter apply",
        "enter unit_head",
        "return unit_head",
        "undo apply",
        "undo unit_head",
        "enter apply",
        "enter unit_head",
    ]
    back = found.steps[3]
    assert back.exact
    assert (back.person_name, back.after) == ("欧阳牧", clock() - timedelta(hours=1))
    again = found.steps[-1]
    assert (again.done, again.person_name, again.outcome, again.after) == (
        "填写申请",
        "解云舒",
        "submit",
        clock(),
    )
    assert found.inferred == 0
    assert found.after.standing == {"unit_head": 1}
    assert found.after.passed == {"start": 1, "apply": 1}


def test_a_step_for_which_others_sign_first_was_entered_before_they_did(hall, mailed, clock):
    begun = clock()
    clock.forward(hours=1)
    task, other = hall.story.task("cs_head"), hall.person("it_clerk")
    head = hall.person("cs_head")
    add_signers(hall.rt, head, task.id, version=task.version, kind="before", people=[other.person_id])
    clock.forward(hours=1)
    hall.story.complete("it_clerk", opinion="同意")
    entered = [one for one in story(hall, mailed).steps if one.came == ("unit_head",)]
    assert [one.after for one in entered] == [begun]


def test_what_was_jumped_from_stands_nowhere_until_a_restart_undoes_it(hall, mailed, clock):
    clock.forward(minutes=5)
    for to in ("it_mail", "unit_head"):
        token = next(one.token for one in opens(hall, mailed).execution.standing)
        jump_instance(hall.rt, hall.person("admin"), mailed, token=token, to=to, reason=WHY)
        clock.forward(minutes=5)
    steps = opens(hall, mailed).execution.passages()
    apply = next(one.token for one in steps if one.element == "apply")
    restart_instance(hall.rt, hall.person("admin"), mailed, token=apply, reason=WHY)
    found = story(hall, mailed)
    before = picture_after(found.steps[: told(found).index("restart apply")])
    assert before.standing == {"unit_head": 1}


def test_what_administrators_did_stands_in_the_history(hall, mailed, clock):
    matter = opens(hall, mailed)
    token = next(one.token for one in matter.execution.standing)
    clock.forward(minutes=5)
    jump_instance(hall.rt, hall.person("admin"), mailed, token=token, to="it_mail", reason=WHY)
    clock.forward(minutes=5)
    suspend_instance(hall.rt, hall.person("admin"), mailed, reason=WHY)
    found = story(hall, mailed)
    assert told(found)[-4:] == ["jump unit_head", "cancel unit_head", "enter it_mail", "suspend"]
    assert found.steps[-4].outcome == "信息化中心解锁"
    assert all(one.exact for one in found.steps)


def test_a_migrated_matter_keeps_its_history_on_the_new_diagram(hall, mailed, clock):
    hall.story.complete("cs_head")
    service = next(one for one in shipped() if one.key == "email-unlock")
    words = service.files["process.bpmn"].decode()
    changed = words.replace('name="部门负责人意见"', 'name="部门领导审批"')
    new = deploy(hall.rt, None, make({**service.files, "process.bpmn": changed.encode()}))
    clock.forward(hours=1)
    (moved,) = migrate_instances(hall.rt, hall.person("admin"), new, [mailed], reason=WHY)
    assert moved.code is None
    found = story(hall, mailed)
    assert "migrate" in told(found)
    assert found.steps[told(found).index("migrate")].outcome == "1-2"
    assert [one.name for one in found.steps if one.element == "unit_head"] == ["部门领导审批"]


def test_no_step_is_told_before_the_one_that_led_to_it(hall, clock):
    instance = several(hall)
    clock.forward(hours=1)
    for _ in range(3):
        hall.story.complete("stu01", "done")
        clock.forward(hours=1)
    found = story(hall, instance)
    assert told(found)[-4:] == ["enter ie", "leave ie", "enter e", "leave e"]
    assert all(one.exact for one in found.steps)
    assert found.steps[-1].after == clock() - timedelta(hours=1)
    assert [one.after for one in found.steps] == sorted(one.after for one in found.steps)


def test_a_moment_that_nothing_tells_lies_between_two_that_are_known(hall, clock):
    """Of an inclusive join no row says when it went on."""
    body = (
        f'<startEvent id="s"/>{APPLY}<inclusiveGateway id="join"/>{step("after", "之后")}<endEvent id="e"/>'
    )
    key = hall.deploy(bundle("inferred", process("main", body + flows("s", "apply", "join", "after", "e"))))
    instance = hall.start(key).instance_id
    clock.forward(hours=1)
    hall.connection.execute(text("DELETE FROM task WHERE instance_id = :id"), {"id": instance})
    found = story(hall, instance)
    assert found.inferred > 0
    for one in found.steps:
        assert one.after >= found.steps[0].after
        assert one.exact or one.until is None


def test_a_matter_that_went_round_a_thousand_times_is_told_in_pages(hall):
    again = '<conditionExpression>subject != "止"</conditionExpression>'
    body = f'<startEvent id="s"/>{APPLY}<exclusiveGateway id="g" default="g-e"/>{step("turn", "再来")}'
    body += f'<endEvent id="e"/>{flows("s", "apply", "turn", "g", "e")}'
    body += f'<sequenceFlow id="again" sourceRef="g" targetRef="turn">{again}</sequenceFlow>'
    key = hall.deploy(bundle("round", process("main", body)))
    instance = hall.start(key).instance_id
    execution = opens(hall, instance).execution
    for _ in range(1000):
        execution.complete(execution.waiting[0].token)
        execution.advance()
    keep = text("UPDATE instance SET snapshot = :snapshot WHERE id = :id")
    hall.connection.execute(keep, {"snapshot": execution.dump(), "id": instance})
    first, last = story(hall, instance), story(hall, instance, 99)
    assert (len(first.steps), first.pages, last.page) == (500, 5, 5)
    assert first.before.passed == {}
    assert last.before.passed["turn"] + sum("turn" in one.passed for one in last.steps) == 1000
    assert last.after.standing == {"turn": 1}
    assert last.after.flows["again"] == 1000
    counts = overview_of(hall.rt, hall.connection, opens(hall, instance)).counts
    assert next((one.passed, one.standing) for one in counts if one.element == "turn") == (1000, 1)
