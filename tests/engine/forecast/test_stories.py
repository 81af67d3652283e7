"""下一步（流程） on the demo campus: what is seen ahead of the shipped services, and of one with secrets."""

import pytest
from sqlalchemy import text

from bpmn_models.bundle import Bundle, make
from engine.commands.deploy import deploy
from engine.commands.terminate_instance import terminate_task
from engine.errors import NotEligible, NotFound, NotPublished, UnknownUnit
from engine.forecast import Again, Fork
from engine.queries.forecast import before_sending, of_instance, of_service
from engine.queries.progress import outline, progress
from tests.engine.forecast.telling import told

_ROWS = text(
    "SELECT (SELECT count(*) FROM instance) + (SELECT count(*) FROM draft) + (SELECT count(*) FROM task)"
    " + (SELECT count(*) FROM attachment)"
)


@pytest.fixture
def applied(story, fitness):
    return {**fitness, "certificate": [story.upload("stu01")]}


@pytest.fixture
def asked(story):
    """Look ahead of an application."""

    def ask(login, service, document=None, **more):
        return before_sending(
            story.rt, story.connection, story.person(login), service, document or {}, **more
        )

    return ask


@pytest.fixture
def seen(story):
    """Look ahead of a matter."""
    return lambda login, matter: of_instance(story.rt, story.connection, story.person(login), matter)


def steps(ahead):
    return {step.element: step for step in ahead.steps()}


def name(story, login):
    return story.person(login).name


def test_a_student_sees_before_he_sends_who_would_decide(story, asked, fitness):
    before = story.connection.execute(_ROWS).scalar_one()
    ahead = asked("stu01", "fitness-exemption", fitness)
    assert told(ahead) == (
        "apply* college! one(通过: … / 不通过: .) hospital one(通过: … / 不通过: .) sports"
        " one(通过: . / 不通过: .)"
    )
    found = steps(ahead)
    assert found["apply"].people == (name(story, "stu01"),)
    assert found["college"].people == (name(story, "cs_head"),)
    assert {name(story, "hosp_clerk"), name(story, "hosp_deputy")} <= set(found["hospital"].people)
    assert found["hospital"].several == "one"
    assert found["college"].reasons[0][1] == "unitHead"
    assert found["hospital"].reasons == (("g:hospital-clinic", "group"),)
    assert story.connection.execute(_ROWS).scalar_one() == before


def test_an_empty_form_and_one_full_of_nonsense_are_foreseen_as_well(asked):
    for document in (
        {},
        {"reason": 5, "testItems": {"a": [[[]]]}, "steps": {"college": {"outcome": "approve"}}, "x": "y" * 9},
        dict.fromkeys(("reason", "phone", "className"), "字" * 200000),
    ):
        assert list(steps(asked("stu01", "fitness-exemption", document))) == [
            "apply",
            "college",
            "hospital",
            "sports",
        ]


def test_a_refused_notice_would_come_back_to_its_author(asked, notice):
    ahead = asked("office_author", "notice", notice)
    assert told(ahead) == "write* review! one(审核通过: … / 审核不通过，修改后再送审: ^write) ."
    (fork,) = [item for item in ahead.items if isinstance(item, Fork)]
    assert fork.branches[1].items == (Again("write", "拟写公告", back=True),)


def test_who_may_not_start_a_service_is_told_nothing_of_it(story, asked, rt):
    with pytest.raises(NotPublished):
        asked("stu01", "nothing")
    with pytest.raises(UnknownUnit):
        asked("stu01", "fitness-exemption", unit_id=1)
    object.__setattr__(rt, "eligible", lambda connection, by, key: False)
    with pytest.raises(NotEligible):
        asked("stu01", "fitness-exemption")


def test_from_a_matter_on_its_way_the_rest_is_seen_by_whoever_may_see_it(story, seen, applied):
    started = story.start("stu01", "fitness-exemption", applied)
    story.complete("cs_head")
    for login in ("stu01", "cs_head", "hosp_clerk", "admin"):
        ahead = seen(login, started.instance_id)
        assert told(ahead) == "hospital* one(通过: … / 不通过: .) sports one(通过: . / 不通过: .)"
        assert name(story, "pe_clerk") in steps(ahead)["sports"].people
        assert name(story, "hosp_clerk") in steps(ahead)["hospital"].people
    for login in ("stu02", "civil_head"):
        with pytest.raises(NotFound):
            seen(login, started.instance_id)


def test_a_returned_application_has_the_whole_way_ahead_again(story, seen, applied):
    started = story.start("stu01", "fitness-exemption", applied)
    story.complete("cs_head")
    story.give_back("hosp_clerk", "initiator", "请补充。")
    assert list(steps(seen("stu01", started.instance_id))) == ["apply", "college", "hospital", "sports"]


def test_a_matter_that_has_ended_has_nothing_ahead(story, seen, applied, rt):
    started = story.start("stu01", "fitness-exemption", applied)
    task = story.task("cs_head")
    terminate_task(rt, story.person("cs_head"), task.id, version=task.version, reason="材料不实。")
    assert seen("stu01", started.instance_id).items == ()


def test_the_usual_time_is_the_median_of_the_latest_matters(story, asked, clock, applied):
    for hours in (1, 3, 50):
        assert steps(asked("stu01", "fitness-exemption"))["college"].usual is None, "too few tell nothing"
        story.start("stu01", "fitness-exemption", {**applied, "certificate": [story.upload("stu01")]})
        clock.forward(hours=hours)
        story.complete("cs_head")
    found = steps(asked("stu01", "fitness-exemption"))
    assert (found["college"].usual.seconds, found["college"].usual.count) == (3 * 3600, 3)
    assert found["apply"].usual is None
    assert found["hospital"].usual is None


def test_a_matter_that_goes_round_tells_of_itself_only(story, asked, clock, applied):
    story.start("stu01", "fitness-exemption", applied)
    for _ in range(3):
        clock.forward(hours=1)
        story.complete("cs_head")
        story.give_back("hosp_clerk", "initiator", "请补充。")
        story.complete("stu01", outcome="submit", opinion="")
    assert steps(asked("stu01", "fitness-exemption"))["college"].usual is None


def test_the_path_on_the_page_names_the_people_to_come(story, applied, rt):
    started = story.start("stu01", "fitness-exemption", applied)
    way = progress(rt, story.connection, story.person("stu01"), started.instance_id)
    assert [(step.element, step.state) for step in way.timeline] == [
        ("apply", "done"),
        ("college", "now"),
        ("hospital", "coming"),
        ("sports", "coming"),
    ]
    assert name(story, "hosp_clerk") in way.timeline[2].people
    brief = progress(rt, story.connection, story.person("stu01"), started.instance_id, with_people=False)
    assert brief.timeline[2].people == () == next(iter(brief.ahead.steps())).people


def test_a_visitor_sees_the_steps_of_a_service_without_people(story, rt):
    ahead = of_service(rt, story.connection, "fitness-exemption")
    assert [step.people for step in ahead.steps()] == [(), (), (), ()]
    found = [step.name for step in outline(rt, story.connection, "fitness-exemption")]
    assert found == ["填写申请", "学院意见", "校医院意见", "体育部审批"]
    with pytest.raises(NotPublished):
        of_service(rt, story.connection, "nothing")


def test_a_vacant_post_goes_to_those_who_mend(story, asked):
    story.connection.execute(text("DELETE FROM role_holder WHERE role_key = 'head'"))
    college = steps(asked("stu01", "fitness-exemption"))["college"]
    assert {reason[1] for reason in college.reasons} == {"nobody"}
    assert name(story, "admin") in college.people


def test_a_group_that_nobody_belongs_to_goes_there_as_well(story, asked):
    story.connection.execute(text("DELETE FROM group_member WHERE group_key = 'sports-office'"))
    sports = steps(asked("stu01", "fitness-exemption"))["sports"]
    assert {reason[1] for reason in sports.reasons} == {"nobody"}
    assert name(story, "admin") in sports.people


# --- a service with a field that its applicant does not see


def secretive(amount: str = "edit", key: str = "secretive") -> Bundle:
    """A judge gives a grade that the applicant does not see; the grade and the sum decide what follows."""
    process = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:tb="urn:tongban:bpmn:1.0" id="d" targetNamespace="urn:t"><process id="P" isExecutable="true">
  <startEvent id="s"/>
  <userTask id="apply" name="申请"><extensionElements><tb:step apply="true"><tb:assign rule="initiator"/>
    <tb:outcome id="submit" kind="complete"/><tb:fields default="hidden"/>
    <tb:field pointer="/amount" access="{amount}"/><tb:field pointer="/helper" access="edit"/></tb:step>
    </extensionElements></userTask>
  <exclusiveGateway id="big" default="small"/>
  <userTask id="dean" name="院长"><extensionElements><tb:step><tb:assign rule="unitHead" of="initiator"/>
    <tb:fields default="read"/></tb:step></extensionElements></userTask>
  <userTask id="judge" name="评定"><extensionElements><tb:step><tb:assign rule="group" value="it-mail"/>
    <tb:fields default="read"/><tb:field pointer="/grade" access="edit"/></tb:step>
    </extensionElements></userTask>
  <userTask id="help" name="协办"><extensionElements><tb:step><tb:assign rule="field" of="/helper"/>
    <tb:fields default="read"/></tb:step></extensionElements></userTask>
  <exclusiveGateway id="good" default="bad"/>
  <userTask id="praise" name="表彰"><extensionElements><tb:step><tb:assign rule="group" value="it-mail"/>
    <tb:fields default="read"/></tb:step></extensionElements></userTask>
  <userTask id="secret" name="秘密"><extensionElements><tb:step><tb:assign rule="field" of="/chosen"/>
    <tb:fields default="read"/></tb:step></extensionElements></userTask>
  <endEvent id="e"/>
  <sequenceFlow id="f0" sourceRef="s" targetRef="apply"/>
  <sequenceFlow id="f1" sourceRef="apply" targetRef="big"/>
  <sequenceFlow id="f2" sourceRef="big" targetRef="dean" name="大额">
    <conditionExpression>amount > 1000</conditionExpression></sequenceFlow>
  <sequenceFlow id="small" sourceRef="big" targetRef="judge"/>
  <sequenceFlow id="f3" sourceRef="dean" targetRef="judge"/>
  <sequenceFlow id="f4" sourceRef="judge" targetRef="help"/>
  <sequenceFlow id="f5" sourceRef="help" targetRef="good"/>
  <sequenceFlow id="f6" sourceRef="good" targetRef="praise" name="优">
    <conditionExpression>grade == 'A'</conditionExpression></sequenceFlow>
  <sequenceFlow id="bad" sourceRef="good" targetRef="secret"/>
  <sequenceFlow id="f7" sourceRef="praise" targetRef="e"/>
  <sequenceFlow id="f8" sourceRef="secret" targetRef="e"/>
</process></definitions>"""
    form = """{"type": "object", "properties": {
      "amount": {"type": "number", "title": "金额"}, "grade": {"type": "string", "title": "等级"},
      "helper": {"type": "integer", "title": "协办人", "x-control": "person"},
      "chosen": {"type": "integer", "title": "人选", "x-control": "person"}}}"""
    files = {
        "process.bpmn": process.encode(),
        "service.toml": f'[process]\nkey = "{key}"\nname = "评定"\n'.encode(),
        "form.schema.json": form.encode(),
        "paper.layout.json": b'{"title": "t", "columns": 2, "rows": []}',
    }
    return make(files)


@pytest.fixture
def secret(story, rt):
    deploy(rt, None, secretive())
    return "secretive"


def test_what_is_typed_decides_and_what_is_not_yet_typed_does_not(asked, secret):
    rest = "judge! help! one(优: praise / else: secret) ."
    assert told(asked("stu01", secret, {"amount": 5000})) == f"apply* dean! {rest}"
    assert told(asked("stu01", secret, {"amount": 5})) == f"apply* {rest}"
    for document in ({}, {"amount": None}, {"amount": ""}, {"amount": "viel"}, {"grade": "A"}):
        assert told(asked("stu01", secret, document)) == f"apply* one(大额: dean / else: …) {rest}"


def test_what_is_not_his_to_fill_in_is_not_taken_from_him(asked, rt):
    deploy(rt, None, secretive("read", "read-only"))
    assert told(asked("stu01", "read-only", {"amount": 5000})) == told(asked("stu01", "read-only"))


def test_a_person_of_the_form_is_named_as_soon_as_he_is_chosen(story, asked, secret):
    helper = story.person("tea01")
    chosen = steps(asked("stu01", secret, {"helper": helper.person_id}))["help"]
    assert (chosen.people, chosen.later) == ((helper.name,), False)
    assert chosen.reasons == ((f"p:{helper.person_id}", "field", "/helper"),)
    for document in ({}, {"helper": ""}):
        open_yet = steps(asked("stu01", secret, document))["help"]
        assert (open_yet.people, open_yet.later) == ((), True)


def test_a_hidden_field_decides_nothing_for_whom_it_is_hidden_from(story, seen, secret):
    chosen = story.person("tea02")
    started = story.start(
        "stu01", secret, {"amount": 5, "helper": story.person("tea01").person_id}, outcome="submit"
    )
    story.complete("it_clerk", outcome="done", opinion="", grade="A")
    assert told(seen("it_clerk", started.instance_id)) == "help* praise! ."
    assert told(seen("admin", started.instance_id)) == "help* praise! ."
    assert told(seen("stu01", started.instance_id)) == "help* one(优: praise / else: secret) ."
    assert chosen.name not in steps(seen("stu01", started.instance_id))["secret"].people
    assert steps(seen("stu01", started.instance_id))["secret"].later
