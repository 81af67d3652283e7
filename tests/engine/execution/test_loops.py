"""Counter-signing and loops."""

from time import sleep

import pytest

from engine.execution import Execution, Program
from tests.engine.execution.support import (
    chain,
    finish,
    flow,
    make_env,
    nodes,
    open_steps,
    program,
    reloaded,
    script,
    started,
    token_of,
)


def signers(sequential: bool, condition: str = "") -> Program:
    enough = f"<completionCondition>{condition}</completionCondition>" if condition else ""
    loop = (
        f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        "<loopDataInputRef>people</loopDataInputRef><loopDataOutputRef>votes</loopDataOutputRef>"
        f'<inputDataItem id="person"/><outputDataItem id="vote"/>{enough}</multiInstanceLoopCharacteristics>'
    )
    return program(
        nodes(start="s", user="after", end="e")
        + f'<userTask id="sign">{loop}</userTask>'
        + chain("s", "sign", "after", "e")
    )


def vote(run: Execution, index: int, value: str) -> None:
    run.write("vote", value, token_of(run, "sign", index))
    finish(run, "sign", index)


def test_parallel_signers_each_see_their_own_item() -> None:
    story = signers(sequential=False)
    run = started(story, people=["甲", "乙", "丙"])
    assert [(step.position, step.item) for step in run.waiting] == [(0, "甲"), (1, "乙"), (2, "丙")]
    vote(run, 2, "no")
    run = reloaded(run, story)
    vote(run, 0, "yes")
    assert run.variables() == {"people": ["甲", "乙", "丙"], "votes": ["yes", "no"]}
    assert run.variables(token_of(run, "sign", 1))["person"] == "乙"
    vote(run, 1, "yes")
    assert run.read("votes") == ["yes", "yes", "no"]
    assert open_steps(run) == ["after"]


def test_sequential_signers_come_one_after_the_other() -> None:
    story = signers(sequential=True)
    run = started(story, people={"a": 1, "b": 2})
    assert [step.position for step in run.waiting] == [0]
    vote(run, 0, "x")
    run = reloaded(run, story)
    assert [(step.position, step.item) for step in run.waiting] == [(1, 2)]
    vote(run, 1, "y")
    assert run.read("votes") == {"a": "x", "b": "y"}


def test_ratio_closes_the_rest_as_soon_as_it_is_reached() -> None:
    story = signers(False, "nrOfCompletedInstances / nrOfInstances >= 0.5")
    run = started(story, people=[1, 2, 3, 4])
    vote(run, 1, "a")
    assert open_steps(run) == ["sign"] * 3
    vote(run, 3, "b")
    assert open_steps(run) == ["after"]
    assert sorted(e.event for e in run.take_events() if e.element == "sign").count("cancel") == 2


def test_condition_may_read_the_votes_so_far() -> None:
    story = signers(False, "'veto' in votes")
    run = started(story, people=[1, 2, 3])
    vote(run, 0, "veto")
    assert open_steps(run) == ["after"]


def test_return_to_a_signer_brings_back_those_that_were_closed() -> None:
    story = signers(False, "nrOfCompletedInstances == 2")
    run = started(story, people=[1, 2, 3])
    vote(run, 0, "a")
    vote(run, 2, "c")
    after = token_of(run, "after")
    run.return_to(after, run.past(after)[0].token)
    run = reloaded(run, story)
    assert [step.position for step in run.waiting] == [1, 2]
    vote(run, 1, "b")
    assert run.read("votes") == ["a", "b"]
    assert open_steps(run) == ["after"]


def test_return_to_the_element_asks_every_signer_again() -> None:
    story = signers(False, "nrOfCompletedInstances == 2")
    run = started(story, people=[1, 2, 3])
    vote(run, 0, "a")
    vote(run, 2, "c")
    run.return_to(token_of(run, "after"), "sign")
    run.advance()
    assert [step.position for step in run.waiting] == [0, 1, 2]


def test_empty_collection_is_passed() -> None:
    run = started(signers(False), people=[])
    assert open_steps(run) == ["after"]
    assert run.read("votes") == []


@pytest.mark.parametrize("people", [None, 3, "abc"])
def test_what_is_no_collection_fails_the_step(people: object) -> None:
    run = started(signers(False), people=people)
    assert [(f.element, f.code) for f in run.failures] == [("sign", "loop")]
    run.write("people", ["x"])
    run.retry(run.failures[0].token)
    assert open_steps(run) == ["sign"]


def test_standard_loop_counts_its_turns() -> None:
    condition = "<loopCondition>go</loopCondition>"
    loop = f'<standardLoopCharacteristics testBefore="{{}}">{condition}</standardLoopCharacteristics>'
    body = nodes(start="s", end="e") + chain("s", "f", "e")
    task = '<scriptTask id="f">{}<script>n = n + 1\ngo = loopCounter &lt; 2</script></scriptTask>'
    after = program(body + task.format(loop.format("false")))
    before = program(body + task.format(loop.format("true")))
    assert started(after, n=0, go=False).read("n") == 3
    assert started(before, n=0, go=False).read("n") == 0


def test_a_loop_without_end_spends_its_budget() -> None:
    story = program(
        nodes(start="s", par="split", xor="m", user="u", end="e") + script("f", "n = n + 1")
        + chain("s", "split", "m", "f", "m") + chain("split", "u", "e")
    )  # fmt: skip
    run = started(story, n=0)
    assert {failure.code for failure in run.failures} == {"budget"}
    assert open_steps(run) == ["u"]
    assert reloaded(run, story).failures == run.failures


def test_the_time_of_an_advance_is_bounded_too() -> None:
    story = program(nodes(start="s", xor="m") + script("f", "n = n + 1") + chain("s", "m", "f", "m"))
    run = started(story, make_env(max_steps=10**9, max_seconds=0.05), n=0)
    assert [failure.code for failure in run.failures] == ["budget"]
    turns = run.read("n")
    run.retry(run.failures[0].token)
    assert run.read("n") > turns


def test_a_few_steps_that_take_long_spend_that_time_too() -> None:
    body = nodes(start="s", end="e") + script("f", "nap()") + script("g", "nap()") + script("h", "nap()")
    env = make_env(functions={"nap": lambda: sleep(0.2)}, max_seconds=0.1)
    run = started(program(body + chain("s", "f", "g", "h", "e")), env)
    assert [failure.code for failure in run.failures] == ["budget"]


def test_a_thousand_turns_stay_visible() -> None:
    story = program(
        nodes(start="s", user="u", end="e")
        + '<exclusiveGateway id="m"/><exclusiveGateway id="x" default="out"/>'
        + chain("s", "m", "u", "x")
        + flow("x", "m", "n < 1000", "again")
        + flow("x", "e", name="out")
    )
    run = started(story, n=0)
    for turn in range(1, 1001):
        run.write("n", turn)
        finish(run, "u")
        if turn % 250 == 0:
            run = reloaded(run, story)
        run.take_changes(), run.take_events()
    assert run.state == "completed"


def test_a_digit_or_spaces_say_as_much_as_a_word() -> None:
    """An XML boolean may be ``1``, and whitespace around a value means nothing."""
    loop = (
        '<multiInstanceLoopCharacteristics isSequential=" 1 "><loopDataInputRef> people </loopDataInputRef>'
    )
    body = nodes(start="s", user="after", end="e") + chain("s", "sign", "after", "e")
    body += f'<userTask id="sign">{loop}</multiInstanceLoopCharacteristics></userTask>'
    assert open_steps(started(program(body), people=[1, 2])) == ["sign"]
    again = body.replace(
        loop, '<standardLoopCharacteristics testBefore="1"><loopCondition>more</loopCondition>'
    )
    again = again.replace("</multiInstance", "</standard")
    assert open_steps(started(program(again), more=False)) == ["after"]
