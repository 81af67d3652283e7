"""What the rules that match come to, policy by policy."""

from typing import Any

import pytest

from engine.execution.errors import StepFailed
from tests.engine.execution.decisions.support import decision, made, model, table
from tests.engine.execution.support import QuickSandbox

OVERLAPPING = [["< 10", "'small'"], ["< 100", "'middle'"], ["< 1000", "'large'"]]
RANKS = {0: "'large', 'middle', 'small'"}


def story(policy: str, amount: Any, rules: Any = OVERLAPPING, **kwargs: Any) -> Any:
    return made(model(decision(table(["amount"], rules, policy, **kwargs))), amount=amount)


def failure(policy: str, amount: Any, rules: Any = OVERLAPPING, **kwargs: Any) -> StepFailed:
    with pytest.raises(StepFailed) as caught:
        story(policy, amount, rules, **kwargs)
    return caught.value


def test_unique_gives_the_output_when_one_rule_matches() -> None:
    assert story("UNIQUE", 500) == "large"
    assert story("", 500) == "large"


@pytest.mark.parametrize("policy", ["", "UNIQUE"])
def test_unique_fails_and_names_the_rules_when_several_match(policy: str) -> None:
    failed = failure(policy, 50)
    assert (failed.code, failed.detail) == ("decision_unique", "r1, r2")


def test_first_gives_the_upper_rule_when_several_match() -> None:
    assert story("FIRST", 5) == "small"
    assert story("FIRST", 50) == "middle"


def test_first_works_out_no_output_below_the_rule_that_matches() -> None:
    rules = [["> 5", "'yes'"], ["-", "1 / zero"]]
    assert made(model(decision(table(["amount"], rules, "FIRST"))), amount=6, zero=0) == "yes"


def test_outputs_of_rules_that_do_not_match_are_not_worked_out() -> None:
    rules = [["> 5", "'yes'"], ["<= 5", "1 / zero"]]
    assert made(model(decision(table(["amount"], rules))), amount=6, zero=0) == "yes"


def test_any_gives_the_output_when_the_rules_agree() -> None:
    assert story("ANY", 5, [["< 10", "5"], ["< 100", "5.0"]]) == 5


@pytest.mark.parametrize("second", ["6", "'5'", "true", "null"])
def test_any_fails_when_the_rules_do_not_agree(second: str) -> None:
    assert failure("ANY", 5, [["-", "5"], ["-", second]]).code == "decision_any"
    assert failure("ANY", 5, [["-", "1"], ["-", "true"]]).code == "decision_any"


def test_priority_gives_the_first_of_the_allowed_outputs() -> None:
    assert story("PRIORITY", 5, ranks=RANKS) == "large"
    assert story("PRIORITY", 5, ranks={0: "'middle', 'small', 'large'"}) == "middle"


def test_priority_looks_at_the_next_column_when_the_first_is_even() -> None:
    rules = [["-", "'a'", "1"], ["-", "'a'", "2"], ["-", "'b'", "3"]]
    ranks = {0: "'a', 'b'", 1: "3, 2, 1"}
    assert story("PRIORITY", 5, rules, outputs=("k", "n"), ranks=ranks) == {"k": "a", "n": 2}


def test_priority_looks_at_the_columns_that_have_an_order_alone() -> None:
    rules = [["-", "'a'", "1"], ["-", "'b'", "2"]]
    assert story("PRIORITY", 5, rules, outputs=("k", "n"), ranks={1: "2, 1"}) == {"k": "b", "n": 2}


@pytest.mark.parametrize("policy", ["PRIORITY", "OUTPUT ORDER"])
def test_an_output_fails_when_it_is_not_among_the_allowed(policy: str) -> None:
    failed = failure(policy, 5, ranks={0: "'large', 'small'"})
    assert failed.code == "decision_priority"
    assert "middle" in failed.detail


def test_rule_order_gives_every_output_as_the_rules_stand() -> None:
    assert story("RULE ORDER", 5) == ["small", "middle", "large"]


def test_output_order_gives_every_output_as_the_allowed_stand() -> None:
    assert story("OUTPUT ORDER", 5, ranks=RANKS) == ["large", "middle", "small"]


def test_collect_gives_a_list_when_nothing_is_aggregated() -> None:
    assert story("COLLECT", 50) == ["middle", "large"]


@pytest.mark.parametrize(("aggregation", "result"), [("SUM", 6.5), ("MIN", 1), ("MAX", 3.5), ("COUNT", 3)])
def test_collect_gives_a_number_when_it_aggregates(aggregation: str, result: float) -> None:
    rules = [["-", "1"], ["-", "2"], ["-", "3.5"]]
    assert story("COLLECT", 0, rules, aggregation=aggregation) == result


@pytest.mark.parametrize(
    ("aggregation", "result"), [("SUM", None), ("MIN", None), ("MAX", None), ("COUNT", 0)]
)
def test_an_aggregation_of_nothing_is_null_but_for_the_count(aggregation: str, result: int | None) -> None:
    assert story("COLLECT", 5000, aggregation=aggregation) == result


@pytest.mark.parametrize(
    ("aggregation", "outputs"),
    [
        ("SUM", ["1", "'2'"]),
        ("SUM", ["'a'", "'b'"]),
        ("SUM", ["1", "true"]),
        ("SUM", ["1", "null"]),
        ("MIN", ["1", "'2'"]),
        ("MAX", ["null", "null"]),
    ],
)
def test_an_aggregation_fails_when_outputs_cannot_be_added_or_ordered(
    aggregation: str, outputs: list[str]
) -> None:
    assert (
        failure("COLLECT", 0, [["-", it] for it in outputs], aggregation=aggregation).code == "decision_type"
    )


def test_the_least_and_greatest_of_texts_and_days_are_found() -> None:
    rules = [["-", "date('2026-05-01')"], ["-", "date('2026-04-30')"]]
    assert story("COLLECT", 0, rules, aggregation="MIN") == "2026-04-30"
    assert story("COLLECT", 0, rules, aggregation="MAX") == "2026-05-01"


def test_several_outputs_make_a_dict_by_name() -> None:
    rules = [["< 10", "1", "'a'"], ["< 20", "2", ""]]
    assert story("FIRST", 5, rules, outputs=("n", "k")) == {"n": 1, "k": "a"}
    assert story("RULE ORDER", 5, rules, outputs=("n", "k")) == [{"n": 1, "k": "a"}, {"n": 2, "k": None}]
    assert story("COLLECT", 5, rules, outputs=("n", "k"), aggregation="COUNT") == 2


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "ANY", "PRIORITY"])
def test_a_single_hit_is_the_default_or_null_when_no_rule_matches(policy: str) -> None:
    assert story(policy, 5000, ranks=RANKS) is None
    assert story(policy, 5000, ranks=RANKS, defaults={0: "'huge'"}) == "huge"


def test_defaults_make_a_dict_when_there_are_several_outputs() -> None:
    found = story("UNIQUE", 5000, [["1", "2", "3"]], outputs=("n", "k"), defaults={1: "amount + 1"})
    assert found == {"n": None, "k": 5001}


@pytest.mark.parametrize("policy", ["RULE ORDER", "OUTPUT ORDER", "COLLECT"])
def test_several_hits_are_an_empty_list_when_no_rule_matches(policy: str) -> None:
    assert story(policy, 5000, ranks=RANKS) == []


def test_a_table_without_rules_or_inputs_has_a_result() -> None:
    assert story("UNIQUE", 5, []) is None
    assert made(model(decision(table([], [["7"]])))) == 7


def test_a_value_is_refused_when_its_column_does_not_allow_it() -> None:
    assert story("FIRST", 5, allowed={0: "[0..50]"}) == "small"
    for wrong in (51, "5", None, True):
        assert failure("FIRST", wrong, allowed={0: "[0..50]"}).code == "decision_input"


@pytest.mark.parametrize("policy", ["FIRST", "UNIQUE", "RULE ORDER"])
def test_a_long_table_runs_in_a_few_expressions(policy: str) -> None:
    rules = [[str(at), f"'{'x' * 200}{at}'"] for at in range(500)]
    xml = model(decision(table(["amount"], rules, policy)))
    sandbox = QuickSandbox()
    found = made(xml, sandbox=sandbox, amount=499)
    assert (found[0] if policy == "RULE ORDER" else found) == f"{'x' * 200}499"
    assert 2 < len(sandbox.seen) < 15
    assert all(len(source) <= 20_000 for source, _ in sandbox.seen)


def test_a_long_table_stops_at_the_first_match() -> None:
    rules = [[str(at), f"'{'x' * 200}'"] for at in range(500)]
    sandbox = QuickSandbox()
    assert made(model(decision(table(["amount"], rules, "FIRST"))), sandbox=sandbox, amount=1) == "x" * 200
    assert len(sandbox.seen) == 2
