"""Drawings whose coordinates are no numbers are mended like others."""

import pytest

from designer_export.repairing import repair
from tests.designer_export.diagrams import file, process

SPACES = 'xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:c="http://www.omg.org/spec/DD/20100524/DC"'


def shape(name: str, width: str) -> str:
    bounds = f'<c:Bounds x="0" y="0" width="{width}" height="80"/>'
    return f'<d:BPMNShape id="{name}_di" bpmnElement="{name}">{bounds}</d:BPMNShape>'


@pytest.mark.parametrize("number", ["NaN", "inf", "1e300", "x", ""])
def test_coordinates_that_are_no_numbers_hinder_no_repair(number):
    pool = '<collaboration id="c"><participant id="a" processRef="p"/></collaboration>'
    plane = f'<d:BPMNPlane id="pl" bpmnElement="c">{shape("a", number)}{shape("t", "100")}</d:BPMNPlane>'
    drawn = f'<d:BPMNDiagram {SPACES} id="dd">{plane}</d:BPMNDiagram>'
    mended = repair(file(pool + process('<task id="t"/>', attributes="") + drawn))
    assert mended.report.verdict == "runnable"
    assert {item.repair for item in mended.applied} >= {"add-start", "add-end"}
