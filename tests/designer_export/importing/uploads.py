"""Small uploads of each tool."""

import io
import json
import zipfile
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from lxml import etree

from designer_export.importing import Taken

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPACES = {
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
    "flowable": "http://flowable.org/bpmn",
    "activiti": "http://activiti.org/bpmn",
    "spiffworkflow": "http://spiffworkflow.org/bpmn/schema/1.0/core",
    "tb": "urn:tongban:bpmn:1.0",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}


def diagram(
    inside: str, *, id: str = "leave_request", name: str = "请假", after: str = "", said: str = ""
) -> bytes:
    """A file with one executable process."""
    text = inside + after + said
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items() if f"{prefix}:" in text)
    return (
        f'<definitions xmlns="{BPMN}" {spaces} id="defs" targetNamespace="t">{said}'
        f'<process id="{id}" name="{name}" isExecutable="true">{inside}</process>{after}</definitions>'
    ).encode()


def line(*nodes: str, first: str = "") -> str:
    """Start, nodes, end, one behind the other; a node is an element whose first attribute is its id."""
    every = [f'<startEvent id="start">{first}</startEvent>', *nodes, '<endEvent id="end"/>']
    ids = [node.split('id="')[1].split('"')[0] for node in every]
    flows = "".join(
        f'<sequenceFlow id="f{at}" sourceRef="{one}" targetRef="{other}"/>'
        for at, (one, other) in enumerate(pairwise(ids))
    )
    return "".join(every) + flows


def task(inside: str = "", *, id: str = "approve", name: str = "审批", more: str = "") -> str:
    """A user task with extension elements."""
    return (
        f'<userTask id="{id}" name="{name}" {more}><extensionElements>{inside}</extensionElements></userTask>'
    )


def handled(inside: str = "", **said: str) -> str:
    """A user task that a group handles in our words."""
    return task('<tb:step><tb:assign rule="group" value="hr"/></tb:step>' + inside, **said)


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def schema(taken: Taken) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(taken.bundle.files["form.schema.json"])["properties"]
    return found


def layout(taken: Taken, name: str) -> list[str]:
    """Pointers on a sheet, in their order."""
    rows = json.loads(taken.bundle.files[f"{name}.layout.json"])["rows"]
    return [cell["field"] for row in rows for cell in row if "field" in cell]


def root(taken: Taken) -> etree._Element:
    return etree.fromstring(taken.bundle.process)


def step(taken: Taken, name: str) -> etree._Element:
    found = root(taken).find(f".//*[@id='{name}']//{{{SPACES['tb']}}}step")
    assert found is not None, name
    return found


def access(taken: Taken, name: str) -> dict[str, tuple[str, bool]]:
    """Pointer → mode and whether it is required, as a step has it."""
    return {
        item.get("pointer", ""): (item.get("access", ""), item.get("required") == "true")
        for item in step(taken, name).iterchildren(f"{{{SPACES['tb']}}}field")
    }


def told(taken: Taken) -> set[str]:
    """What the import itself says, as rule and English words."""
    return {f"{one.rule}: {one.message['en']}" for one in taken.findings}


def says(taken: Taken, part: str) -> bool:
    return any(part in words for words in told(taken))
