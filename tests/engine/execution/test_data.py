"""Data associations (BPMN 2.0.2, 10.4.2 and 10.4.3): in from data objects and stores, out to them."""

import pytest

from engine.execution import Execution, NotExecutable, Occurrence, compile_process
from tests.engine.execution.support import chain, finish, make_env, nodes, program, reloaded, started

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
LINE = nodes(start="s", end="e")
OBJECTS = (
    '<dataObject id="do_price" name="price"/><dataObjectReference id="ref_price" dataObjectRef="do_price"/>'
    '<dataObject id="total"/>'
)


def io(inputs: str = "", outputs: str = "") -> str:
    """An ioSpecification with these data inputs and outputs."""
    parts = "".join(f'<dataInput id="in_{name}" name="{name}"/>' for name in inputs.split())
    parts += "".join(f'<dataOutput id="out_{name}" name="{name}"/>' for name in outputs.split())
    return f"<ioSpecification>{parts}<inputSet/><outputSet/></ioSpecification>"


def into(source: str, target: str, more: str = "") -> str:
    reference = f"<sourceRef>{source}</sourceRef>" if source else ""
    return f"<dataInputAssociation>{reference}<targetRef>{target}</targetRef>{more}</dataInputAssociation>"


def out_of(source: str, target: str, more: str = "") -> str:
    reference = f"<sourceRef>{source}</sourceRef>" if source else ""
    return f"<dataOutputAssociation>{reference}<targetRef>{target}</targetRef>{more}</dataOutputAssociation>"


def scripted(name: str, text: str, data: str) -> str:
    return f'<scriptTask id="{name}">{data}<script><![CDATA[{text}]]></script></scriptTask>'


def test_a_script_reads_its_input_and_its_output_goes_where_it_leads() -> None:
    data = io("amount", "result") + into("ref_price", "in_amount") + out_of("out_result", "total")
    body = LINE + OBJECTS + scripted("f", "result = amount * 2", data) + chain("s", "f", "e")
    run = started(program(body), price=21)
    assert run.state == "completed"
    assert (run.read("price"), run.read("total")) == (21, 42)
    assert "amount" not in run.variables()


def test_an_output_that_was_not_written_changes_nothing() -> None:
    data = io("", "result") + out_of("out_result", "total")
    run = started(program(LINE + OBJECTS + scripted("f", "x = 1", data) + chain("s", "f", "e")), total=5)
    assert run.read("total") == 5


def test_a_transformation_makes_the_value() -> None:
    data = io("amount", "result") + into(
        "ref_price", "in_amount", "<transformation>price + 1</transformation>"
    )
    data += out_of("out_result", "total", "<transformation>[result, result]</transformation>")
    body = LINE + OBJECTS + scripted("f", "result = amount", data) + chain("s", "f", "e")
    assert started(program(body), price=1).read("total") == [2, 2]


def test_an_assignment_writes_one_name() -> None:
    made = "<assignment><from>price * 3</from><to>amount</to></assignment>"
    data = io("amount", "result") + into("ref_price", "in_amount", made)
    data += out_of("out_result", "total", "<assignment><from>result</from><to>total</to></assignment>")
    body = LINE + OBJECTS + scripted("f", "result = amount", data) + chain("s", "f", "e")
    assert started(program(body), price=2).read("total") == 6


def test_a_data_store_outlives_the_instance() -> None:
    store = '<dataStoreReference id="ref_store" name="stock"/>'
    data = io("left", "left2") + into("ref_store", "in_left") + out_of("out_left2", "ref_store")
    body = LINE + store + scripted("f", "left2 = (left or 10) - 1", data) + chain("s", "f", "e")
    env = make_env()
    for expected in (9, 8):
        run = Execution.create(program(body), env, {})
        run.advance()
        assert (run.state, env.stores["stock"]) == ("completed", expected)


def test_inputs_survive_a_reload_while_a_sub_process_waits() -> None:
    inner = nodes(start="is", user="u", end="ie") + chain("is", "u", "ie")
    data = io("amount", "result") + into("ref_price", "in_amount") + out_of("out_result", "total")
    body = LINE + OBJECTS + f'<subProcess id="sub">{data}{inner}</subProcess>' + chain("s", "sub", "e")
    compiled = program(body)
    run = reloaded(started(compiled, price=7), compiled)
    token = run.waiting[0].token
    assert run.read("amount", token) == 7
    run.write("result", 9, token)
    finish(run, "u")
    assert (run.state, run.read("total")) == ("completed", 9)


def test_a_called_process_takes_and_gives_by_associations() -> None:
    called = (
        '<process id="Q" isExecutable="true"><startEvent id="qs"/><scriptTask id="qf"><script>result = amount'
        ' + 1</script></scriptTask><endEvent id="qe"/>' + chain("qs", "qf", "qe") + "</process>"
    )
    data = io("amount", "result") + into("ref_price", "in_amount") + out_of("out_result", "total")
    body = LINE + OBJECTS + f'<callActivity id="c" calledElement="Q">{data}</callActivity>'
    xml = (
        f'{HEAD}<process id="P" isExecutable="true">{body}{chain("s", "c", "e")}</process>'
        f"{called}</definitions>"
    )
    run = started(compile_process(xml.encode(), "P"), price=1)
    assert (run.state, run.read("total")) == ("completed", 2)


def test_a_loop_names_its_collections_by_the_ids_of_data() -> None:
    loop = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>ref_people</loopDataInputRef>"
        '<loopDataOutputRef>ref_votes</loopDataOutputRef><inputDataItem id="person"/>'
        '<outputDataItem id="vote"/></multiInstanceLoopCharacteristics>'
    )
    objects = "".join(
        f'<dataObject id="o_{name}" name="{name}"/>'
        f'<dataObjectReference id="ref_{name}" dataObjectRef="o_{name}"/>'
        for name in ("people", "votes")
    )
    text = scripted("f", "vote = person + '!'", loop)
    run = started(program(LINE + objects + text + chain("s", "f", "e")), people=["a", "b"])
    assert run.read("votes") == ["a!", "b!"]


def test_a_payload_is_filled_by_associations() -> None:
    data = '<dataInput id="in_what" name="what"/>' + into("ref_price", "in_what")
    throw = f'<intermediateThrowEvent id="t">{data}<messageEventDefinition messageRef="m"/>'
    body = LINE + OBJECTS + f"{throw}</intermediateThrowEvent>" + chain("s", "t", "e")
    xml = (
        f'{HEAD}<message id="m" name="m"/><process id="P" isExecutable="true">{body}</process></definitions>'
    )
    run = started(compile_process(xml.encode()), price=3)
    assert [dict(event.payload) for event in run.take_sent()] == [{"what": 3}]


def test_a_payload_is_taken_by_associations() -> None:
    data = '<dataOutput id="out_what" name="what"/>' + out_of("out_what", "total")
    catch = f'<intermediateCatchEvent id="c">{data}<messageEventDefinition messageRef="m"/>'
    body = LINE + OBJECTS + f"{catch}</intermediateCatchEvent>" + chain("s", "c", "e")
    xml = (
        f'{HEAD}<message id="m" name="m"/><process id="P" isExecutable="true">{body}</process></definitions>'
    )
    run = started(compile_process(xml.encode()))
    assert run.receive(Occurrence("message", "m", payload={"any": 4}))
    run.advance()
    assert (run.state, run.read("total")) == ("completed", 4)


def test_each_called_process_of_several_keeps_its_variables_over_a_reload() -> None:
    called = '<process id="Q" isExecutable="true">' + nodes(start="qs", user="q", end="qe")
    called += chain("qs", "q", "qe") + "</process>"
    mapping = '<extensionElements><tb:mapping xmlns:tb="urn:tongban:bpmn:1.0">'
    mapping += '<tb:in name="mine" expression="item"/><tb:out name="out" expression="mine"/></tb:mapping>'
    mapping += "</extensionElements>"
    loop = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>all</loopDataInputRef>"
        '<loopDataOutputRef>outs</loopDataOutputRef><inputDataItem id="item"/><outputDataItem id="out"/>'
        "</multiInstanceLoopCharacteristics>"
    )
    body = (
        LINE + f'<callActivity id="c" calledElement="Q">{mapping}{loop}</callActivity>' + chain("s", "c", "e")
    )
    xml = f'{HEAD}<process id="P" isExecutable="true">{body}</process>{called}</definitions>'
    compiled = compile_process(xml.encode(), "P")
    run = reloaded(started(compiled, all=["a", "b"]), compiled)
    assert [run.read("mine", step.token) for step in run.waiting] == ["a", "b"]
    for step in run.waiting:
        run.complete(step.token)
        run.advance()
        run = reloaded(run, compiled)
    assert (run.state, run.read("outs")) == ("completed", ["a", "b"])


def test_an_association_to_nothing_is_refused() -> None:
    data = io("amount") + into("nowhere", "in_amount")
    with pytest.raises(NotExecutable) as caught:
        program(LINE + scripted("f", "x = 1", data) + chain("s", "f", "e"))
    assert [(finding.code, finding.element) for finding in caught.value.findings] == [
        ("invalid_element", "f")
    ]
