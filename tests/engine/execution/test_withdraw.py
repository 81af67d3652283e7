"""撤回: a handler takes back what he has done while nobody has gone on from it."""

from typing import Any

import pytest

from engine.execution import CannotMove
from tests.engine.execution.stories import Story, at_date, boundary, items, message, model, sub, throw
from tests.engine.execution.support import chain, flow, nodes, script

LINE = nodes(start="s", user="apply head office", end="e") + chain("s", "apply", "head", "office", "e")


def refusal(story: Story, element: str) -> str:
    before = story.run.dump()
    with pytest.raises(CannotMove) as refused:
        story.run.withdraw(story.token_done(element))
    assert story.run.dump() == before
    return refused.value.code


def test_the_step_is_open_again_and_the_next_one_is_not() -> None:
    story = Story(model(LINE)).finish("apply").withdraw("apply")
    assert story.open == ["apply"]
    story.finish("apply", "head", "office")
    assert story.state == "completed"


def test_not_after_the_next_one_was_done() -> None:
    assert refusal(Story(model(LINE)).finish("apply", "head"), "apply") == "followed"


def test_whoever_works_beside_does_not_hinder_it() -> None:
    body = nodes(start="s", par="p q", user="a b c after", end="e")
    body += chain("s", "p", "a", "c", "q", "after", "e") + chain("p", "b", "q")
    story = Story(model(body)).finish("a", "b").withdraw("a")
    assert story.open == ["a"]
    story.finish("a", "c")
    assert story.open == ["after"]


def test_the_last_before_a_join_takes_his_part_back_alone() -> None:
    body = nodes(start="s", par="p q", user="a b after", end="e")
    body += chain("s", "p", "a", "q", "after", "e") + chain("p", "b", "q")
    story = Story(model(body)).finish("a", "b")
    assert story.open == ["after"]
    story.withdraw("b")
    assert story.open == ["b"]
    story.finish("b")
    assert story.open == ["after"]


def test_scripts_in_between_are_run_again() -> None:
    body = nodes(start="s", user="a b", end="e") + script("x", "n = n + 1") + chain("s", "a", "x", "b", "e")
    story = Story(model(body), n=0).finish("a").withdraw("a").finish("a")
    assert story.run.read("n") == 2


@pytest.mark.parametrize("answer", [{"sent": True}, None])
def test_not_after_a_service_was_called(answer: Any) -> None:
    body = nodes(start="s", user="a b", service="v", end="e") + chain("s", "a", "v", "b", "e")
    story = Story(model(body), call_service=lambda call: answer).finish("a")
    assert refusal(story, "a") == "acted"


def test_not_after_something_was_sent() -> None:
    body = (
        nodes(start="s", user="a b", end="e") + throw("t", message("hello")) + chain("s", "a", "t", "b", "e")
    )
    assert refusal(Story(model(body)).finish("a"), "a") == "acted"


def test_one_of_several_waits_for_the_others_and_the_last_may() -> None:
    body = nodes(start="s", user="after", end="e") + f'<userTask id="all">{items(2)}</userTask>'
    story = Story(model(body + chain("s", "all", "after", "e"))).finish(("all", 0))
    assert refusal(story, "all") == "countersigning"
    story.finish(("all", 1))
    assert story.open == ["after"]
    story.withdraw("all")
    assert [step.position for step in story.run.waiting] == [1]
    story.finish(("all", 1))
    assert story.open == ["after"]


def test_in_sequence_the_next_signer_follows() -> None:
    how = 'isSequential="true"'
    loop = f"<multiInstanceLoopCharacteristics {how}><loopCardinality>2</loopCardinality>"
    body = (
        nodes(start="s", end="e") + f'<userTask id="all">{loop}</multiInstanceLoopCharacteristics></userTask>'
    )
    story = Story(model(body + chain("s", "all", "e"))).finish(("all", 0))
    assert refusal(story, "all") == "countersigning"


def test_what_has_been_left_by_its_deadline_is_over() -> None:
    inside = nodes(start="t", user="u v", end="x") + chain("t", "u", "v", "x")
    body = nodes(start="s", user="late", end="e f") + sub("h", inside) + boundary("b", "h", message("stop"))
    story = Story(model(body + chain("s", "h", "e") + chain("b", "late", "f"))).finish("u")
    story.receive("message", "stop")
    assert refusal(story, "u") == "interrupted"


def test_time_that_interrupted_the_next_one_is_undone_too() -> None:
    body = nodes(start="s", user="a b late", end="e f") + boundary("t", "b", at_date("2026-03-02T13:00:00Z"))
    story = Story(model(body + chain("s", "a", "b", "e") + chain("t", "late", "f"))).finish("a")
    story.after(hours=2)
    assert story.open == ["late"]
    story.withdraw("a")
    assert story.open == ["a"]


def test_a_choice_is_made_anew() -> None:
    body = nodes(start="s", user="a yes no", xor="x", end="e f") + chain("s", "a", "x")
    body += flow("x", "yes", "c == 1") + flow("x", "no", "c != 1") + chain("yes", "e") + chain("no", "f")
    story = Story(model(body), c=1).finish("a")
    assert story.open == ["yes"]
    story.withdraw("a").write(c=2).finish("a")
    assert story.open == ["no"]


def test_a_signer_takes_back_what_the_step_has_not_answered() -> None:
    story = Story(model(LINE)).finish("apply").sign("head", "before", "li").by("li")
    story.run.withdraw(story.token_done("head"))
    story.advance()
    assert story.tags == ["li"]
    story.by("li").finish("head")
    assert refusal(story, "apply") == "followed"


def test_who_asked_others_to_sign_after_him_takes_it_back_until_they_have() -> None:
    story = Story(model(LINE)).finish("apply").sign("head", "after", "li")
    head = story.run.waiting[0].token
    story.finish("head")
    assert story.tags == ["li"]
    story.run.withdraw(head)
    story.advance()
    assert story.tags == ["head"]
    story.sign("head", "after", "li").sign("head", "after", "wang").finish("head").by("li")
    with pytest.raises(CannotMove) as refused:
        story.run.withdraw(head)
    assert refused.value.code == "followed"


def test_what_is_open_cannot_be_withdrawn() -> None:
    story = Story(model(LINE))
    with pytest.raises(CannotMove) as refused:
        story.run.withdraw(story.run.waiting[0].token)
    assert refused.value.code == "not_done"
