"""What lies ahead in small diagrams, each of one kind: forks, loops, parts, events, what nobody knows yet."""

import pytest

from tests.engine.execution.support import chain, flow, nodes, script
from tests.engine.forecast.telling import ahead, fills, service, told


def xor(name: str, default: str = "") -> str:
    return f'<exclusiveGateway id="{name}"' + (f' default="{default}"/>' if default else "/>")


def named(source: str, target: str, label: str, condition: str | None = None, identifier: str = "") -> str:
    """A flow with words on it."""
    text = flow(source, target, condition, identifier or None)
    return text.replace("<sequenceFlow ", f'<sequenceFlow name="{label}" ', 1)


def many(name: str, inside: str, more: str = "") -> str:
    loop = f"<multiInstanceLoopCharacteristics{more}>{inside}</multiInstanceLoopCharacteristics>"
    return f'<userTask id="{name}">{loop}</userTask>'


BY_AMOUNT = (
    nodes(start="s", user="a head school", end="e")
    + xor("g", "low")
    + chain("s", "a", "g")
    + named("g", "school", "大额", "amount > 1000")
    + named("g", "head", "其他", identifier="low")
    + chain("school", "e")
    + chain("head", "e")
)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"amount": 5000}, "a! school! ."),
        ({"amount": 5}, "a! head! ."),
        ({}, "a! one(大额: school / 其他: head) ."),
        ({"amount": None}, "a! one(大额: school / 其他: head) ."),
        ({"amount": "many"}, "a! one(大额: school / 其他: head) ."),
        ({"amount": [[1], {"x": {}}]}, "a! one(大额: school / 其他: head) ."),
    ],
)
def test_a_way_is_followed_as_far_as_the_data_decides_it(variables, expected):
    assert told(ahead(service(BY_AMOUNT), **variables)) == expected


def test_a_field_that_a_step_before_the_gate_may_fill_in_decides_nothing():
    body = BY_AMOUNT.replace('<userTask id="a"/>', fills("a", "amount"))
    assert told(ahead(service(body), amount=5)) == "a! one(大额: school / 其他: head) ."


def test_a_field_that_only_a_step_behind_the_gate_fills_in_decides():
    body = BY_AMOUNT.replace('<userTask id="head"/>', fills("head", "amount"))
    assert told(ahead(service(body), amount=5)) == "a! head! ."


def test_a_name_that_the_reader_does_not_see_decides_nothing():
    assert "one(" in told(ahead(service(BY_AMOUNT), unsure={"amount"}, amount=5))


@pytest.mark.parametrize("text", ["amount = 5", "data = [1]", "kind.append(1)\namount = 7"])
def test_what_a_script_before_it_writes_is_unknown_and_never_run(text):
    body = BY_AMOUNT.replace(flow("s", "a"), script("w", text) + chain("s", "w", "a"))
    deployed = service(body)
    undecided = "amount" in text
    assert ("one(" in told(ahead(deployed, amount=5, kind=[]))) is undecided


def test_a_service_without_a_mapping_may_write_anything():
    body = BY_AMOUNT.replace(flow("s", "a"), '<serviceTask id="w"/>' + chain("s", "w", "a"))
    assert "one(" in told(ahead(service(body), amount=5))


def test_the_first_condition_that_holds_takes_the_token_and_what_stands_before_it_may():
    body = (
        nodes(start="s", user="a b c", end="e")
        + xor("g")
        + chain("s", "g")
        + flow("g", "a", "kind == 'x'")
        + flow("g", "b", "amount > 1")
        + flow("g", "c", "1 == 1")
        + "".join(chain(name, "e") for name in "abc")
    )
    deployed = service(body)
    assert told(ahead(deployed, amount=2)) == "one(a / b) ."
    assert told(ahead(deployed, amount=2, kind="y")) == "b! ."
    assert told(ahead(deployed, amount=0)) == "one(a / c) ."


def test_an_outcome_to_come_decides_nothing_and_one_of_the_past_does():
    body = (
        nodes(start="s", user="a b", end="e f")
        + xor("g", "no")
        + chain("s", "a", "g")
        + named("g", "b", "通过", "steps.a.outcome == 'approve'")
        + named("g", "f", "不通过", identifier="no")
        + chain("b", "e")
    )
    deployed = service(body)
    assert told(ahead(deployed)) == "a! one(通过: … / 不通过: .) b ."
    past = service(body.replace("steps.a.outcome", "steps['z'].outcome"))
    assert told(ahead(past, steps={"z": {"outcome": "approve"}})) == "a! b! ."
    assert told(ahead(past, steps={"z": {"outcome": "reject"}})) == "a! ."
    whole = body.replace("steps.a.outcome == 'approve'", "len(steps) == 0")
    assert "one(" in told(ahead(service(whole)))


def test_parallel_ways_stand_beside_each_other_and_meet():
    body = nodes(start="s", user="a b c", par="g j", end="e") + chain("s", "g", "a", "j", "c", "e")
    body += chain("g", "b", "j")
    assert told(ahead(service(body))) == "all(a! / b!) c! ."


def test_inclusive_ways_come_if_their_condition_holds():
    body = (
        nodes(start="s", user="a b c d", inc="j", end="e")
        + '<inclusiveGateway id="g" default="rest"/>'
        + chain("s", "g")
        + flow("g", "a", "amount > 1")
        + flow("g", "b", "kind == 'x'")
        + flow("g", "c", name="rest")
        + "".join(chain(name, "j") for name in "abc")
        + chain("j", "d", "e")
    )
    deployed = service(body)
    assert told(ahead(deployed, amount=2, kind="x")) == "all(a! / b!) d! ."
    assert told(ahead(deployed, amount=2)) == "some(a! / b) d! ."
    assert told(ahead(deployed, amount=0)) == "some(b / else: c) d! ."
    assert told(ahead(deployed, amount=0, kind="y")) == "c! d! ."


def test_of_racing_events_each_may_be_the_one():
    events = (
        '<intermediateCatchEvent id="t" name="到期"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
        '</timerEventDefinition></intermediateCatchEvent><receiveTask id="r" messageRef="M"/>'
    )
    body = nodes(start="s", user="a b c", end="e") + xor("j") + '<eventBasedGateway id="g"/>' + events
    body += chain("s", "g", "t", "a", "j", "c", "e") + chain("g", "r", "b", "j")
    deployed = service(body, '<message id="M" name="M"/>')
    assert told(ahead(deployed)) == "race(到期: a / message: b) c! ."


def test_a_loop_is_told_once_with_its_way_back():
    body = (
        nodes(start="s", user="a b", end="e")
        + xor("g", "out")
        + chain("s", "a", "g")
        + named("g", "a", "再来", "steps.a.outcome == 'again'", "back")
        + named("g", "b", "好了", identifier="out")
        + chain("b", "e")
    )
    assert told(ahead(service(body))) == "a! one(再来: ^a / 好了: …) b! ."


def test_a_circle_without_a_way_out_ends_the_forecast():
    body = nodes(start="s", user="a b", end="e") + chain("s", "a", "b", "a")
    assert told(ahead(service(body.replace('<endEvent id="e"/>', "")))) == "a! b! ^a"


def test_links_are_followed():
    link = '<linkEventDefinition name="L"/>'
    body = (
        nodes(start="s", user="a b", end="e")
        + f'<intermediateThrowEvent id="t">{link}</intermediateThrowEvent>'
        + f'<intermediateCatchEvent id="c">{link}</intermediateCatchEvent>'
        + chain("s", "a", "t")
        + chain("c", "b", "e")
    )
    assert told(ahead(service(body))) == "a! b! ."


def test_what_is_inside_a_sub_process_comes_between():
    inner = nodes(start="i", user="x y", end="o") + chain("i", "x", "y", "o")
    body = nodes(start="s", user="a z", end="e") + f'<subProcess id="sub">{inner}</subProcess>'
    assert told(ahead(service(body + chain("s", "a", "sub", "z", "e")))) == "a! sub[x! y!] z! ."


def test_a_called_process_knows_what_is_handed_to_it_alone():
    inner = (
        nodes(start="i", user="x y", end="o")
        + xor("g", "d")
        + chain("i", "g")
        + flow("g", "x", "given > 1")
        + flow("g", "y", name="d")
        + chain("x", "o")
        + chain("y", "o")
    )
    called = f'<process id="Q" isExecutable="false">{inner}</process>'
    mapping = '<tb:mapping><tb:in name="given" expression="{}"/></tb:mapping>'
    mapping = f"<extensionElements>{mapping}</extensionElements>"
    call = '<callActivity id="c" calledElement="Q">{}</callActivity>'

    def body(handed: str) -> str:
        return (
            nodes(start="s", user="a", end="e")
            + call.format(mapping.format(handed) if handed else "")
            + chain("s", "c", "a", "e")
        )

    assert told(ahead(service(body("amount"), called), amount=2)) == "c[x!] a! ."
    assert told(ahead(service(body("amount"), called))) == "c[one(x / else: y)] a! ."
    assert told(ahead(service(body(""), called), given=5)) == "c[one(x / else: y)] a! ."


def test_a_step_for_many_says_how_many_as_soon_as_that_is_known():
    source = "<loopDataInputRef>people</loopDataInputRef>"
    body = nodes(start="s", user="z", end="e") + many("m", source) + chain("s", "m", "z", "e")
    deployed = service(body)
    assert told(ahead(deployed, people=[1, 2, 3])) == "m×3! z! ."
    assert told(ahead(deployed, people=[])) == "z! ."
    assert told(ahead(deployed)) == "m×? z! ."
    assert told(ahead(deployed, people="everybody")) == "m×? z! ."
    counted = "<loopCardinality>amount</loopCardinality>"
    in_turn = service(body.replace(many("m", source), many("m", counted, ' isSequential="true"')))
    assert told(ahead(in_turn, amount=4)) == "m×4! z! ."
    assert told(ahead(in_turn, amount=-1)) == "m×? z! ."


def test_an_event_at_the_border_may_come_in_between():
    timer = "<timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition>"
    body = (
        nodes(start="s", user="a b c", end="e f")
        + f'<boundaryEvent id="t" name="超期" attachedToRef="a">{timer}</boundaryEvent>'
        + chain("s", "a", "b", "e")
        + chain("t", "c", "f")
    )
    assert told(ahead(service(body))) == "a! beside(超期: c .) b! ."
    meeting = body.replace(flow("c", "f"), flow("c", "b")).replace('<endEvent id="f"/>', "")
    assert told(ahead(service(meeting))) == "a! beside(超期: c) b! ."


def test_ways_meet_again_although_an_event_beside_one_of_them_ends_apart():
    timer = "<timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition>"
    body = nodes(start="s", user="a b c d", par="g j", end="e f") + chain("s", "g", "a", "j", "c", "e")
    body += f'<boundaryEvent id="t" attachedToRef="a" cancelActivity="false">{timer}</boundaryEvent>'
    body += chain("g", "b", "j") + chain("t", "d", "f")
    assert told(ahead(service(body))) == "all(a! beside(timer: d .) / b!) c! ."


def test_what_an_error_inside_may_take_away_is_not_certain():
    inner = nodes(start="i", user="x") + xor("g", "ok") + nodes(end="o")
    inner += '<endEvent id="bad"><errorEventDefinition errorRef="E"/></endEvent>' + chain("i", "x", "g")
    inner += flow("g", "bad", "steps.x.outcome == 'bad'") + flow("g", "o", name="ok")
    body = (
        nodes(start="s", user="a z", end="e f")
        + f'<subProcess id="sub">{inner}</subProcess>'
        + '<boundaryEvent id="b" attachedToRef="sub"><errorEventDefinition/></boundaryEvent>'
        + chain("s", "sub", "z", "e")
        + chain("b", "a", "f")
    )
    deployed = service(body, '<error id="E" errorCode="E"/>')
    assert told(ahead(deployed)) == "sub[x!] beside(error: a .) z ."


def test_what_a_condition_may_end_as_it_opens_is_not_certain():
    condition = (
        "<conditionalEventDefinition><condition>amount &gt; 3</condition></conditionalEventDefinition>"
    )
    body = nodes(start="s", user="a b", end="e f") + chain("s", "a", "e") + chain("t", "b", "f")
    body += f'<boundaryEvent id="t" attachedToRef="a">{condition}</boundaryEvent>'
    assert told(ahead(service(body), amount=5)) == "a beside(conditional: b .) ."


def test_beside_an_end_of_everything_nothing_is_certain():
    body = nodes(start="s", user="a b", par="g", end="e")
    body += '<endEvent id="t"><terminateEventDefinition/></endEvent>'
    body += chain("s", "g", "a", "e") + chain("g", "b", "t")
    assert told(ahead(service(body))) == "all(a . / b! .)"


def test_an_event_sub_process_may_come_at_any_time():
    signal = '<signalEventDefinition signalRef="S"/>'
    inner = f'<startEvent id="i">{signal}</startEvent>' + nodes(user="x", end="o") + chain("i", "x", "o")
    body = nodes(start="s", user="a", end="e") + chain("s", "a", "e")
    body += f'<subProcess id="sub" name="催办" triggeredByEvent="true">{inner}</subProcess>'
    deployed = service(body, '<signal id="S" name="S"/>')
    assert told(ahead(deployed)) == "a! . beside(催办: sub[x])"


def test_what_undoes_a_step_may_come_where_that_is_asked_for():
    body = (
        nodes(start="s", user="a", end="e")
        + '<userTask id="back" isForCompensation="true"/>'
        + '<boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        + '<association id="x" sourceRef="b" targetRef="back"/>'
        + '<intermediateThrowEvent id="t"><compensateEventDefinition/></intermediateThrowEvent>'
        + chain("s", "a", "t", "e")
    )
    assert told(ahead(service(body))) == "a! undo(back: back) ."


def test_a_row_of_approvals_stays_a_row_however_long_it_is():
    body, before = nodes(start="s", end="e no"), "s"
    for n in range(300):
        body += nodes(user=f"u{n}") + xor(f"g{n}", f"d{n}") + flow(before, f"u{n}") + flow(f"u{n}", f"g{n}")
        body += flow(f"g{n}", "no", name=f"d{n}")
        before = f"g{n}"
        if n < 299:
            continue
        body += flow(before, "e", f"steps.u{n}.outcome == 'ok'")
    for n in range(299):
        old = flow(f"g{n}", f"u{n + 1}")
        body = body.replace(old, flow(f"g{n}", f"u{n + 1}", f"steps.u{n}.outcome == 'ok'"))
    found = ahead(service(body))
    assert [step.element for step in found.steps()] == [f"u{n}" for n in range(300)]
    assert found.complete


def test_forks_within_forks_without_end_are_told_flat():
    depth = 60
    body, before = nodes(start="s"), "s"
    for n in range(depth):
        body += nodes(user=f"a{n} b{n}", end=f"e{n}") + xor(f"g{n}", f"d{n}") + flow(before, f"g{n}")
        body += flow(f"g{n}", f"a{n}", "kind == 'x'") + flow(f"g{n}", f"b{n}", name=f"d{n}")
        body += flow(f"b{n}", f"e{n}")
        before = f"a{n}"
    body += nodes(end="last") + flow(before, "last")
    found = {step.element for step in ahead(service(body)).steps()}
    assert found == {f"{side}{n}" for side in "ab" for n in range(depth)}


def test_a_diagram_that_calls_without_measure_is_followed_as_far_as_is_reasonable():
    """Each process calls the next one three times: the last would be met hundreds of thousands of times."""
    called = ""
    for n in range(11):
        calls = "".join(f'<callActivity id="c{n}_{k}" calledElement="Q{n + 1}"/>' for k in range(3))
        ways = chain(f"s{n}", *(f"c{n}_{k}" for k in range(3)), f"e{n}")
        called += f'<process id="Q{n}">{nodes(start=f"s{n}", end=f"e{n}")}{calls}{ways}</process>'
    called += f'<process id="Q11">{nodes(start="s", user="u", end="e")}{chain("s", "u", "e")}</process>'
    body = nodes(start="first", end="last") + '<callActivity id="c" calledElement="Q0"/>'
    found = ahead(service(body + chain("first", "c", "last"), called))
    assert not found.complete
