"""Files that are not run: every reason with its element."""

import time

import pytest

from engine.execution.decisions import compile_decisions
from engine.execution.errors import NotExecutable
from tests.engine.execution.decisions.support import decision, literal, made, model, problems, table

ONE = table(["a"], [["1", "2"]])


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version_of_the_format_is_read(namespace: str) -> None:
    assert made(model(decision(ONE), namespace=namespace), a=1) == 2


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"<definitions", "unreadable"),
        (b"", "unreadable"),
        (b'<!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>', "doctype"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "not_dmn"),
        (b"<definitions/>", "not_dmn"),
        (model(), "no_decision"),
    ],
)
def test_what_is_no_decision_file_is_refused(xml: bytes, code: str) -> None:
    assert [found for found, _ in problems(xml)] == [code]


@pytest.mark.parametrize(
    "kind", ["invocation", "context", "relation", "functionDefinition", "list", "conditional"]
)
def test_other_boxed_expressions_are_refused_with_their_kind(kind: str) -> None:
    with pytest.raises(NotExecutable) as caught:
        compile_decisions(model(decision(f'<{kind} id="x"/>')))
    found = {finding.code: finding for finding in caught.value.findings}
    assert found["unsupported_element"].element == "x"
    assert found["unsupported_element"].params["name"] == kind
    assert found["decision_no_logic"].element == "d"


def test_business_knowledge_is_refused_at_its_model_and_at_its_use() -> None:
    use = '<knowledgeRequirement id="k"><requiredKnowledge href="#b"/></knowledgeRequirement>'
    xml = model('<businessKnowledgeModel id="b"/><import id="i"/>', decision(use + ONE))
    assert problems(xml) == [("unsupported_element", element) for element in ("b", "i", "k")]


def test_drawing_and_foreign_elements_are_read_past() -> None:
    drawing = (
        '<inputData id="in" name="a"/><knowledgeSource id="law"/><textAnnotation id="note"><text>x</text>'
        '</textAnnotation><association id="as"/><x:shape xmlns:x="urn:x" id="d"/><!-- a comment -->'
    )
    inside = (
        "<description>why</description><question>?</question><extensionElements/>"
        '<authorityRequirement id="au"/>'
        '<informationRequirement id="r"><requiredInput href="#in"/></informationRequirement>'
    )
    annotated = ONE.replace("</rule>", "<annotationEntry><text>x</text></annotationEntry></rule>")
    assert made(model(drawing, decision(inside + annotated)), a=1) == 2


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([decision("")], ("decision_no_logic", "d")),
        ([decision(literal(" "))], ("decision_no_logic", "d")),
        ([decision(ONE + literal("1"))], ("decision_several_logics", "d")),
        ([decision(ONE.replace('id="i0"', 'id="t"'))], ("duplicate_id", "t")),
        ([decision(literal("1")), decision(literal("2"))], ("duplicate_id", "d")),
        ([decision(literal("1")).replace(' id="d"', "")], ("missing_id", "file")),
        ([decision(literal("1"), "d", "nobody")], ("decision_missing", "d")),
        ([decision(literal("1"), "1d")], ("decision_result_name", "1d")),
        ([decision(table(["a"], [["1", "2"]], "SOME"))], ("decision_hit_policy", "t")),
        ([decision(table(["a"], [], "COLLECT", aggregation="AVG"))], ("decision_aggregation", "t")),
        ([decision(table(["a"], [], "FIRST", aggregation="SUM"))], ("decision_aggregation", "t")),
        ([decision(table([], [], "COLLECT", ("x", "y"), "SUM"))], ("decision_aggregation", "t")),
        ([decision(table(["a"], [], outputs=()))], ("decision_no_output", "t")),
        ([decision(table(["a"], [], outputs=("x", "x")))], ("decision_output_name", "t")),
        ([decision(table(["a"], [], outputs=("x", "")))], ("decision_output_name", "t")),
        ([decision(table(["a"], [], "PRIORITY"))], ("decision_output_values", "t")),
        ([decision(table(["a"], [], "PRIORITY", ranks={0: "1, x"}))], ("decision_expression", "o0")),
        ([decision(table(["a"], [["1", "1", "2"]]))], ("decision_rule_width", "r0")),
        ([decision(table(["a"], [["2"]]))], ("decision_rule_width", "r0")),
        ([decision(table([" "], []))], ("decision_expression", "i0")),
        ([decision(table(["a +"], []))], ("decision_expression", "i0")),
        ([decision(table(["?"], []))], ("decision_expression", "i0")),
        ([decision(table(["a"], [], allowed={0: "<"}))], ("decision_expression", "i0")),
        ([decision(table(["a"], [["1", "? + 1"]]))], ("decision_expression", "r0o0")),
        ([decision(table(["a"], [["1", "x = = 1"]]))], ("decision_expression", "r0o0")),
        ([decision(ONE.replace("<rule", '<widget id="w"/><rule'))], ("unsupported_element", "w")),
        ([decision(literal("1" + " " * 5_000))], ("decision_cell_long", "d")),
    ],
)
def test_a_fault_is_found_at_its_element(parts: list[str], expected: tuple[str, str]) -> None:
    assert expected in problems(model(*parts))


def test_a_finding_has_the_text_the_reason_and_the_line() -> None:
    with pytest.raises(NotExecutable) as caught:
        compile_decisions(model(decision(table(["a"], [["\n[1..'x']", "2"]]))))
    params = caught.value.findings[0].params
    assert (params["text"], params["reason"], params["line"]) == (
        "\n[1..'x']",
        "the ends of an interval have no order",
        1,
    )


def test_all_faults_are_found_at_once() -> None:
    xml = model(
        '<businessKnowledgeModel id="b"/>',
        decision(table(["a"], [["<", "2"], ["1", ")"], ["1"]], "SOME"), "one"),
        decision(literal("x ="), "two"),
        decision("", "three"),
    )
    assert problems(xml) == [
        ("unsupported_element", "b"),
        ("decision_expression", "r0c0"),
        ("decision_expression", "r1o0"),
        ("decision_rule_width", "r2"),
        ("decision_hit_policy", "t"),
        ("decision_expression", "two"),
        ("decision_no_logic", "three"),
    ]


def test_a_rule_is_refused_when_it_is_too_long_for_one_expression() -> None:
    cells = [f"'{'x' * 4_990}'"] * 4
    assert problems(model(decision(table(list("abcd"), [[*cells, "1"]])))) == [("decision_rule_long", "r0")]


def test_a_rule_is_refused_when_it_is_nested_too_deeply() -> None:
    deep = "x" + "[0]" * 196
    assert made(model(decision(literal("x" + "[0]" * 20))), x=_nested(20)) == 7
    assert problems(model(decision(table(["a"], [["1", "2"], ["1", deep]])))) == [
        ("decision_expression", "r1")
    ]


def _nested(depth: int) -> object:
    return 7 if depth == 0 else [_nested(depth - 1)]


def test_a_file_with_too_many_elements_is_refused_before_anything_is_compiled() -> None:
    rules = "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"
    xml = model(decision(ONE.replace("</decisionTable>", f"{rules * 10_001}</decisionTable>")))
    began = time.process_time()
    assert [code for code, _ in problems(xml)] == ["decision_too_big"]
    assert time.process_time() - began < 1
