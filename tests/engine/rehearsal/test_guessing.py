"""What a condition says of a variable that no form declares."""

from random import Random

import pytest

from engine.rehearsal import Drawn, Subject, of_diagram, rehearse
from tests.designer_export.diagrams import file, flow, process, row


def choice(condition: str, before: str = "") -> Subject:
    body = (
        f'<startEvent id="s"/>{before}<exclusiveGateway id="x" default="x_n"/>'
        '<endEvent id="y"/><endEvent id="n"/>'
        + flow("x", "y", condition)
        + flow("x", "n")
        + (flow("s", "x") if not before else flow("s", "t") + flow("t", "x"))
    )
    return of_diagram(file(process(body)))


@pytest.mark.parametrize(
    "condition",
    [
        "amount > 1000",
        "amount >= 10.5 and amount < 12",
        "kind == 'school'",
        "'a' in kinds",
        "approved",
        "not approved",
        "approved == True",
        "order.total > 3 and order['paid']",
        "len(rows) == 1",
        "sum(row.amount for row in rows) > 10",
        "count - 1 == 0",
        "name.lower() == 'text'",
        "state in ('open', 'new')",
        "left < right",
        "price * 2 > 10",
        "feel_greater(price, 100)",
        "juel_equal(kind, 'school')",
    ],
)
def test_both_ways_are_taken_by_some_seed(condition, sandbox):
    subject = choice(condition)
    runs = [rehearse(subject, Drawn(subject, seed), sandbox) for seed in range(40)]
    assert {run.stop for run in runs} == {"end"}, runs[0].failures
    assert {run.trace[-1].element for run in runs} == {"y", "n"}


def test_what_is_called_is_not_guessed(sandbox):
    subject = choice("helper(1) == 2")
    assert "helper" not in subject.hints
    run = rehearse(subject, Drawn(subject, 1), sandbox)
    assert (run.stop, run.failures[0].code) == ("incident", "name")


def test_a_person_may_change_what_decides_but_not_what_a_script_counts():
    script = '<scriptTask id="t"><script>turns = turns + 1</script></scriptTask>'
    subject = choice("turns > 3 and approved", script)
    assert set(subject.hints) == {"turns", "approved"}
    assert subject.fleeting == {"approved"}


def test_lists_of_items_and_times_are_guessed_as_such():
    task = (
        '<task id="t"><multiInstanceLoopCharacteristics><loopDataInputRef>people</loopDataInputRef>'
        '<inputDataItem id="person"/><completionCondition>person > 3</completionCondition>'
        "</multiInstanceLoopCharacteristics></task>"
    )
    wait = (
        '<intermediateCatchEvent id="w"><timerEventDefinition><timeDuration>span</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
    )
    subject = of_diagram(file(process(row(task, wait))))
    drawn = {name: hint.draw(Random(1)) for name, hint in subject.hints.items()}
    assert isinstance(drawn["people"], list)
    assert {type(item) for item in drawn["people"]} == {int}
    assert drawn["span"] == "PT1H"


def test_names_of_the_engine_and_of_a_form_are_not_guessed():
    form = {"form.schema.json": b'{"type": "object", "properties": {"amount": {"type": "number"}}}'}
    body = (
        '<startEvent id="s"/><exclusiveGateway id="x" default="x_n"/><endEvent id="y"/><endEvent id="n"/>'
        + flow("s", "x")
        + flow("x", "y", "amount > steps.a.n + b")
        + flow("x", "n")
    )
    assert set(of_diagram(file(process(body)), form).hints) == {"b"}


def test_values_are_drawn_anew_where_no_way_is_open_but_not_for_ever(sandbox):
    choice = (
        '<startEvent id="s"/><exclusiveGateway id="x"/><endEvent id="y"/><endEvent id="n"/>'
        + flow("s", "x")
        + flow("x", "y", "{}")
        + flow("x", "n", "{}")
    )
    subject = of_diagram(file(process(choice.format("yes", "no"))))
    runs = [rehearse(subject, Drawn(subject, seed), sandbox) for seed in range(12)]
    assert {run.stop for run in runs} == {"end"}
    never = of_diagram(file(process(choice.format("a > 3 and a < 3", "a != a"))))
    run = rehearse(never, Drawn(never, 1), sandbox)
    assert (run.stop, run.failures[0].code) == ("incident", "no_flow")


def test_an_event_brings_what_is_read_of_it(sandbox):
    mapping = (
        '<extensionElements><tb:mapping><tb:out name="who" expression="payload[\'user\']"/></tb:mapping>'
        '</extensionElements><messageEventDefinition messageRef="m"/>'
    )
    body = process(row(start=mapping))
    subject = of_diagram(file('<message id="m" name="hello"/>' + body))
    run = rehearse(subject, Drawn(subject, 1), sandbox)
    assert (run.stop, run.variables["who"]) == ("end", "样例")


def test_a_moment_is_drawn_in_the_format_that_it_is_read_in():
    script = "import datetime\nd = datetime.datetime.strptime(day, '%Y-%m-%d')"
    subject = of_diagram(file(process(row(f'<scriptTask id="t"><script>{script}</script></scriptTask>'))))
    assert subject.hints["day"].draw(Random(1)) == "2026-03-02"


@pytest.mark.parametrize("brought", ["payload.get('value', payload)", "payload['value']", "payload"])
def test_an_event_brings_what_is_read_of_the_variable_that_takes_it(brought, sandbox):
    mapping = f'<tb:mapping><tb:out name="request" expression="{brought}"/></tb:mapping>'
    start = f'<extensionElements>{mapping}</extensionElements><messageEventDefinition messageRef="m"/>'
    script = "<script>price = {'small': 1, 'large': 2}.get(request['size'], request['count'] * 2)</script>"
    body = row(f'<scriptTask id="t">{script}</scriptTask>', start=start)
    subject = of_diagram(file('<message id="m" name="popcorn"/>' + process(body)))
    run = rehearse(subject, Drawn(subject, 1), sandbox)
    assert run.stop == "end", run.failures


def test_a_zone_is_given_by_a_name_that_is_one(sandbox):
    subject = choice("now().astimezone(zone_of(place)).year == 2026")
    run = rehearse(subject, Drawn(subject, 1), sandbox)
    assert run.trace[-1].element == "y", run.failures
