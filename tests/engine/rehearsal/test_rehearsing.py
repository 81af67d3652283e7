"""A process runs with nobody: people, services and events are played, and nothing is stored."""

import dataclasses

import pytest

from bpmn_models.bundle import shipped
from engine.rehearsal import (
    Answer,
    AnswerProblem,
    Drawn,
    Listed,
    Rehearsed,
    Subject,
    of_bundle,
    of_diagram,
    rehearse,
)
from forms.validation import check
from tests.designer_export.diagrams import file, flow, process, row

BUNDLES = {bundle.key: bundle for bundle in shipped()}
SIGNAL = '<signal id="g" name="go"/>'
MESSAGE = '<message id="m" name="hello"/>'


@pytest.fixture
def unlock() -> Subject:
    return of_bundle(BUNDLES["email-unlock"])


def path(run: Rehearsed) -> list[str]:
    return [event.element for event in run.trace if event.event == "complete"]


def answers(*rows: tuple) -> list[Answer]:
    """Answers of an element, perhaps with an outcome and data."""
    return [Answer(n, *one) for n, one in enumerate(rows, 1)]


def plain(*middle: str, before: str = "", **ends: str) -> Subject:
    return of_diagram(file(before + process(row(*middle, **ends))))


def catch(name: str, definition: str) -> str:
    return f'<intermediateCatchEvent id="{name}">{definition}</intermediateCatchEvent>'


def test_answers_in_order_lead_where_they_say(unlock, sandbox):
    given = answers(("apply", None, {"cause": "unused"}), ("unit_head", "approve"), ("it_mail",))
    run = rehearse(unlock, Listed(given), sandbox)
    assert run.stop == "end"
    assert path(run)[-1] == "end_unlocked"
    assert run.variables["cause"] == "unused"
    assert run.variables["steps"]["unit_head"]["outcome"] == "approve"


def test_it_waits_where_no_answer_is_left(unlock, sandbox):
    run = rehearse(unlock, Listed(answers(("apply",))), sandbox)
    assert (run.stop, run.open) == ("wait", ("unit_head",))


def test_it_stops_before_anybody_has_answered_when_it_runs_until_it_waits(unlock, sandbox):
    run = rehearse(unlock, Drawn(unlock, 1), sandbox, "wait")
    assert (run.stop, run.open) == ("wait", ("apply",))


def test_an_outcome_that_the_step_does_not_have_is_told(unlock, sandbox):
    with pytest.raises(AnswerProblem) as caught:
        rehearse(unlock, Listed(answers(("apply",), ("unit_head", "perhaps"))), sandbox)
    assert (caught.value.code, caught.value.n) == ("outcome", 2)


@pytest.mark.parametrize("key", BUNDLES)
def test_the_same_seed_gives_the_same_run_and_many_seeds_take_every_flow(key, sandbox):
    subject = of_bundle(BUNDLES[key])
    assert rehearse(subject, Drawn(subject, 7), sandbox) == rehearse(subject, Drawn(subject, 7), sandbox)
    runs = [rehearse(subject, Drawn(subject, seed), sandbox) for seed in range(30)]
    assert {run.stop for run in runs} == {"end"}
    ends = {name for name, node in subject.program.nodes.items() if node.kind == "endEvent"}
    assert ends <= {element for run in runs for element in path(run)}


@pytest.mark.parametrize("key", BUNDLES)
def test_drawn_values_are_such_as_the_form_takes(key, sandbox):
    subject = of_bundle(BUNDLES[key])
    step = next(step for step in subject.steps.values() if step.apply)
    for seed in range(10):
        run = rehearse(subject, Drawn(subject, seed), sandbox)
        sent = {
            name: run.variables[name]
            for name, field in subject.form.fields.items()
            if step.access.may_edit(field) and run.variables[name] is not None
        }
        assert sent
        access = dataclasses.replace(step.access, required=frozenset())
        assert check(subject.form, access, {}, sent) == []


def test_operations_are_not_called_and_give_nothing(sandbox):
    subject = of_bundle(BUNDLES["notice"])
    given = answers(("write",), ("review", "approve"))
    run = rehearse(subject, Listed(given), sandbox)
    assert run.stop == "end"
    assert "publish" in path(run)
    assert run.variables["noticeId"] is None


def test_an_answer_may_speak_for_a_service(sandbox):
    subject = of_bundle(BUNDLES["notice"])
    (name, _), *_ = subject.operations["publish"].outputs
    given = answers(("write",), ("review", "approve"), ("publish", None, {"notice": 7, "id": 7}))
    listed = Listed(given)
    run = rehearse(subject, listed, sandbox)
    assert run.variables[name] == 7
    assert not listed.left


def test_what_is_asked_outside_is_a_wait_and_answers_with_nothing_on_the_way_to_the_end(sandbox):
    call = (
        '<serviceTask id="t"><extensionElements><tb:operation name="external">'
        '<tb:out name="b" expression="result.n"/></tb:operation></extensionElements></serviceTask>'
    )
    subject = plain(call)
    waiting = rehearse(subject, Drawn(subject, 1), sandbox, "wait")
    assert (waiting.stop, waiting.open) == ("wait", ("t",))
    ended = rehearse(subject, Drawn(subject, 1), sandbox)
    assert (ended.stop, ended.variables["b"]) == ("end", None)
    answered = rehearse(subject, Listed(answers(("t", None, {"n": 4}))), sandbox, "wait")
    assert (answered.stop, answered.variables["b"]) == ("end", 4)


def test_what_is_only_worked_out_is_worked_out(sandbox):
    call = (
        '<serviceTask id="t"><extensionElements><tb:operation name="compute">'
        '<tb:in name="a" expression="2"/><tb:out name="b" expression="a + 1"/></tb:operation>'
        "</extensionElements></serviceTask>"
    )
    subject = plain(call)
    run = rehearse(subject, Drawn(subject, 1), sandbox)
    assert (run.stop, run.variables["b"]) == ("end", 3)


def test_messages_and_timers_come_when_it_runs_to_the_end(sandbox):
    message = catch("heard", '<messageEventDefinition messageRef="m"/>')
    timer = catch("later", "<timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition>")
    subject = plain(message, timer, before=MESSAGE)
    assert rehearse(subject, Drawn(subject, 1), sandbox, "wait").open == ("heard",)
    assert path(rehearse(subject, Drawn(subject, 1), sandbox)) == ["s", "heard", "later", "e"]
    assert rehearse(subject, Listed([]), sandbox).stop == "end"
    assert rehearse(subject, Listed([]), sandbox, "wait").open == ("heard",)


def test_an_answer_may_bring_an_event_and_what_it_carries(sandbox):
    subject = plain(catch("heard", '<messageEventDefinition messageRef="m"/>'), before=MESSAGE)
    listed = Listed(answers(("heard", None, {"amount": 3})))
    run = rehearse(subject, listed, sandbox, "wait")
    assert (run.stop, run.variables["amount"]) == ("end", 3)
    assert not listed.left


def test_what_only_an_event_begins_begins_by_it(sandbox):
    subject = plain(before=SIGNAL, start='<signalEventDefinition signalRef="g"/>')
    assert path(rehearse(subject, Drawn(subject, 1), sandbox)) == ["s", "e"]


def test_a_step_that_does_not_work_is_an_incident(sandbox):
    subject = plain('<scriptTask id="t"><script>x = 1 / 0</script></scriptTask>')
    run = rehearse(subject, Drawn(subject, 1), sandbox)
    assert (run.stop, run.open, run.failures[0].code) == ("incident", ("t",), "failed")


def test_a_circle_without_people_runs_out_of_its_budget(sandbox):
    body = (
        '<startEvent id="s"/><exclusiveGateway id="a"/><exclusiveGateway id="b" default="b_a"/>'
        '<endEvent id="e"/>' + flow("s", "a") + flow("a", "b") + flow("b", "a") + flow("b", "e", "1 > 2")
    )
    subject = of_diagram(file(process(body)))
    assert rehearse(subject, Drawn(subject, 1), sandbox).stop == "budget"


def test_a_circle_of_services_runs_out_of_its_budget(sandbox):
    call = '<serviceTask id="t"><extensionElements><tb:operation name="x"/></extensionElements></serviceTask>'
    body = (
        '<startEvent id="s"/><exclusiveGateway id="a"/>' + call + '<exclusiveGateway id="b" default="b_a"/>'
        '<endEvent id="e"/>' + flow("s", "a") + flow("a", "t") + flow("t", "b") + flow("b", "a")
    ) + flow("b", "e", "1 > 2")
    subject = of_diagram(file(process(body)))
    assert rehearse(subject, Drawn(subject, 1), sandbox).stop == "budget"


def test_votes_of_a_countersign_step_decide_its_outcome(sandbox):
    step = (
        '<userTask id="t"><extensionElements><tb:step><tb:assign rule="initiator"/>'
        '<tb:countersign policy="all"/><tb:outcome id="yes" kind="approve"/>'
        '<tb:outcome id="no" kind="reject"/></tb:step></extensionElements>'
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
        "</multiInstanceLoopCharacteristics></userTask>"
    )
    subject = plain(step)
    outcomes = {
        rehearse(subject, Drawn(subject, seed), sandbox).variables["steps"]["t"]["outcome"]
        for seed in range(12)
    }
    assert outcomes == {"yes", "no"}


def test_what_a_connector_does_is_a_wait_and_what_the_hall_does_itself_is_none(unlock, sandbox):
    given = answers(("apply", None, {"mailbox": "a@b.example"}), ("unit_head", "approve"), ("it_mail",))
    waiting = rehearse(unlock, Listed(given), sandbox, "wait")
    assert (waiting.stop, waiting.open) == ("wait", ("unlock",))
    done = ("unlock", None, {"status": 200}), ("reset", None, {"status": 200})
    assert rehearse(unlock, Listed([*given, *answers(*done)]), sandbox, "wait").open == ("tell",)
    notice = of_bundle(BUNDLES["notice"])
    written = answers(("write",), ("review", "approve"))
    assert rehearse(notice, Listed(written), sandbox, "wait", {"notices.publish"}).stop == "end"


def test_an_answer_may_let_a_system_refuse_what_the_diagram_catches(unlock, sandbox):
    given = ("apply", None, {"mailbox": "a@b.example"}), ("unit_head", "approve"), ("it_mail",)
    weak = rehearse(unlock, Listed(answers(*given, ("unlock",), ("reset", "WEAK_PASSWORD"))), sandbox, "wait")
    assert weak.open == ("it_mail",)
    assert "请另设一个" in weak.variables["answer"]
    with pytest.raises(AnswerProblem) as caught:
        rehearse(unlock, Listed(answers(*given, ("unlock", "NO_POWER"))), sandbox)
    assert (caught.value.code, caught.value.detail) == ("outcome", "NO_MAILBOX")


def test_drawn_runs_meet_every_error_that_is_caught(unlock, sandbox):
    met = {element for seed in range(60) for element in path(rehearse(unlock, Drawn(unlock, seed), sandbox))}
    assert {"no_mailbox", "mailbox_gone", "weak_password", "bad_address"} <= met
