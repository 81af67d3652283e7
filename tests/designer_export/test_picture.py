"""Diagrams as SVG: everything that is drawn, nothing that runs."""

import re
from pathlib import Path

import pytest
from lxml import etree

from bpmn_models.bundle import shipped
from designer_export.errors import Unreadable
from designer_export.picture import picture
from designer_export.picture_words import lines
from tests.engine.designs.uploaded import CAMUNDA

CORPUS = Path(__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"


def words(svg: bytes) -> list[str]:
    return [item.text or "" for item in etree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("bundle", shipped(), ids=lambda bundle: bundle.key)
def test_every_shape_and_flow_of_a_diagram_is_drawn(bundle) -> None:
    svg = etree.fromstring(picture(bundle.process))
    drawn = etree.fromstring(bundle.process)
    flows = len(drawn.findall(".//{*}BPMNEdge"))
    steps = sum(len(drawn.findall(f".//{{*}}{kind}Task")) for kind in ("user", "service", "script"))
    assert len(svg.findall(f"{SVG}polyline")) == flows
    assert len(svg.findall(f"{SVG}rect")) == steps
    left, top, width, height = (float(one) for one in svg.get("viewBox", "").split())
    for circle in svg.findall(f"{SVG}circle"):
        assert left < float(circle.get("cx", "")) < left + width
        assert top < float(circle.get("cy", "")) < top + height


def test_names_are_words_whatever_they_hold() -> None:
    evil = '<script>alert(1)</script>" onload="x'
    name = evil.replace("<", "&lt;").replace('"', "&quot;").encode()
    svg = picture(CAMUNDA.replace("安排教室".encode(), name))
    assert b"<script" not in svg
    assert "alert(1)" in "".join(words(svg))
    assert {etree.QName(item).localname for item in etree.fromstring(svg).iter()} <= {
        "svg", "style", "marker", "path", "polyline", "polygon", "rect", "circle", "text",
    }  # fmt: skip
    assert not re.search(rb"\s(on\w+|href|src)\s*=", svg.replace(b"onload=&quot;", b""))


def test_a_diagram_without_drawing_is_laid_out() -> None:
    bare = re.sub(rb"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", CAMUNDA, flags=re.S)
    assert "安排教室" in words(picture(bare))


@pytest.mark.parametrize("value", ["NaN", "inf", "1e300", "x", ""])
def test_coordinates_that_are_none_are_left_out(value: str) -> None:
    svg = picture(CAMUNDA.replace(b'x="260"', f'x="{value}"'.encode()))
    assert "填写借用申请" not in words(svg)
    assert b"nan" not in svg
    assert b"inf" not in svg


def test_what_is_no_diagram_is_refused() -> None:
    with pytest.raises(Unreadable):
        picture(b"<svg/>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("安排教室", ["安排教室"]),
        ("校医院负责人审批意见", ["校医院负责人审", "批意见"]),
        ("Approve the invoice", ["Approve the", "invoice"]),
        ("一" * 40, ["一" * 7, "一" * 7, "一" * 6 + "…"]),
    ],
)
def test_words_are_broken_into_lines(text: str, expected: list[str]) -> None:
    assert lines(text, 84, 3) == expected
