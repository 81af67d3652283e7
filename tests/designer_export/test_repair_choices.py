"""What repairs ask, what they may be told, and what they make of it."""

from lxml import etree

from designer_export.findings import LANGUAGES
from designer_export.namespaces import bpmn
from designer_export.repairing import choice_for, repair_one
from designer_export.repairs import REPAIRS
from designer_export.repairs.choices import _words
from tests.designer_export.diagrams import file, flow, process, row

DRAWN = 'isExecutable="false"'
USER = '<userTask id="u" name="办理"/>'
WAYS = (
    f'<startEvent id="s"/>{USER}<exclusiveGateway id="g"/><endEvent id="e"/><endEvent id="e2"/>'
    + flow("s", "u")
    + flow("u", "g")
    + '<sequenceFlow id="yes" name="同意" sourceRef="g" targetRef="e"/>'
    + '<sequenceFlow id="no" name="不同意" sourceRef="g" targetRef="e2"/>'
)


def test_what_a_repair_does_not_ask_for_is_not_taken():
    data = file(process(row(USER), attributes=DRAWN))
    assert repair_one(data, "missing-assignee", "u", "nobody:at all") is None
    assert repair_one(data, "not-executable", "p", "anything") is None
    assert repair_one(data, "apply-step", "u", "behind") is None


def test_every_question_has_its_words_in_both_languages():
    for repair_id, words in _words().items():
        assert repair_id in REPAIRS
        told = [part for name, part in words.items() if name != "example"]
        assert all(set(part) == set(LANGUAGES) and all(part.values()) for part in told)


FIELDS = b'{"type": "object", "properties": {"agreed": {"x-control": "checkbox"}, "why": {}}}'


def test_a_gateway_of_two_ways_offers_the_form_s_boxes():
    data = file(process(WAYS, attributes=DRAWN))
    asked = choice_for(data, "gateway-without-condition", "yes", {"form.schema.json": FIELDS})
    assert [option.value for option in asked.options] == ["agreed"]
    assert asked.typed is None
    assert not asked.allows("other")
    alone = choice_for(data, "gateway-without-condition", "yes")
    assert alone.options == ()
    assert alone.allows("other")


def test_the_diagram_s_nodes_are_offered_by_their_names():
    data = file(process(row(USER) + '<task id="lost" name="遗漏"/>', attributes=DRAWN))
    asked = choice_for(data, "unreachable", "lost")
    assert {option.value: option.words["zh-CN"] for option in asked.options} == {"s": "s", "u": "办理 (u)"}
    mended = etree.fromstring(repair_one(data, "unreachable", "lost", "u"))
    ends = [(one.get("sourceRef"), one.get("targetRef")) for one in mended.iter(bpmn("sequenceFlow"))]
    assert ("u", "lost") in ends
    assert repair_one(data, "unreachable", "lost", "e") is None


def test_a_repair_knows_what_came_beside_the_diagram():
    """A call of a process of another file is no fault, and nobody may make a step for people of it."""
    data = file(process(row('<callActivity id="c" calledElement="other"/>')))
    beside = {"originals/other.bpmn": file(process(row(USER), name="other"))}
    assert repair_one(data, "call-to-nothing", "c") is not None
    assert repair_one(data, "call-to-nothing", "c", files=beside) is None
