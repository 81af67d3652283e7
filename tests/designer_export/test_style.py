"""What is advised of names, and of what is drawn for nothing."""

from designer_export.lint import lint
from tests.designer_export.diagrams import file, flow, process, row


def told(data: bytes, rule: str) -> list[tuple[str, str | None]]:
    return [(one.level, one.element) for one in lint(data).findings if one.rule == rule]


def test_steps_lanes_and_choices_without_a_name_are_advised_one():
    lanes = '<laneSet id="ls"><lane id="l"><flowNodeRef>t</flowNodeRef></lane></laneSet>'
    middle = (
        '<task id="t" name=" "/>',
        '<userTask id="u" name="办理"/>',
        '<exclusiveGateway id="g" default="g_e"/>',
    )
    again = '<task id="other" name="again"/>' + flow("g", "other", "1 < 2") + flow("other", "e")
    body = lanes + row(*middle) + again
    assert told(file(process(body)), "missing-name") == [("advice", name) for name in ("l", "t", "g")]
    named = body.replace('id="g_e"', 'id="g_e" name="else"')
    assert told(file(process(named)), "missing-name") == [("advice", name) for name in ("l", "t")]


def test_a_flow_drawn_twice_is_advised_unless_its_condition_differs():
    def drawn(one: str, other: str) -> bytes:
        ends = '<startEvent id="s"/><exclusiveGateway id="g" default="last"/><task id="a"/><endEvent id="e"/>'
        flows = [flow("s", "g"), flow("g", "a", one), flow("g", "a", other).replace("g_a", "second")]
        last = '<sequenceFlow id="last" sourceRef="g" targetRef="e"/>'
        return file(process(ends + "".join(flows) + last + flow("a", "e")))

    assert told(drawn("1 < 2", "1 < 2"), "superfluous") == [("advice", "second")]
    assert told(drawn("1 < 2", "1 < 3"), "superfluous") == []


def test_a_gateway_that_joins_or_splits_is_not_superfluous():
    idle = file(process(row('<parallelGateway id="g"/>', '<task id="t"/>')))
    assert told(idle, "superfluous") == [("advice", "g")]
    split = process(row('<parallelGateway id="g"/>', '<task id="t"/>') + '<task id="v"/>' + flow("g", "v"))
    assert told(file(split), "superfluous") == []
