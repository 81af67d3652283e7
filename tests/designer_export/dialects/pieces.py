"""A diagram of another tool in a few lines, and what it becomes here."""

from lxml import etree

from designer_export.dialects import Carried, carry
from designer_export.lint import Report, lint
from designer_export.namespaces import MODEL, bpmn, tb
from designer_export.reading import read
from designer_export.writing import write
from tests.designer_export.diagrams import row

SPACES = {
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "operaton": "http://operaton.org/schema/1.0/bpmn",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "flowable": "http://flowable.org/bpmn",
    "modeler": "http://flowable.org/modeler",
    "activiti": "http://activiti.org/bpmn",
    "spiffworkflow": "http://spiffworkflow.org/bpmn/schema/1.0/core",
    "drools": "http://www.jboss.org/drools",
    "signavio": "http://www.signavio.com",
    "bizagi": "http://www.bizagi.com/bpmn20",
    "adonis": "http://www.boc-group.com",
    "triso": "http://www.trisotech.com/2015/triso/modeling",
    "itp": "http://www.itp-commerce.com/BPMN2.0",
    "w4": "http://www.w4.eu/spec/BPMN/20110701/MODEL",
    "w4graph": "http://www.w4.eu/spec/BPMN/20110930/GRAPH",
    "kp": "http://knowprocess.com/bpmn",
    "platform": "http://camunda.org/schema/modeler/1.0",
    "i18n": "http://www.omg.org/spec/BPMN/non-normative/extensions/i18n/1.0",
}


def diagram(
    *middle: str, space: str, beside: str = "", start: str = "", executable: str = 'isExecutable="true"'
) -> bytes:
    """A process of a row of elements; `space` is the prefix that they use."""
    named = f'xmlns:{space}="{SPACES[space]}"'
    if space == "flowable":
        named += f' xmlns:modeler="{SPACES["modeler"]}"'
    head = f'<definitions xmlns="{MODEL}" {named} id="d">'
    body = f'{beside}<process id="p" {executable}>{row(*middle, start=start)}</process>'
    return f"{head}{body}</definitions>".encode()


def extended(tag: str, inside: str, attributes: str = "", more: str = "") -> str:
    """An element with extension elements; `tag` is ``kind id``."""
    kind, identifier = tag.split()
    extensions = f"<extensionElements>{inside}</extensionElements>" if inside else ""
    return f'<{kind} id="{identifier}" {attributes}>{extensions}{more}</{kind}>'


def ours(data: bytes) -> Carried:
    """What is carried over; twice gives the same as once."""
    carried = carry(read(data))
    again = carry(read(write(carried)))
    assert not again.changed, etree.tostring(again.diagram.root)
    return carried


def element(carried: Carried, identifier: str) -> etree._Element:
    (found,) = carried.diagram.root.iterfind(f".//*[@id='{identifier}']")
    return found


def written(carried: Carried, identifier: str, *path: str) -> list[dict[str, str]]:
    """The attributes of our extensions of an element, given by the names that lead to them."""
    steps = "/".join((bpmn("extensionElements"), *map(tb, path)))
    return [dict(item.attrib) for item in element(carried, identifier).iterfind(steps)]


def scripts(carried: Carried, identifier: str) -> list[tuple[str, str]]:
    items = element(carried, identifier).iterfind(f"{bpmn('extensionElements')}/{tb('script')}")
    return [(item.get("when", "") + (" each" if item.get("each") else ""), item.text or "") for item in items]


def pairs(carried: Carried, identifier: str, owner: str = "operation") -> dict[str, str]:
    """Pairs of an operation or mapping: ``in.name`` and ``out.name``."""
    found = element(carried, identifier).find(f"{bpmn('extensionElements')}/{tb(owner)}")
    assert found is not None, identifier
    return {f"{etree.QName(item).localname}.{item.get('name')}": item.get("expression", "") for item in found}


def operation(carried: Carried, identifier: str) -> str | None:
    found = written(carried, identifier, "operation")
    return found[0]["name"] if found else None


def cases(carried: Carried) -> set[str]:
    return {note.case for note in carried.notes}


def not_carried(data: bytes) -> set[str]:
    """Local names of foreign elements and attributes that a rule names as not carried."""
    return {etree.QName(item.name).localname for item in carry(read(data)).foreign if not item.mapped}


def judged(data: bytes) -> Report:
    return lint(data)


def kept(data: bytes) -> set[str]:
    """Local names of foreign elements and attributes that count as serving their own tool."""
    return {etree.QName(item.name).localname for item in carry(read(data)).foreign if item.kept}
