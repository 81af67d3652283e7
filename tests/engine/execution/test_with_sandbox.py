"""The engine with the real sandbox: conditions over the document and the outcomes of steps."""

from collections.abc import Iterator

import pytest

from engine.execution import Environment
from expressions.sandbox import Sandbox
from tests.engine.execution.support import chain, finish, flow, make_env, nodes, program, script, started


@pytest.fixture(scope="module")
def real() -> Iterator[Environment]:
    sandbox = Sandbox(workers=1)
    yield make_env(sandbox=sandbox, max_seconds=30.0)
    sandbox.close()


def test_outcomes_and_scripts_in_the_sandbox(real: Environment) -> None:
    story = program(
        nodes(start="s", user="review", xor="x", end="yes no")
        + script("f", "total = sum(row['amount'] for row in rows)\nlabel = title.upper()")
        + chain("s", "review", "f", "x")
        + flow("x", "yes", "steps.review.outcome == 'approve' and total > 10")
        + flow("x", "no", "steps['review']['outcome'] == 'reject'")
    )
    run = started(story, real, rows=[{"amount": 5}, {"amount": 7}], title="mail")
    run.write("steps", {"review": {"outcome": "approve"}})
    finish(run, "review")
    assert run.failures == ()
    assert (run.read("total"), run.read("label")) == (12, "MAIL")
    assert "yes" in run.marking().done


def test_what_the_sandbox_refuses_is_a_failure(real: Environment) -> None:
    story = program(
        nodes(start="s", end="e") + script("f", "import os\nx = os.environ") + chain("s", "f", "e")
    )
    run = started(story, real)
    assert [failure.element for failure in run.failures] == ["f"]
    assert run.variables() == {}
