"""Two states of a diagram compared by meaning."""

from bpmn_models.bundle import shipped
from designer_export.comparing import Part, compare
from tests.engine.designs.uploaded import CAMUNDA

STEP = Part("Task_room", "userTask", "安排教室")


def test_what_is_only_drawn_otherwise_is_the_same() -> None:
    for drawn in (CAMUNDA, *(bundle.process for bundle in shipped())):
        moved = drawn.replace(b'x="1', b'x="2').replace(b"_di", b"_moved")
        assert moved != drawn
        assert compare(drawn, moved).same


def test_elements_are_told_by_their_ids() -> None:
    without = CAMUNDA.replace(b'id="Flow_3"', b'id="Flow_9"')
    found = compare(CAMUNDA, without)
    assert found.added == (Part("Flow_9", "sequenceFlow", ""),)
    assert found.removed == (Part("Flow_3", "sequenceFlow", ""),)
    assert found.changed == ()


def test_attributes_settings_and_kinds_are_told_with_what_they_were() -> None:
    after = (
        CAMUNDA.replace('name="安排教室"'.encode(), b'name="Room" camunda:assignee="li"')
        .replace(b'<bpmn:startEvent id="Start_1"', b'<bpmn:startEvent isInterrupting="false" id="Start_1"')
        .replace(
            b'targetRef="End_1" />',
            b'targetRef="End_1"><bpmn:conditionExpression>x</bpmn:conditionExpression></bpmn:sequenceFlow>',
        )
    )
    found = {change.part.id: change.differences for change in compare(CAMUNDA, after).changed}
    told = {
        key: [(one.attribute, one.before, one.after) for one in differences]
        for key, differences in found.items()
    }
    assert told == {
        "Task_room": [("name", "安排教室", "Room"), ("camunda:assignee", None, "li")],
        "Start_1": [("isInterrupting", None, "false")],
        "Flow_4": [("conditionExpression", None, "x")],
    }
    kinds = compare(CAMUNDA, CAMUNDA.replace(b"userTask", b"manualTask"))
    assert [one.differences[0].after for one in kinds.changed] == ["manualTask"] * 3


def test_what_lies_within_an_element_is_its_own_whatever_ids_it_has() -> None:
    timer = (
        b'<bpmn:timerEventDefinition id="T_%d"><bpmn:timeDuration>PT%dH</bpmn:timeDuration>'
        b"</bpmn:timerEventDefinition></bpmn:startEvent>"
    )
    one, other = (CAMUNDA.replace(b"</bpmn:startEvent>", timer % (number, number)) for number in (1, 2))
    (change,) = compare(one, other).changed
    assert change.part.id == "Start_1"
    assert [(one.attribute, one.before, one.after) for one in change.differences] == [
        ("timerEventDefinition/timeDuration", "PT1H", "PT2H")
    ]
    assert compare(one, one.replace(b"T_1", b"T_7")).same
