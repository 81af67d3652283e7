"""Small nets whose answer is known."""

import pytest

from designer_export.dialects import carry
from designer_export.model import Model
from designer_export.reading import read
from designer_export.soundness import Soundness

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XOR, AND, OR, TASK = "exclusiveGateway", "parallelGateway", "inclusiveGateway", "task"
EVENTS, CATCH = "eventBasedGateway", "intermediateCatchEvent"


def judge_xml(body: str) -> Soundness:
    """Judge a process with this content."""
    xml = f'<definitions xmlns="{MODEL}"><process id="p">{body}</process></definitions>'
    return Model(carry(read(xml.encode()))).soundness


def flows(*pairs: str) -> str:
    """Flows like ``s-a``."""
    ends = [pair.split("-") for pair in pairs]
    return "".join(
        f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'
        for source, target in ends
    )


def nodes(kinds: dict[str, str]) -> str:
    return "".join(f'<{kind} id="{name}"/>' for name, kind in kinds.items())


def judge(kinds: dict[str, str], *pairs: str, more: str = "") -> Soundness:
    """Judge a process of these nodes (id → kind) beside ``s`` and ``e``, with these flows."""
    return judge_xml(nodes({"s": "startEvent", **kinds, "e": "endEvent"}) + more + flows(*pairs))


def boundary(name: str, host: str, kind: str = "timer", attributes: str = "") -> str:
    event = f"<{kind}EventDefinition/>"
    return f'<boundaryEvent id="{name}" attachedToRef="{host}" {attributes}>{event}</boundaryEvent>'


def split_and_join(split: str, join: str) -> Soundness:
    kinds = {"x": split, "a": TASK, "b": TASK, "y": join}
    return judge(kinds, "s-x", "x-a", "x-b", "a-y", "b-y", "y-e")


@pytest.mark.parametrize(("split", "join"), [(XOR, XOR), (AND, AND), (OR, OR), (XOR, OR), (AND, OR)])
def test_joins_that_fit_their_split_are_sound(split, join):
    assert split_and_join(split, join).verdict == "sound"


@pytest.mark.parametrize("split", [XOR, EVENTS])
def test_a_parallel_join_behind_a_choice_gets_stuck(split):
    result = split_and_join(split, AND)
    assert (result.verdict, result.faults[0].code) == ("unsound", "stuck")
    assert result.faults[0].path in (("s", "x", "a"), ("s", "x", "b"))


def test_a_simple_join_behind_parallel_ways_piles_up():
    result = split_and_join(AND, XOR)
    assert (result.verdict, result.faults[0].code) == ("unsound", "piling")


def test_a_loop_with_a_way_out_is_sound():
    assert judge({"a": TASK, "x": XOR}, "s-a", "a-x", "x-a", "x-e").verdict == "sound"


def test_a_loop_without_a_way_out_is_endless():
    result = judge({"x": XOR, "a": TASK, "b": TASK}, "s-x", "x-a", "x-e", "a-b", "b-a")
    assert result.faults[0].code == "endless"


def test_a_way_out_by_an_event_at_the_border_ends_the_loop():
    more = boundary("late", "a") + nodes({"out": "endEvent"})
    result = judge({"a": TASK, "b": TASK}, "s-a", "a-b", "b-a", "late-out", more=more)
    assert result.verdict == "sound"


def test_an_event_at_the_border_takes_the_place_of_the_flows():
    ways = ("s-a", "a-y", "late-y", "y-e")
    late = boundary("late", "a")
    assert judge({"a": TASK, "y": XOR}, *ways, more=late).verdict == "sound"
    result = judge({"a": TASK, "y": AND}, *ways, more=late)
    assert (result.verdict, result.faults[0].code) == ("unsound", "stuck")


def test_an_event_that_does_not_interrupt_adds_a_way():
    soon = boundary("soon", "a", attributes='cancelActivity="false"') + nodes({"b": TASK, "e2": "endEvent"})
    assert judge({"a": TASK}, "s-a", "a-e", "soon-b", "b-e2", more=soon).verdict == "sound"
    assert judge({"a": TASK, "y": AND}, "s-a", "a-y", "soon-y", "y-e", more=soon).verdict == "undecided"


def test_an_inclusive_join_waits_for_what_an_event_may_still_send():
    more = boundary("late", "b") + nodes({"c": TASK})
    kinds = {"x": AND, "a": TASK, "b": TASK, "y": OR}
    result = judge(kinds, "s-x", "x-a", "x-b", "a-y", "b-y", "late-c", "c-y", "y-e", more=more)
    assert result.verdict == "sound"


def test_links_lead_on():
    more = "".join(
        f'<{kind} id="{name}"><linkEventDefinition name="on"/></{kind}>'
        for name, kind in (("out", "intermediateThrowEvent"), ("in", CATCH))
    )
    assert judge({"a": TASK}, "s-out", "in-a", "a-e", more=more).verdict == "sound"


def test_what_stands_beside_the_flow_holds_no_token():
    listener = (
        '<subProcess id="l" triggeredByEvent="true"><startEvent id="s2"><signalEventDefinition/></startEvent>'
        '<endEvent id="e2"/><sequenceFlow id="f2" sourceRef="s2" targetRef="e2"/></subProcess>'
    )
    undo = boundary("undo", "a", "compensate") + '<task id="back" isForCompensation="true"/>'
    assert judge({"a": TASK}, "s-a", "a-e", more=listener + undo).verdict == "sound"


@pytest.mark.parametrize(
    ("how", "verdict"), [("", "undecided"), ('isInterrupting="false"', "unsound")], ids=["ends", "beside"]
)
def test_what_an_event_sub_process_can_end_is_not_surely_stuck(how, verdict):
    listener = (
        f'<subProcess id="l" triggeredByEvent="true"><startEvent id="s2" {how}><signalEventDefinition/>'
        '</startEvent><endEvent id="e2"/><sequenceFlow id="f2" sourceRef="s2" targetRef="e2"/></subProcess>'
    )
    kinds = {"x": XOR, "a": TASK, "b": TASK, "y": AND}
    result = judge(kinds, "s-x", "x-a", "x-b", "a-y", "b-y", "y-e", more=listener)
    assert result.verdict == verdict


def stuck_inside(border: str, *ways: str) -> Soundness:
    inside = nodes({"s2": "startEvent", "x": XOR, "y": AND, "e2": "endEvent", "a": TASK})
    inside += flows("s2-x", "x-y", "x-a", "a-y", "y-e2")
    part = f'<subProcess id="part">{inside}</subProcess>'
    return judge({}, "s-part", "part-e", *ways, more=part + border)


def test_what_an_event_at_the_border_can_end_is_not_surely_stuck():
    assert stuck_inside("").verdict == "unsound"
    border = boundary("late", "part") + nodes({"out": "endEvent"})
    assert stuck_inside(border, "late-out").verdict == "undecided"


@pytest.mark.parametrize("kind", ["terminate", "error"])
def test_an_end_that_takes_every_token_leaves_nothing_behind(kind):
    end = f'<endEvent id="all"><{kind}EventDefinition/></endEvent>'
    result = judge({"x": AND, "y": AND, "a": TASK}, "s-x", "x-all", "x-y", "a-y", "y-e", "x-a", more=end)
    assert result.verdict == "sound"


def test_a_process_that_several_events_begin_begins_with_one_of_them():
    start = '<startEvent id="m"><messageEventDefinition/></startEvent>'
    assert judge({"y": XOR}, "s-y", "m-y", "y-e", more=start).verdict == "sound"
    assert judge({"y": AND}, "s-y", "m-y", "y-e", more=start).verdict == "unsound"


@pytest.mark.parametrize(
    "part",
    [
        '<complexGateway id="x"/>',
        '<task id="x" completionQuantity="2"/>',
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle>'
        "</timerEventDefinition></intermediateCatchEvent>",
    ],
)
def test_a_part_outside_the_net_leaves_it_undecided(part):
    assert judge({}, "s-x", "x-e", more=part).verdict == "undecided"


def test_too_many_states_leave_it_undecided():
    ways = [f"t{number}" for number in range(16)]
    pairs = ["s-x", *(f"x-{way}" for way in ways), *(f"{way}-y" for way in ways), "y-e"]
    result = judge({"x": AND, "y": AND, **dict.fromkeys(ways, TASK)}, *pairs)
    assert result.verdict == "undecided"
    assert result.states <= 20_100
