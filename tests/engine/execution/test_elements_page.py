"""`docs/elements.md` is complete and true: the standard's schema, the parser's tables and the tests agree."""

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

from engine.execution import NotExecutable, ServiceCall, compile_process
from engine.execution.parser import elements
from tests.engine.execution.stories import Story, file, findings, message, model, start
from tests.engine.execution.support import chain, flow, nodes

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "elements.md").read_text(encoding="utf-8")
SCHEMA = files("SpiffWorkflow.bpmn.parser").joinpath("schema/Semantic.xsd").read_text(encoding="utf-8")
LINE = nodes(start="s", end="e") + chain("s", "e")
_POSITIONS = {
    "start": elements.START,
    "start of an event sub-process": elements.EVENT_SUB_START,
    "catch": elements.EVENT_DEFINITIONS["intermediateCatchEvent"],
    "boundary": elements.EVENT_DEFINITIONS["boundaryEvent"],
    "throw": elements.EVENT_DEFINITIONS["intermediateThrowEvent"],
    "end": elements.EVENT_DEFINITIONS["endEvent"],
}


def tables(heading: str) -> list[list[str]]:
    """Rows of every table whose first column is called so, without their headings."""
    found, inside = [], False
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif cells[0] == heading:
            inside = True
        elif inside and not cells[0].startswith("---"):
            found.append([cells[0].strip("`"), *cells[1:]])
    return found


ELEMENTS = {row[0]: row[1] for row in tables("element")}


def test_every_element_of_the_schema_stands_on_the_page_once() -> None:
    names = [row[0] for row in tables("element")]
    assert len(names) == len(set(names))
    assert set(names) == set(re.findall(r'<xsd:element name="(\w+)"', SCHEMA)) | {"definitions", "import"}


def test_every_attribute_of_the_schema_stands_on_the_page_once() -> None:
    names = [row[0] for row in tables("attribute")]
    assert len(names) == len(set(names))
    assert set(names) == set(re.findall(r'<xsd:attribute name="(\w+)"', SCHEMA))


def test_the_page_agrees_with_the_tables_of_the_parser() -> None:
    runs = {name for name, verdict in ELEMENTS.items() if verdict == "runs"}
    definitions = set().union(*elements.EVENT_DEFINITIONS.values())
    assert runs == elements.RUNNABLE | elements.GLOBAL_TASKS.keys() | elements.LOOPS | definitions | {
        "process",
        "sequenceFlow",
        "complexBehaviorDefinition",
    }
    parts = elements.LEVEL_PARTS | elements.NODE_PARTS | elements.EVENT_PARTS
    parts |= set().union(*elements.OWN_PARTS.values())
    assert {name for name in parts if ELEMENTS[name] == "refused"} == set()


def test_events_run_where_the_page_says() -> None:
    heading = next(line for line in PAGE.splitlines() if line.startswith("| event |"))
    positions = [cell.strip() for cell in heading.strip("|").split("|")][1:]
    assert positions == list(_POSITIONS)
    for name, *cells in tables("event"):
        for position, cell in zip(positions, cells, strict=True):
            assert (cell == "–") == (name not in _POSITIONS[position]), (name, position)


def test_every_test_that_is_named_exists() -> None:
    here = {
        node.name
        for path in Path(__file__).parent.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert named - here == set()
    silent = [row[0] for row in tables("element") if row[1] in ("runs", "refused") and "`test_" not in row[3]]
    assert silent == []


@pytest.mark.parametrize("name", sorted(name for name, verdict in ELEMENTS.items() if verdict == "refused"))
def test_what_is_refused_is_refused(name: str) -> None:
    assert findings(f'{LINE}<{name} id="x"/>') == {("unsupported_element", "x")}


@pytest.mark.parametrize("name", sorted(name for name, verdict in ELEMENTS.items() if verdict == "ignored"))
def test_what_is_ignored_may_stand_beside_a_process(name: str) -> None:
    assert Story(model(LINE, f'<{name} id="x"/>')).state == "completed"


# --- what no other file shows


def test_which_of_several_processes_is_meant() -> None:
    other = f'<process id="Q" isExecutable="false">{LINE.replace("id=", "id=").replace("s-e", "q")}</process>'
    other = other.replace('"s"', '"qs"').replace('"e"', '"qe"')
    assert compile_process(file(LINE, other)).process_id == "P"
    with pytest.raises(NotExecutable):
        compile_process(file(LINE, other.replace("false", "true")))


def test_a_service_is_told_its_operation() -> None:
    seen: list[ServiceCall] = []
    body = nodes(start="s", end="e") + '<serviceTask id="t" operationRef="pay"/>' + chain("s", "t", "e")
    Story(model(body), call_service=seen.append)
    assert [call.operation_id for call in seen] == ["pay"]


def test_a_condition_in_another_language_is_refused() -> None:
    body = (
        nodes(start="s", xor="x", end="e e2")
        + flow("s", "x")
        + flow("x", "e", "n > 1", "f")
        + flow("x", "e2")
    )
    assert findings(body.replace("<conditionExpression>", '<conditionExpression language="feel">')) == {
        ("unsupported_language", "f")
    }
    model(body.replace("<conditionExpression>", '<conditionExpression language="python">'))


def test_a_loop_ends_at_its_maximum() -> None:
    loop = '<standardLoopCharacteristics loopMaximum="3"><loopCondition>True</loopCondition>'
    task = f'<userTask id="u">{loop}</standardLoopCharacteristics></userTask>'
    story = Story(model(nodes(start="s", end="e") + task + chain("s", "u", "e")))
    for turn in range(3):
        assert story.open == ["u"]
        story.finish(("u", turn))
    assert story.state == "completed"


def test_a_shared_definition_is_read_where_it_is_named() -> None:
    shared = '<messageEventDefinition id="D" messageRef="m"/>'
    body = nodes(start="s", user="u", end="e") + chain("s", "c", "u", "e")
    body += (
        '<intermediateCatchEvent id="c"><eventDefinitionRef>D</eventDefinitionRef></intermediateCatchEvent>'
    )
    story = Story(model(body, shared))
    assert story.receive("message", "m")
    assert story.open == ["u"]
    assert ("invalid_element", "c") in findings(body)


def test_a_timer_whose_time_is_an_expression_begins_no_process() -> None:
    timer = "<timerEventDefinition><timeDuration>wait</timeDuration></timerEventDefinition>"
    body = start("s", timer) + nodes(end="e") + flow("s", "e")
    assert findings(body) == {("start_without_data", "s")}
    model(start("s", message("m")) + nodes(end="e") + flow("s", "e"))
