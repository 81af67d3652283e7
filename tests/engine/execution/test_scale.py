"""Sizes that a diagram may have, and what must end in an incident instead of hanging."""

from statistics import median
from time import process_time

import pytest

from tests.engine.execution.stories import (
    Story,
    after,
    boundary,
    catch,
    check,
    end,
    error,
    escalation,
    findings,
    handler,
    items,
    message,
    model,
    signal,
    start,
    sub,
)
from tests.engine.execution.support import chain, finish, flow, nodes, script, started


def nested(depth: int, innermost: str, host: str = "") -> str:
    body = nodes(start="is", end="ie") + innermost
    for level in range(depth):
        body = (
            nodes(start=f"s{level}", end=f"e{level}")
            + sub(f"h{level}", body)
            + chain(f"s{level}", f"h{level}", f"e{level}")
        )
    return body + host


def test_thirty_levels_run_to_the_end_and_come_back() -> None:
    inner = nodes(user="x y") + chain("is", "x", "y", "ie")
    story = Story(model(nested(30, inner)))
    assert story.finish("x").open == ["y"]
    assert story.back("x").open == ["x"]
    assert story.finish("x", "y").state == "completed"


@pytest.mark.parametrize("trigger", [error("E"), escalation("E")])
def test_an_event_goes_out_through_thirty_levels(trigger: str) -> None:
    inner = nodes(user="x") + end("bad", trigger) + chain("is", "x", "bad") + flow("is", "ie")
    more = boundary("b", "h29", trigger) + nodes(user="late", end="le") + chain("b", "late", "le")
    assert Story(model(nested(30, inner, more))).finish("x").open == ["late"]


def test_a_timer_takes_thirty_levels_down() -> None:
    inner = nodes(user="x") + chain("is", "x", "ie")
    more = boundary("b", "h29", after("PT1H")) + nodes(user="late", end="le") + chain("b", "late", "le")
    assert Story(model(nested(30, inner, more))).after(hours=1).open == ["late"]


def test_more_levels_than_there_may_be_are_refused() -> None:
    assert findings(nested(105, flow("is", "ie"))) == {("nested_too_deep", "P")}
    assert Story(model(nested(60, flow("is", "ie")))).run.state == "completed"


def branches(count: int, more: str = "") -> str:
    names = [f"u{number}" for number in range(count)]
    body = nodes(start="s", par="p j", user="after " + " ".join(names), end="e") + flow("s", "p")
    return body + "".join(chain("p", name, "j") for name in names) + chain("j", "after", "e") + more


def test_three_hundred_branches_with_a_timer_each() -> None:
    timers = "".join(
        boundary(f"b{n}", f"u{n}", after(f"PT{n + 1}M"), stops=False)
        + nodes(end=f"x{n}")
        + flow(f"b{n}", f"x{n}")
        for n in range(300)
    )
    story = Story(model(branches(300, timers)))
    begin = process_time()
    story.after(minutes=150)
    assert sum(story.turns(f"b{n}") for n in range(300)) == 150
    run = story.run
    for n in range(300):
        finish(run, f"u{n}")
    assert story.open == ["after"]
    check(run._instance)
    assert run.next_due is None
    assert process_time() - begin < 20


def test_a_signal_reaches_three_hundred_branches() -> None:
    waits = "".join(catch(f"c{n}", signal("go")) + chain("p", f"c{n}", "j") for n in range(300))
    body = (
        nodes(start="s", par="p j", user="after", end="e") + waits + flow("s", "p") + chain("j", "after", "e")
    )
    story = Story(model(body))
    story.receive("signal", "go")
    assert story.open == ["after"]


def test_a_thousand_turns_of_a_loop_with_listeners() -> None:
    body = nodes(start="s", user="u", xor="m x", end="e") + boundary("b", "u", after("PT1H")) + flow("b", "m")
    body += chain("s", "m", "u", "x") + flow("x", "m", "more") + flow("x", "e", "not more")
    story = Story(model(body + handler("h", message("m"), "n", stops=False)), more=True)
    times = []
    for _ in range(1000):
        begin = process_time()
        finish(story.run, "u")
        times.append(process_time() - begin)
    # Medians: a machine that pauses makes a few turns slow, a cost that grows with the turns all the last.
    assert median(times[-200:]) < 2 * median(times[:200])
    story.pause()
    assert len(story.run._instance.watches._all) == 2
    assert story.write(more=False).finish("u").state == "completed"


def test_a_thousand_countersigners() -> None:
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>1000</loopCardinality>"
    loop += "<completionCondition>nrOfCompletedInstances &gt;= 990</completionCondition>"
    loop += "</multiInstanceLoopCharacteristics>"
    body = nodes(start="s", user="late after", end="e e2") + f'<userTask id="u">{loop}</userTask>'
    body += boundary("b", "u", after("PT1H")) + chain("s", "u", "after", "e") + chain("b", "late", "e2")
    story = Story(model(body))
    begin = process_time()
    for step in story.run.waiting[:989]:
        story.run.complete(step.token)
        story.run.advance()
    assert process_time() - begin < 10
    story.pause()
    assert story.open == ["u"] * 11
    story.run.complete(story.run.waiting[0].token)
    assert story.advance().open == ["after"]
    interrupted = Story(model(body)).after(hours=1)
    assert interrupted.open == ["late"]


def test_five_thousand_tasks_in_a_row_run() -> None:
    names = [f"f{number}" for number in range(5000)]
    body = nodes(start="s", end="e") + "".join(script(name, "n = n + 1") for name in names)
    run = started(model(body + chain("s", *names, "e")), n=0)
    if run.failures:  # the clock of a slow machine, not the length of the row
        assert {failure.code for failure in run.failures} == {"budget"}
        run.retry(run.failures[0].token)
    assert (run.state, run.read("n")) == ("completed", 5000)


def test_a_handler_that_begins_itself_by_a_condition_ends() -> None:
    even = "<conditionalEventDefinition><condition>n % 2 == 0</condition></conditionalEventDefinition>"
    inside = start("hs", even, more='isInterrupting="false"') + script("f", "n = n + 1\nn = n + 1")
    inside += nodes(end="he") + chain("hs", "f", "he")
    body = (
        nodes(start="s", user="u", end="e")
        + chain("s", "u", "e")
        + sub("h", inside, more='triggeredByEvent="true"')
    )
    story = Story(model(body), n=0, max_steps=300)
    # Even before and after: the condition was never seen to be false.
    assert (story.failed, story.run.read("n"), story.open) == ([], 2, ["u"])


def test_messages_to_oneself_for_ever_spend_the_budget() -> None:
    body = nodes(start="s", par="p", user="u", xor="m1", end="e") + catch("c", message("m"))
    body += (
        '<sendTask id="t" messageRef="m"/>'
        + nodes(end="e2")
        + handler("h", message("m"), "n", stops=False).replace(
            '<userTask id="n"/>', '<sendTask id="n" messageRef="m"/>'
        )
    )
    body += chain("s", "p", "m1", "t", "e2") + chain("p", "u", "e")
    body = body.replace(catch("c", message("m")), "")
    story = Story(model(body), max_steps=300)
    assert {code for _, code in story.failed} == {"budget"}
    assert story.open == ["u"]


def test_what_is_left_after_the_budget_goes_on_with_a_retry() -> None:
    body = nodes(start="s", xor="m x", user="u", end="e") + script("f", "n = n + 1")
    body += (
        chain("s", "m", "f", "x") + flow("x", "m", "n < 1000") + flow("x", "u", "n >= 1000") + flow("u", "e")
    )
    story = Story(model(body), n=0, max_steps=700)
    retries = 0
    while story.failed and retries < 20:
        assert {code for _, code in story.failed} == {"budget"}
        story.retry()
        retries += 1
    assert (story.open, story.run.read("n")) == (["u"], 1000)


def test_items_within_items_spend_the_budget_by_their_number() -> None:
    """A step makes as many tokens as there are items: a thousand thousands are no thousand steps."""
    inside = sub("n", items(200) + nodes(start="t", user="u", end="x") + chain("t", "u", "x"))
    inside += nodes(start="is", end="ie") + chain("is", "n", "ie")
    body = nodes(start="s", end="e") + sub("m", items(200) + inside) + chain("s", "m", "e")
    story = Story(model(body), reloads=False, max_steps=1000)
    assert {code for _, code in story.failed} == {"budget"}
    assert story.run._instance.last_id < 3000
