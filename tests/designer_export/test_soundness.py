"""Small nets whose answer is known."""

import pytest

from designer_export.model import Model
from designer_export.reading import read
from designer_export.soundness import Soundness

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
XOR, AND, OR, TASK = "exclusiveGateway", "parallelGateway", "inclusiveGateway", "task"


def judge(nodes: dict[str, str], *flows: str) -> Soundness:
    """Judge a process of these nodes (id → kind) beside ``s`` and ``e``, with flows like ``s-a``."""
    every = {"s": "startEvent", **nodes, "e": "endEvent"}
    parts = [f'<{kind} id="{name}"/>' for name, kind in every.items()]
    for flow in flows:
        source, target = flow.split("-")
        parts.append(f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>')
    xml = f'<definitions xmlns="{MODEL}"><process id="p">{"".join(parts)}</process></definitions>'
    return Model(read(xml.encode())).soundness


def split_and_join(split: str, join: str) -> Soundness:
    nodes = {"x": split, "a": TASK, "b": TASK, "y": join}
    return judge(nodes, "s-x", "x-a", "x-b", "a-y", "b-y", "y-e")


@pytest.mark.parametrize(("split", "join"), [(XOR, XOR), (AND, AND), (OR, OR), (XOR, OR), (AND, OR)])
def test_joins_that_fit_their_split_are_sound(split, join):
    assert split_and_join(split, join).verdict == "sound"


def test_a_parallel_join_behind_a_choice_gets_stuck():
    result = split_and_join(XOR, AND)
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


def test_a_part_outside_the_net_leaves_it_undecided():
    assert judge({"x": "eventBasedGateway"}, "s-x", "x-e").verdict == "undecided"


def test_too_many_states_leave_it_undecided():
    ways = [f"t{number}" for number in range(16)]
    flows = ["s-x", *(f"x-{way}" for way in ways), *(f"{way}-y" for way in ways), "y-e"]
    result = judge({"x": AND, "y": AND, **dict.fromkeys(ways, TASK)}, *flows)
    assert result.verdict == "undecided"
    assert result.states <= 20_100
