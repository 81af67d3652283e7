"""Moves that meet: signers, withdrawals and ends by force, one after another and in unusual places."""

import pytest

from engine.execution import WAIT, BpmnError, CannotMove, CannotReturn
from engine.execution.errors import NotStorable
from engine.execution.nodes.signing import Kind
from tests.engine.execution.stories import (
    Story,
    after,
    boundary,
    catch,
    compensate,
    error,
    handler,
    items,
    message,
    model,
    signal,
    sub,
    throw,
    undo_by,
)
from tests.engine.execution.support import chain, flow, nodes, token_of

LINE = nodes(start="s", user="apply head office", end="e") + chain("s", "apply", "head", "office", "e")
SPLIT = (
    nodes(start="s", par="p q", user="first a b last", end="e")
    + chain("s", "first", "p", "a", "q", "last", "e")
    + chain("p", "b", "q")
)


def at_head() -> Story:
    return Story(model(LINE)).finish("apply")


def in_turn(*people: str) -> Story:
    """A countersign in turn of two, to which more have been added."""
    loop = '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>2</loopCardinality>'
    body = nodes(start="s", user="first after", end="e") + chain("s", "first", "all", "after", "e")
    body += f'<userTask id="all">{loop}</multiInstanceLoopCharacteristics></userTask>'
    story = Story(model(body)).finish("first")
    for who in people:
        story.sign("all", "beside", who, 0)
    return story


def signed(story: Story, who: str) -> int:
    """The token at which somebody has signed."""
    story.run._instance.wake()
    tokens = story.run._instance.tokens.values()
    return max(token.id for token in tokens if token.internal_data.get("tag") == who and token.counts)


def refusal(story: Story, token: int) -> str:
    before = story.run.dump()
    with pytest.raises(CannotMove) as refused:
        story.run.withdraw(token)
    assert story.run.dump() == before
    return refused.value.code


# --- signers who take back


def test_who_signed_before_cannot_take_it_back_once_the_step_is_done() -> None:
    story = at_head().sign("head", "before", "li").by("li")
    story.sign("head", "after", "wang").own("head")
    assert story.tags == ["wang"]
    assert refusal(story, signed(story, "li")) == "followed"
    story.by("wang")
    assert refusal(story, signed(story, "li")) == "followed"


def test_who_signed_beside_takes_his_part_back_and_the_step_keeps_its_own() -> None:
    story = at_head().sign("head", "beside", "li").by("li")
    story.own("head")
    assert story.open == ["office"]
    story.run.withdraw(signed(story, "li"))
    story.pause().advance()
    assert story.tags == ["li"]
    story.by("li")
    assert story.open == ["office"]


def test_a_signer_of_a_signer_takes_it_back_until_the_step_is_done() -> None:
    story = at_head().sign("head", "before", "li")
    story.run.add_signer(story.tagged("li"), "after", "wang")
    story.by("li", "wang")
    assert story.tags == ["head"]
    story.run.withdraw(signed(story, "wang"))
    story.pause().advance()
    assert story.tags == ["wang"]
    story.by("wang")
    story.own("head")
    assert refusal(story, signed(story, "wang")) == "followed"


def test_the_step_is_taken_back_also_if_those_before_it_had_asked_others() -> None:
    story = at_head().sign("head", "before", "li")
    story.run.add_signer(story.tagged("li"), "before", "wang")
    story.pause().advance()
    story.by("wang", "li")
    story.own("head").withdraw("head")
    assert story.tags == ["head"]


def test_a_restart_from_who_signed_before_asks_the_step_and_those_after_again() -> None:
    story = at_head().sign("head", "before", "li").by("li").sign("head", "after", "wang")
    story.own("head").by("wang").finish("office")
    assert story.state == "completed"
    story.run.restart(signed(story, "li"))
    story.pause().advance()
    assert story.tags == ["li"]
    story.by("li")
    assert story.tags == ["head"]
    story.own("head")
    assert story.open == ["office"]


@pytest.mark.parametrize("answer", [None, BpmnError("E")])
def test_a_service_that_was_left_again_was_called_all_the_same(answer: BpmnError | None) -> None:
    body = nodes(start="s", user="a late", service="v", end="e f") + boundary("b", "v", error("E"))
    body += boundary("t", "v", after("PT1H")) + nodes(xor="m") + chain("s", "a", "v", "e")
    body += chain("b", "m", "late", "f") + flow("t", "m")
    story = Story(model(body), call_service=lambda call: WAIT if answer is None else _raise(answer)).finish(
        "a"
    )
    story.after(hours=2)
    assert story.open == ["late"]
    assert refusal(story, story.token_done("a")) == "acted"


def _raise(error: BpmnError) -> None:
    raise error


# --- what is kept with a signer


@pytest.mark.parametrize("kind", ["before", "beside", "after"])
def test_a_tag_is_kept_as_it_was_and_what_is_no_data_changes_nothing(kind: Kind) -> None:
    story = at_head()
    token, tag = token_of(story.run, "head"), {"people": [1]}
    before = story.run.dump()
    with pytest.raises(NotStorable):
        story.run.add_signer(token, kind, object())
    assert story.run.dump() == before
    story.run.add_signer(token, kind, tag)
    tag["people"].append(2)
    for step in story.run.waiting:
        for told in (step.tag, *step.later):
            assert told in (None, {"people": [1]})
            if told:
                told["people"].append(3)
    assert [step.tag for step in story.run.waiting if step.tag] == [{"people": [1]}] * (kind != "after")
    assert [told for step in story.run.waiting for told in step.later] == [{"people": [1]}] * (
        kind == "after"
    )


def test_so_it_is_with_one_more_of_several_and_with_what_is_handed_back() -> None:
    story = in_turn()
    token, item = token_of(story.run, "all", 0), {"who": [1]}
    before = story.run.dump()
    for tag, who in ((object(), None), ("li", object())):
        with pytest.raises(NotStorable):
            story.run.add_signer(token, "beside", tag, who)
    with pytest.raises(NotStorable):
        story.run.hand_back(token, story.token_done("first"), object())
    assert story.run.dump() == before
    story.run.add_signer(token, "beside", item, item)
    item["who"].append(2)
    assert story.run.waiting[0].later == ({"who": [1]},)


# --- countersign in turn


def test_who_was_withdrawn_from_a_countersign_in_turn_is_not_asked_after_a_return() -> None:
    story = in_turn("li", "wang").finish(("all", 0), ("all", 1))
    story.run.remove_signer(story.tagged("li"))
    story.advance().by("wang")
    for _ in range(2):
        story.back(next(step.token for step in story.run.completed if step.element == "all"), source="after")
        story.by("wang")
    first = min(step.token for step in story.run.completed if step.element == "all")
    for _ in range(2):
        story.back(first, source="after")
        assert [(step.position, step.later) for step in story.run.waiting] == [(0, ("wang",))]
        first = story.run.waiting[0].token
        story.finish(("all", 0), ("all", 1))
        assert story.tags == ["wang"]
        story.by("wang")
        assert story.open == ["after"]
    story.finish("after")
    assert story.state == "completed"


def test_those_behind_him_keep_their_places_when_one_before_him_is_withdrawn_too() -> None:
    story = in_turn("li", "wang", "zhao").finish(("all", 0), ("all", 1)).by("li")
    story.run.remove_signer(story.tagged("wang"))
    story.pause().advance()
    story.by("zhao").back(min(step.token for step in story.run.completed if step.element == "all"))
    assert story.run.waiting[0].later == ("li", "zhao")
    story.run.remove_later(story.run.waiting[0].token, 0)
    story.pause().advance()
    assert story.run.waiting[0].later == ("zhao",)
    story.finish(("all", 0), ("all", 1))
    assert story.tags == ["zhao"]
    story.by("zhao")
    assert story.open == ["after"]


# --- ends by force


def test_nothing_is_withdrawn_from_what_was_ended_by_force() -> None:
    story = Story(model(SPLIT)).finish("first", "a")
    story.run.terminate()
    story.pause()
    assert refusal(story, story.token_done("a")) == "interrupted"
    assert refusal(story, story.token_done("first")) == "interrupted"


def test_a_restart_brings_signers_of_other_branches_back() -> None:
    story = Story(model(SPLIT)).finish("first", "a").sign("b", "before", "li")
    story.run.add_signer(story.tagged("li"), "beside", "wang")
    story.pause().advance()
    story.run.terminate()
    story.pause()
    story.run.restart(story.token_done("a"))
    story.pause().advance()
    assert story.tags == ["a", "li", "wang"]
    story.by("wang", "li").finish("a", "b")
    assert story.open == ["last"]


# --- unusual places


def test_a_turn_of_a_loop_is_taken_back_while_nobody_has_taken_the_next() -> None:
    loop = '<standardLoopCharacteristics loopMaximum="3"/>'
    body = nodes(start="s", end="e") + f'<userTask id="u">{loop}</userTask>' + chain("s", "u", "e")
    story = Story(model(body)).finish(("u", 0))
    story.withdraw("u")
    assert [step.position for step in story.run.waiting] == [0]
    story.finish(("u", 0), ("u", 1))
    first = min(step.token for step in story.run.completed)
    assert refusal(story, first) == "followed"
    story.finish(("u", 2))
    assert story.state == "completed"


def test_a_reminder_beside_a_step_leaves_its_signers_at_work() -> None:
    body = nodes(start="s", user="u remind", end="e f") + boundary("b", "u", message("m"), stops=False)
    story = Story(model(body + chain("s", "u", "e") + chain("b", "remind", "f"))).sign("u", "before", "li")
    story.receive("message", "m")
    assert story.tags == ["li", "remind"]
    story.by("li")
    story.receive("message", "m")
    story.finish("u")
    assert story.open == ["remind", "remind"]


def test_signers_in_an_event_sub_process_hold_it() -> None:
    story = Story(model(LINE + handler("h", message("stop"), "note"))).sign("apply", "before", "li")
    story.receive("message", "stop")
    assert story.tags == ["note"]
    story.sign("note", "after", "wang").own("note")
    assert story.tags == ["wang"]
    story.by("wang")
    assert story.state == "completed"


def test_one_of_several_may_ask_others_and_all_go_when_it_is_enough() -> None:
    enough = "<completionCondition>nrOfCompletedInstances == 1</completionCondition></multi"
    loop = items(2).replace("</multi", enough)
    body = nodes(start="s", user="after", end="e") + f'<userTask id="all">{loop}</userTask>'
    story = Story(model(body + chain("s", "all", "after", "e"))).sign("all", "before", "li", 0)
    story.run.add_signer(story.tagged("li"), "beside", "wang")
    story.pause().advance()
    assert story.tags == ["all", "li", "wang"]
    story.finish(("all", 1))
    assert story.at_now == {"after"}
    story.back(story.token_done("all"))
    assert story.tags == ["all", "li", "wang"]
    story.by("li", "wang").finish(("all", 0))
    assert story.open == ["after"]


def test_signers_of_a_compensation_hold_whoever_asked_for_it() -> None:
    body = nodes(start="s", user="paid last", end="e") + undo_by("paid", "refund")
    body += throw("undo", compensate("paid")) + chain("s", "paid", "undo", "last", "e")
    story = Story(model(body)).finish("paid").sign("refund", "before", "li")
    story.run.add_signer(story.tagged("li"), "before", "wang")
    story.pause().advance()
    story.by("wang", "li")
    story.sign("refund", "after", "zhao").own("refund")
    assert story.tags == ["zhao"]
    story.by("zhao")
    assert story.open == ["last"]


def test_those_who_sign_at_a_compensation_that_goes_on_beside_keep_nothing_listening() -> None:
    undo = '<compensateEventDefinition activityRef="paid" waitForCompletion="false"/>'
    body = nodes(start="s", user="first paid", end="e") + undo_by("paid", "refund")
    body += throw("undo", undo) + chain("s", "first", "paid", "undo", "e")
    story = Story(model(body + handler("h", message("m"), "note", stops=False))).finish("first", "paid")
    assert story.open == ["refund"]
    assert not story.run.listening
    story.sign("refund", "before", "li")
    story.run.add_signer(story.tagged("li"), "before", "wang")
    story.pause().advance()
    story.by("wang")
    story.run.withdraw(signed(story, "wang"))
    story.pause().advance()
    assert not story.run.listening
    story.by("wang", "li").finish("refund")
    assert story.state == "completed"


def test_nothing_is_handed_back_to_what_was_interrupted() -> None:
    inside = nodes(start="t", user="u w", end="x") + throw("tell", signal("told"))
    body = nodes(start="s", par="p q", user="v late", end="e") + sub(
        "h", inside + chain("t", "u", "tell", "w", "x")
    )
    body += boundary("b", "h", message("stop")) + catch("told", signal("told")) + nodes(xor="m")
    body += chain("s", "p", "h", "m", "q", "e") + chain("b", "late", "m") + chain("p", "told", "v", "q")
    story = Story(model(body)).finish("u")
    v = token_of(story.run, "v")
    assert [step.element for step in story.run.past(v)] == ["u"]
    story.receive("message", "stop")
    assert story.open == ["late", "v"]
    assert story.run.past(v) == ()
    with pytest.raises(CannotReturn) as refused:
        story.run.hand_back(v, story.token_done("u"), "again")
    assert refused.value.code == "not_in_past"
