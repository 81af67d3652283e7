"""What is refused when a diagram is compiled, by the ids of its elements."""

import pytest

from engine.execution import NotExecutable, compile_file, compile_process
from engine.execution.parser.diagram import DiagramParser
from engine.execution.parser.elements import BPMN, RUNNABLE
from tests.engine.execution.support import chain, flow, nodes, program, xml

LINE = nodes(start="s", end="e")


def codes(body: str) -> set[tuple[str, str | None]]:
    with pytest.raises(NotExecutable) as caught:
        program(body)
    return {(finding.code, finding.element) for finding in caught.value.findings}


@pytest.mark.parametrize(
    ("element", "code"),
    [
        ('<callActivity id="x"/>', "invalid_element"),
        ('<callChoreography id="x"/>', "unsupported_element"),
        ('<y:thing xmlns:y="urn:y" id="x"/>', "unsupported_element"),
        ('<endEvent id="x"><timerEventDefinition/></endEvent>', "unsupported_part"),
        ('<startEvent id="x"><errorEventDefinition/></startEvent>', "unsupported_part"),
        ('<subProcess id="x" triggeredByEvent="true"/>', "invalid_element"),
        ('<userTask id="x" startQuantity="0"/>', "unsupported_attribute"),
        ('<userTask id="x" completionQuantity="many"/>', "unsupported_attribute"),
        ('<receiveTask id="x"/>', "invalid_element"),
        ('<receiveTask id="x" messageRef="nothing"/>', "invalid_element"),
        ('<scriptTask id="x" scriptFormat="groovy"><script>1</script></scriptTask>', "unsupported_language"),
    ],
)
def test_what_this_engine_does_not_run_is_refused_by_id(element: str, code: str) -> None:
    assert codes(LINE + element + chain("s", "x", "e")) == {(code, "x")}


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        (LINE + flow("s", "nowhere"), ("dangling_flow", "s-nowhere")),
        (nodes(end="e") + '<startEvent id="e"/>', ("duplicate_id", "e")),
        (LINE + nodes(user="lost") + chain("s", "e"), ("never_reached", "lost")),
        (
            LINE + '<boundaryEvent id="x" attachedToRef="s"><timerEventDefinition><timeDuration>PT1S'
            "</timeDuration></timerEventDefinition></boundaryEvent>" + chain("s", "e"),
            ("boundary_attached_to_nothing", "x"),
        ),
        (LINE + nodes(user="a b") + chain("s", "e") + chain("a", "b", "a"), ("never_reached", "b")),
        (LINE + nodes(start="t") + chain("s", "e"), ("several_starts", "P")),
        (nodes(user="a b") + chain("a", "b", "a"), ("no_start", "P")),
        (LINE + flow("s", "e", "1 +"), ("expression", "s")),
        (LINE + flow("s", "e", "x = 1"), ("expression", "s")),
        (LINE + '<scriptTask id="x"/>' + chain("s", "x", "e"), ("invalid_element", "x")),
        (LINE + '<intermediateCatchEvent id="x"/>' + chain("s", "x", "e"), ("invalid_element", "x")),
        (LINE + '<userTask id="x" default="s-x"/>' + chain("s", "x", "e"), ("default_elsewhere", "x")),
        (LINE + chain("s", "e", "s"), ("flow_into_start", "s")),
        (LINE + nodes(par="g") + chain("s", "g") + flow("g", "e", "1"), ("condition_after_parallel", "g-e")),
        (LINE + '<subProcess id="x"/>' + chain("s", "x", "e"), ("no_start", "x")),
    ],
)
def test_broken_structure_is_refused(body: str, finding: tuple[str, str]) -> None:
    assert finding in codes(body)


@pytest.mark.parametrize("root", ["process", "flowNodeRef", "definitions xmlns='urn:other'"])
def test_a_file_whose_root_is_no_definitions_of_bpmn_is_refused(root: str) -> None:
    text = xml(LINE + chain("s", "e")).decode().replace("<definitions", f"<{root}", 1)
    with pytest.raises(NotExecutable) as refused:
        compile_file(text.replace("</definitions>", f"</{root.split()[0]}>").encode())
    assert {finding.code for finding in refused.value.findings} == {"unreadable"}


def test_two_processes_of_one_name_are_refused() -> None:
    process = f'<process id="P" isExecutable="true">{LINE + chain("s", "e")}</process>'
    file = xml("").decode().split("<process")[0] + process * 2 + "</definitions>"
    with pytest.raises(NotExecutable) as refused:
        compile_file(file.encode())
    assert [(found.code, found.element) for found in refused.value.findings] == [("duplicate_id", "P")]


@pytest.mark.parametrize("item", ["inputDataItem", "outputDataItem"])
def test_an_item_of_a_loop_needs_an_id(item: str) -> None:
    loop = f"<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality><{item} name='x'/>"
    body = LINE + f'<userTask id="u">{loop}</multiInstanceLoopCharacteristics></userTask>'
    assert codes(body + chain("s", "u", "e")) == {("invalid_element", "u")}


def test_what_has_no_id_is_named_by_what_is_around_it() -> None:
    assert codes(LINE + "<choreographyTask/>" + chain("s", "e")) == {("unsupported_element", "P")}


def test_a_timer_text_is_parsed_when_the_diagram_is_compiled() -> None:
    timer = "<timerEventDefinition><timeDuration>P1X</timeDuration></timerEventDefinition>"
    body = LINE + f'<intermediateCatchEvent id="x">{timer}</intermediateCatchEvent>' + chain("s", "x", "e")
    assert codes(body) == {("invalid_element", "x")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_any_encoding_is_read_from_bytes(encoding: str) -> None:
    text = xml('<startEvent id="s" name="开始"/>').decode()
    compiled = compile_process(f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding))
    assert compiled.nodes["s"].name == "开始"


@pytest.mark.parametrize(
    "data", [b"", b"<a", b'<!DOCTYPE a [<!ENTITY x "y">]><a/>', b"<a/>", b"\xff\xfe\x00"]
)
def test_what_is_no_diagram_is_refused(data: bytes) -> None:
    with pytest.raises(NotExecutable):
        compile_process(data)


def test_names_of_internal_nodes_cannot_clash() -> None:
    compiled = program(nodes(start="Start", user="Root", end="End") + chain("Start", "Root", "End"))
    assert set(compiled.nodes) == {"Start", "Root", "End"}


def test_five_thousand_tasks_in_a_row_compile() -> None:
    names = [f"u{number}" for number in range(5000)]
    compiled = program(LINE + nodes(user=" ".join(names)) + chain("s", *names, "e"))
    assert len(compiled.flows) == 5001


def test_the_parser_table_is_the_declared_table() -> None:
    assert set(DiagramParser.OVERRIDE_PARSER_CLASSES) == {BPMN + name for name in RUNNABLE}
    assert DiagramParser.PARSER_CLASSES == {}


def test_a_program_cannot_be_changed() -> None:
    compiled = program(LINE + chain("s", "e"))
    with pytest.raises(TypeError):
        compiled.nodes["x"] = compiled.nodes["s"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        ('<sendTask id="x"/>' + chain("s", "x", "e"), ("invalid_element", "x")),
        (
            '<intermediateThrowEvent id="x"><compensateEventDefinition activityRef="nobody"/>'
            "</intermediateThrowEvent>" + chain("s", "x", "e"),
            ("compensation_of_nothing", "x"),
        ),
        (
            '<intermediateThrowEvent id="x"><eventDefinitionRef>stop</eventDefinitionRef>'
            "</intermediateThrowEvent>" + chain("s", "x", "e"),
            ("invalid_element", "x"),
        ),
    ],
)
def test_what_would_do_nothing_or_cannot_stand_there_is_refused(body: str, finding: tuple[str, str]) -> None:
    text = xml(LINE + body).decode().replace("<process", '<terminateEventDefinition id="stop"/><process', 1)
    with pytest.raises(NotExecutable) as caught:
        compile_process(text.encode())
    assert finding in {(one.code, one.element) for one in caught.value.findings}


def test_the_language_of_a_global_script_is_its_own_attribute() -> None:
    task = '<globalScriptTask id="g" scriptLanguage="groovy"><script>1</script></globalScriptTask>'
    body = LINE + '<callActivity id="c" calledElement="g"/>' + chain("s", "c", "e")
    text = xml(body).decode().replace("<process", f"{task}<process", 1)
    with pytest.raises(NotExecutable) as caught:
        compile_process(text.encode())
    assert ("unsupported_language", "g") in {(one.code, one.element) for one in caught.value.findings}


def test_an_empty_pool_is_a_partner_outside_and_ids_in_extensions_are_not_ours() -> None:
    partner = '<process id="other"/>'
    inside = '<extensionElements><task id="s"/></extensionElements>'
    text = xml(LINE + inside + chain("s", "e")).decode().replace("</definitions>", f"{partner}</definitions>")
    assert compile_file(text.encode()).main == "P"


CALL = '<callActivity id="c" calledElement="Q"/>' + chain("s", "c", "e")


def with_called(body: str, called: str) -> bytes:
    """A file whose process ``P`` may call ``Q``."""
    return xml(body).decode().replace("<process", f'<process id="Q">{called}</process><process', 1).encode()


def level(name: str, inside: str) -> str:
    """A sub-process between a start and an end, all named after it."""
    around = nodes(start=f"{name}s", end=f"{name}e") + chain(f"{name}s", name, f"{name}e")
    return f'{around}<subProcess id="{name}">{inside}</subProcess>'


def nested(name: str, levels: int, inside: str) -> str:
    for depth in range(levels):
        inside = level(f"{name}{depth}", inside)
    return inside


def refused(data: bytes) -> set[tuple[str, str | None]]:
    with pytest.raises(NotExecutable) as caught:
        compile_file(data)
    return {(finding.code, finding.element) for finding in caught.value.findings}


def test_ids_that_a_process_shares_with_one_it_calls_are_refused() -> None:
    """The sub-process of the one would run the inside of the other's."""
    called = f'<subProcess id="m">{nodes(user="y")}</subProcess>'
    assert ("duplicate_id", "m") in refused(with_called(called.replace("y", "x") + CALL + LINE, called))


def test_two_processes_of_one_id_are_refused() -> None:
    text = xml(LINE + chain("s", "e")).decode()
    twins = '<process id="Q"/><process id="Q"/>'
    with pytest.raises(NotExecutable) as caught:
        compile_process(text.replace("</definitions>", f"{twins}</definitions>").encode(), "P")
    assert [(finding.code, finding.element) for finding in caught.value.findings] == [("duplicate_id", "Q")]


def test_a_process_in_a_wrong_place_is_none() -> None:
    text = xml(LINE + chain("s", "e")).decode().replace("<process", "<collaboration><process", 1)
    data = text.replace("</process>", "</process></collaboration>").encode()
    assert refused(data) == {("no_such_process", None)}
    twin = (
        xml(LINE + chain("s", "e"))
        .decode()
        .replace("<process", '<collaboration><process id="P"/></collaboration><process')
    )
    assert list(compile_file(twin.encode()).by_id) == ["P"]


def test_a_lane_reference_outside_a_lane_is_refused_or_tells_nothing() -> None:
    body = LINE + chain("s", "e")
    assert codes(body + "<flowNodeRef>s</flowNodeRef>") == {("unsupported_element", "P")}
    lost = xml(body).decode().replace("<process", "<flowNodeRef>s</flowNodeRef><process", 1)
    assert compile_file(lost.encode()).by_id["P"].nodes["s"].lane is None


def test_a_long_row_of_calls_is_refused() -> None:
    row = "".join(
        f'<process id="Q{n}"><startEvent id="s{n}"/><callActivity id="c{n}" calledElement="Q{n + 1}"/>'
        f"{flow(f's{n}', f'c{n}')}</process>"
        for n in range(400)
    )
    main = LINE + '<callActivity id="c" calledElement="Q0"/>' + chain("s", "c", "e")
    last = f'<process id="Q400">{nodes(user="last")}</process>'
    data = xml(main).decode().replace("<process", f"{row}{last}<process", 1).encode()
    with pytest.raises(NotExecutable) as caught:
        compile_process(data, "P")
    assert {finding.code for finding in caught.value.findings} == {"nested_too_deep"}


@pytest.mark.parametrize(
    "part",
    [
        "<loopCardinality/>",
        "<loopDataInputRef> </loopDataInputRef>",
        "<loopCardinality>2</loopCardinality><loopDataOutputRef/>",
        '<loopDataInputRef>names</loopDataInputRef><inputDataItem name="one"/>',
        "<loopCardinality>2</loopCardinality><loopDataOutputRef>all</loopDataOutputRef><outputDataItem/>",
    ],
)
def test_items_without_a_number_or_a_name_are_refused(part: str) -> None:
    task = f'<userTask id="u"><multiInstanceLoopCharacteristics>{part}</multiInstanceLoopCharacteristics>'
    assert codes(LINE + task + "</userTask>" + chain("s", "u", "e")) == {("invalid_element", "u")}
