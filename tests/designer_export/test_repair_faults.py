"""Mending does nothing that BPMN forbids: what a repair draws keeps to the schema and to the rules."""

import os
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from designer_export.errors import Unreadable
from designer_export.namespaces import bpmn
from designer_export.reading import read
from designer_export.repairing import repair
from tests.designer_export.diagrams import file, flow, process

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[3] / "shared" / "corpus")
ENDS = '<startEvent id="one" name="start"/><startEvent id="two"/><userTask id="a"/><endEvent id="e"/>'


def schema() -> etree.XMLSchema:
    folder = files("SpiffWorkflow.bpmn.parser") / "schema"
    return etree.XMLSchema(etree.parse(str(folder / "BPMN20.xsd")))


def ends_that_lie(data: bytes) -> list[str]:
    """Names in `incoming` and `outgoing` of flows that end or begin elsewhere."""
    root = etree.fromstring(data)
    named = {item.get("id"): item for item in root.iter(bpmn("sequenceFlow"))}
    return [
        one.text
        for tag, end in (("incoming", "targetRef"), ("outgoing", "sourceRef"))
        for one in root.iter(bpmn(tag))
        if one.text in named and named[one.text].get(end) != one.getparent().get("id")
    ]


def test_a_flow_is_led_elsewhere_though_an_outcome_is_called_like_its_node():
    data = file(process(ENDS + flow("one", "a") + flow("two", "a") + flow("a", "e"), attributes=""))
    mended = repair(data)
    assert {"join-starts", "label-outcomes", "add-apply"} <= {item.repair for item in mended.applied}
    assert b'<tb:outcome id="start"' in mended.data
    assert ends_that_lie(mended.data) == []


@pytest.mark.parametrize(
    ("kind", "end"), [("intermediateThrowEvent", "sourceRef"), ("intermediateCatchEvent", "targetRef")]
)
def test_a_link_without_its_other_end_is_joined_to_nothing(kind, end):
    link = f'<{kind} id="l"><linkEventDefinition name="x"/></{kind}>'
    mended = repair(file(process(f'<task id="a"/>{link}', attributes="")))
    assert [item.get("id") for item in etree.fromstring(mended.data).iter(bpmn("startEvent"))]
    ends = {item.get(end) for item in etree.fromstring(mended.data).iter(bpmn("sequenceFlow"))}
    assert "l" not in ends


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS} (set CORPUS_DIR)")
@pytest.mark.parametrize("folder", ["miwg", "visualization-examples", "bpmn-analyzer"])
def test_what_keeps_to_the_schema_does_so_mended(folder):
    paths = sorted(path for path in (CORPUS / folder).rglob("*") if path.name.endswith(".bpmn"))[::4]
    known, broken = schema(), []
    for path in paths:
        try:
            valid = known.validate(read(path.read_bytes()).root.getroottree())
        except Unreadable:
            continue
        mended = repair(path.read_bytes())
        if valid and not known.validate(etree.fromstring(mended.data).getroottree()):
            broken.append((path.name, str(known.error_log[0].message)))
        assert ends_that_lie(mended.data) == ends_that_lie(path.read_bytes()), path
    assert broken == []
