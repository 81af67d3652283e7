"""Decisions that see the results of others."""

import pytest

from engine.execution.decisions import compile_decisions
from engine.execution.errors import StepFailed
from tests.engine.execution.decisions.support import decision, literal, made, model, problems, table
from tests.engine.execution.support import QuickSandbox

DIAMOND = model(
    decision(literal("left + right"), "top", "l r"),
    decision(literal("base * 10"), "l", "b", variable="left"),
    decision(literal("base + extra"), "r", "b", name="right"),
    decision(table(["given"], [["> 1", "given + 1"]]), "b", name="base"),
)


def test_required_decisions_are_made_first_and_once() -> None:
    sandbox = QuickSandbox()
    assert made(DIAMOND, "top", sandbox, given=2, extra=100) == 133
    assert len(sandbox.seen) == 5


def test_a_decision_says_what_it_needs_from_outside() -> None:
    found = compile_decisions(DIAMOND)
    assert found["top"].requires == ("l", "r")
    assert found["top"].names == {"given", "extra"}
    assert found["l"].names == {"given"}
    assert found["b"].sources == ("[given]", found["b"].sources[1])
    assert found["top"].sources == ("(left + right)",)


def test_only_what_is_asked_for_is_made() -> None:
    assert made(DIAMOND, "l", given=2) == 30


def test_a_result_hides_a_variable_of_its_name() -> None:
    assert made(DIAMOND, "l", given=2, base=1000) == 30


def test_results_of_decisions_that_are_not_required_are_out_of_sight() -> None:
    xml = model(decision(literal("a"), "top"), decision(literal("1"), "a"))
    assert made(xml, "top", a=5) == 5
    assert compile_decisions(xml)["top"].names == {"a"}


@pytest.mark.parametrize(
    ("variable", "name", "result"),
    [
        ("fee", "Other", "fee"),
        ("the fee", "Other", "the_fee"),
        ("", "Base Fee", "Base_Fee"),
        ("", "费用", "费用"),
        ("", "2nd fee", "d_1"),
        ("", "class", "d_1"),
        ("", "", "d_1"),
    ],
)
def test_a_result_is_called_by_the_first_name_that_is_a_word(variable: str, name: str, result: str) -> None:
    xml = model(decision(literal("1"), "d_1", variable=variable, name=name))
    assert compile_decisions(xml)["d_1"].result_name == result


def test_a_required_result_can_be_written_with_blanks() -> None:
    xml = model(decision(literal("Base Fee * 2"), "top", "b"), decision(literal("4"), "b", name="Base Fee"))
    assert made(xml, "top") == 8


def test_a_reference_with_the_namespace_of_the_file_is_found() -> None:
    top = decision(literal("b + 1"), "top", "b").replace('"#b"', '"urn:own#b"')
    parts = (top, decision(literal("4"), "b"))
    assert made(model(*parts).replace(b'name="f"', b'namespace="urn:own"'), "top") == 5
    assert problems(model(*parts)) == [("decision_missing", "top")]


def test_a_circle_is_refused_at_each_of_its_decisions() -> None:
    xml = model(
        decision(literal("b"), "a", "b"), decision(literal("a"), "b", "a"), decision(literal("c"), "c", "c")
    )
    found = problems(xml)
    assert {code for code, _ in found} == {"decision_cycle"}
    assert {"a", "b"} <= {element for _, element in found} or found == [("decision_cycle", "c")]


def test_two_required_results_of_one_name_are_refused() -> None:
    xml = model(
        decision(literal("x"), "top", "a b"),
        decision(literal("1"), "a", name="x"),
        decision(literal("2"), "b", name="x"),
    )
    assert problems(xml) == [("decision_result_name", "top")]


def test_an_unknown_decision_is_a_failure() -> None:
    with pytest.raises(StepFailed) as caught:
        made(DIAMOND, "nobody")
    assert caught.value.code == "decision_missing"


def test_a_long_chain_of_decisions_is_made() -> None:
    chain = [decision(literal(f"d{at - 1} + 1"), f"d{at}", f"d{at - 1}") for at in range(1, 1500)]
    assert made(model(*chain, decision(literal("0"), "d0")), "d1499") == 1499
