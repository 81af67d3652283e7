"""Processes that a diagram calls and that came in other files."""

import pytest

from designer_export.dialects import carry
from designer_export.lint import lint
from designer_export.namespaces import bpmn
from designer_export.reading import read
from designer_export.writing import write
from engine.execution import compile_file
from tests.designer_export.diagrams import file, process, row

CALL = '<callActivity id="call" calledElement="sub"/>'
MAIN = file(process(row(CALL)))


def other(*middle: str, beside: str = "", name: str = "sub") -> bytes:
    return file(beside + process(row(*middle), name=name))


def named(data: bytes, files: dict[str, bytes]) -> set[tuple[str, str]]:
    return {(finding.rule, finding.level) for finding in lint(data, files).findings}


def test_what_is_called_is_taken_in_and_runs():
    carried = carry(read(MAIN), {"other.bpmn": other('<task id="x"/>')})
    assert carried.changed
    programs = compile_file(write(carried))
    assert (programs.main, "x" in programs.by_id["p"].nodes) == ("p", True)
    assert ("call-to-nothing", "complete") not in named(MAIN, {"other.bpmn": other('<task id="x"/>')})


def test_alone_the_diagram_stays_a_drawing():
    assert ("call-to-nothing", "complete") in named(MAIN, {})
    assert lint(MAIN).verdict == "drawing"


def test_ids_that_are_given_already_are_given_anew():
    same = other('<task id="call"/>')  # its start, end and flows are called as those of the caller
    carried = carry(read(MAIN), {"other.bpmn": same})
    inside = carried.diagram.root.find(f"{bpmn('process')}[@id='sub']")
    assert {item.get("id") for item in inside} == {"sub_s", "sub_call", "sub_e", "sub_s_call", "sub_call_e"}
    assert compile_file(write(carried)).main == "p"


def test_what_it_declares_comes_along():
    receiver = other('<receiveTask id="x" messageRef="m"/>', beside='<message id="m" name="paid"/>')
    carried = carry(read(MAIN), {"other.bpmn": receiver})
    assert [item.get("name") for item in carried.diagram.root.iter(bpmn("message"))] == ["paid"]


def test_what_is_called_from_there_comes_too():
    second = other('<callActivity id="deeper" calledElement="third"/>')
    third = other('<task id="z"/>', name="third")
    carried = carry(read(MAIN), {"b.bpmn": second, "c.bpmn": third})
    assert [item.get("id") for item in carried.diagram.root.iter(bpmn("process"))] == ["p", "sub", "third"]


def test_files_that_call_each_other_end():
    back = other('<callActivity id="back" calledElement="p"/>')
    assert carry(read(MAIN), {"b.bpmn": back, "same.bpmn": MAIN}).changed
    assert ("call-cycle", "refused") in named(MAIN, {"b.bpmn": back})


@pytest.mark.parametrize(
    "content", [b"", b"<a/>", b"not xml", b"\x00\x01", other('<task id="x"/>', name="elsewhere")]
)
def test_files_that_hold_nothing_of_it_change_nothing(content):
    assert not carry(read(MAIN), {"other.bpmn": content}).changed
    assert not carry(read(MAIN), {"other.txt": other('<task id="x"/>')}).changed


def test_a_variable_that_is_an_id_here_keeps_the_process_out():
    loop = (
        '<multiInstanceLoopCharacteristics><loopDataInputRef>l</loopDataInputRef><inputDataItem id="call"/>'
    )
    taken = other(f'<task id="x">{loop}</multiInstanceLoopCharacteristics></task>')
    assert not carry(read(MAIN), {"other.bpmn": taken}).changed
