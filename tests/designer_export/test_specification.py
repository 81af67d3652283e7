"""What is written down of the schema is what the schema says, and the tables of what runs keep to it."""

from designer_export import specification, support
from scripts import bpmn_schema


def test_the_table_is_what_the_schema_says():
    assert bpmn_schema.TARGET.read_text("utf-8") == bpmn_schema.text()


def test_everything_that_has_a_fate_is_known_to_the_schema():
    fates = support._EXECUTED | support._DRAWING | support._NOT_CARRIED | support.ALL_NODES
    definitions = frozenset().union(*support.EVENT_DEFINITIONS.values())
    misspelt = {"LoopCounter"}  # by exporters, and in the schema of none
    assert fates | definitions <= specification.attributes().keys() | misspelt


def test_expressions_have_their_language_wherever_they_stand():
    known = specification.attributes()
    for name in ("conditionExpression", "timeDuration", "loopCardinality", "completionCondition", "from"):
        assert "language" in known[name], name
    assert {"id", "name", "startQuantity"} <= known["userTask"]
    assert "startQuantity" not in known["startEvent"]


def test_parts_stand_in_the_order_of_the_schema():
    flow = specification.elements()["sequenceFlow"]
    assert [part.names for part in flow.parts] == [
        {name}
        for name in (
            "documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef",
            "conditionExpression",
        )
    ]  # fmt: skip
    assert flow.required == {"sourceRef", "targetRef"}
    assert specification.elements()["process"].attributes["processType"] == ("None", "Public", "Private")
