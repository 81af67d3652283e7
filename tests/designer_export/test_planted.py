"""Something unknown, planted into real diagrams, is named each time, with the element that it sits on."""

import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from bench.corpus.accounting import MODEL, label, missing, own_elements, parse
from designer_export.errors import Unreadable
from designer_export.lint import lint
from designer_export.namespaces import BPMNDI
from designer_export.reading import read
from tests.designer_export.diagrams import file, process, row, said

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[3] / "shared" / "corpus")
FILES = 20
FOREIGN = "urn:nobody:knows"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS} (set CORPUS_DIR)")


def chosen(seed: int) -> list[tuple[Path, bytes]]:
    """Files that can be read, drawn by a seed."""
    paths = sorted(path for path in CORPUS.rglob("*") if path.name.endswith((".bpmn", ".bpmn20.xml")))
    Random(seed).shuffle(paths)
    return list(islice(((path, path.read_bytes()) for path in paths if is_read(path.read_bytes())), FILES))


def is_read(data: bytes) -> bool:
    try:
        read(data)
    except Unreadable:
        return False
    return True


Plant = Callable[[etree._Element, Random], tuple[etree._Element, str | None, str]]
"""Plants something below a root; gives the element that must be named, the attribute, and its name."""


def some_element(root: etree._Element, random: Random) -> etree._Element:
    open_to_all = {f"{{{MODEL}}}{name}" for name in ("extensionElements", "documentation", "text", "script")}
    open_to_all |= {f"{{{MODEL}}}{name}" for name in ("conditionExpression", "extension")}
    return random.choice([one for one in own_elements(root) if one.tag not in open_to_all])


def extension(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    host = some_element(root, random)
    place = host.find(f"{{{MODEL}}}extensionElements")
    if place is None:
        place = etree.Element(f"{{{MODEL}}}extensionElements")
        host.insert(0, place)
    return etree.SubElement(place, f"{{{FOREIGN}}}planted"), None, "planted"


def inner_extension(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    """Within an extension of another tool, if there is one."""
    known = root.xpath(f"//*[namespace-uri()!='{MODEL}' and ancestor::*[local-name()='extensionElements']]")
    if not known:
        return extension(root, random)
    return etree.SubElement(random.choice(known), f"{{{FOREIGN}}}planted"), None, "planted"


def attribute(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    host, name = random.choice(own_elements(root)), f"{{{FOREIGN}}}planted"
    host.set(name, "1")
    return host, name, "planted"


def plain_attribute(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    host = random.choice(own_elements(root))
    host.set("planted", "1")
    return host, "planted", "planted"


def foreign_element(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    host = some_element(root, random)
    etree.SubElement(host, f"{{{FOREIGN}}}planted")
    return host, None, "planted"


def element(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    return etree.SubElement(some_element(root, random), f"{{{MODEL}}}planted"), None, "planted"


def bare_element(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    """In no namespace, where nothing is in one by default."""
    if None in root.nsmap:
        return foreign_element(root, random)
    host = some_element(root, random)
    etree.SubElement(host, "planted")
    return host, None, "planted"


def drawn_attribute(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    """In the drawing, if there is one."""
    drawn = root.xpath(f"//*[ancestor-or-self::*[namespace-uri()='{BPMNDI}']]")
    host = random.choice(drawn) if drawn else random.choice(own_elements(root))
    name = random.choice(["planted", f"{{{FOREIGN}}}planted"])
    host.set(name, "1")
    return host, name, "planted"


def drawn_element(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    drawn = root.xpath(f"//*[ancestor-or-self::*[namespace-uri()='{BPMNDI}']]")
    host = random.choice(drawn) if drawn else some_element(root, random)
    return etree.SubElement(host, f"{{{FOREIGN}}}planted"), None, "planted"


def qualified_attribute(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    """In the namespace of BPMN, whose attributes are in none, or in those of XML and ours, which have few."""
    host = random.choice(own_elements(root))
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    name = f"{{{random.choice([MODEL, 'urn:tongban:bpmn:1.0', xsi])}}}planted"
    host.set(name, "1")
    return host, name, "planted"


def own_extension(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    """With the name of BPMN, in extensions."""
    place, _, _ = extension(root, random)
    return etree.SubElement(place.getparent(), f"{{{MODEL}}}planted"), None, "planted"


def extension_attribute(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    known = root.xpath("//*[local-name()='extensionElements']//*")
    if not known:
        return attribute(root, random)
    host, name = random.choice(known), f"{{{FOREIGN}}}planted"
    host.set(name, "1")
    return host, name, "planted"


def text_element(root: etree._Element, random: Random) -> tuple[etree._Element, str | None, str]:
    """Within a text, which may hold anything."""
    names = ("documentation", "text", "script", "conditionExpression")
    texts = [one for one in own_elements(root) if etree.QName(one).localname in names]
    if not texts:
        return foreign_element(root, random)
    return etree.SubElement(random.choice(texts), f"{{{FOREIGN}}}planted"), None, "planted"


PLANTS = (
    qualified_attribute,
    own_extension,
    extension_attribute,
    text_element,
    drawn_attribute,
    drawn_element,
    extension,
    inner_extension,
    attribute,
    plain_attribute,
    foreign_element,
    element,
    bare_element,
)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_what_nobody_knows_is_named_where_it_sits(plant: Plant):
    unnamed, seed = [], PLANTS.index(plant)
    for path, data in chosen(seed):
        root = parse(data)
        host, attribute, name = plant(root, Random(f"{seed}{path.name}"))
        planted = etree.tostring(root)
        report = lint(planted)
        named = [
            finding
            for finding in report.findings
            if (finding.element, finding.attribute) == (label(host), attribute)
            and all(name in words for words in finding.message.values())
        ]
        if not named:
            unnamed.append((path.name, host.tag, label(host)))
        assert missing(planted, report.as_json(path.name)) == [], path
    assert unnamed == []


def test_what_only_draws_has_to_be_bpmn_as_well():
    pool = '<process id="q" isExecutable="false"><task id="t"><planted/></task></process>'
    drawn = file(
        '<collaboration id="c"><participant id="a" processRef="p"/><participant id="b" processRef="q"/>'
        f"</collaboration>{process(row())}{pool}"
    )
    report = lint(drawn)
    assert ("unsupported-element", "refused", "t") in said(report)
    assert report.elements["refused"] == 1
    assert missing(drawn, report.as_json("x")) == []
    plain = lint(drawn.replace(b"<planted/>", b""))
    assert (plain.verdict, plain.elements["refused"]) == ("runnable", 0)


@pytest.mark.parametrize(
    "drawing",
    [
        '<di:waypoint xmlns:di="http://www.omg.org/spec/DD/20100524/DI" x="1" y="2"/>',
        '<bpmndi:BPMNShape xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="shape"/>',
    ],
)
def test_what_is_drawn_may_not_stand_in_the_model(drawing):
    report = lint(file(process(row(f'<task id="t">{drawing}</task>'))))
    assert ("unsupported-element", "refused", "t") in said(report)


def test_a_flow_that_only_we_gave_an_id_is_named_by_its_process():
    flow = '<sequenceFlow sourceRef="t" targetRef="nowhere"/>'
    ours, theirs = b'xmlns:tb="urn:tongban:bpmn:1.0"', b'xmlns:flowable="http://flowable.org/bpmn"'
    data = file(process(row('<serviceTask id="t"/>') + flow)).replace(ours, theirs)
    report = lint(data)
    assert ("reference-to-nothing", "refused", "p") in said(report)
    assert missing(data, report.as_json("x")) == []
