"""加签, 减签 and what is handed back: who signs at a step besides the one whose step it is."""

import pytest

from engine.execution import CannotMove, CannotReturn, NotWaiting
from tests.engine.execution.stories import Story, boundary, message, model, sub
from tests.engine.execution.support import chain, flow, nodes, script, token_of

LINE = model(nodes(start="s", user="apply head office", end="e") + chain("s", "apply", "head", "office", "e"))


def signers(condition: str = "", how: str = "") -> str:
    enough = f"<completionCondition>{condition}</completionCondition>" if condition else ""
    return (
        f"<multiInstanceLoopCharacteristics {how}><loopCardinality>2</loopCardinality>{enough}"
        "</multiInstanceLoopCharacteristics>"
    )


def several(condition: str = "", how: str = "") -> Story:
    body = nodes(start="s", user="after", end="e") + chain("s", "all", "after", "e")
    return Story(model(body + f'<userTask id="all">{signers(condition, how)}</userTask>'))


def at_head() -> Story:
    return Story(LINE).finish("apply")


# --- before, beside, after


def test_the_step_waits_for_those_who_sign_before() -> None:
    story = at_head().sign("head", "before", "li")
    assert story.tags == ["li"]
    assert story.at_now == {"head"}
    story.by("li")
    assert story.tags == ["head"]
    story.finish("head")
    assert story.open == ["office"]


def test_several_may_be_asked_before_while_the_step_waits() -> None:
    story = at_head()
    token = token_of(story.run, "head")
    story.run.add_signer(token, "beside", "wang")
    for who in ("li", "zhao"):
        story.run.add_signer(token, "before", who)
    story.advance()
    assert sorted(story.tags) == ["li", "wang", "zhao"]
    story.by("li")
    assert sorted(story.tags) == ["wang", "zhao"]
    story.by("zhao")
    assert story.tags == ["head", "wang"]


def test_nobody_is_asked_to_sign_at_a_step_whose_own_part_is_done() -> None:
    story = at_head()
    token = token_of(story.run, "head")
    story.sign("head", "beside", "li")
    story.run.complete(token)
    story.advance()
    with pytest.raises(NotWaiting):
        story.run.add_signer(token, "before", "zhao")


@pytest.mark.parametrize("order", [("own", "li"), ("li", "own")])
def test_those_beside_sign_in_any_order(order: tuple[str, str]) -> None:
    story = at_head().sign("head", "beside", "li")
    assert story.tags == ["head", "li"]
    for who in order:
        if who == "own":
            story.own("head")
        else:
            story.by("li")
    assert story.open == ["office"]


def test_those_after_begin_when_the_step_is_done_and_all_at_once() -> None:
    story = at_head().sign("head", "after", "li").sign("head", "after", "wang")
    assert story.tags == ["head"]
    assert story.run.waiting[0].later == ("li", "wang")
    story.finish("head")
    assert story.tags == ["li", "wang"]
    story.by("wang")
    assert story.at_now == {"head"}
    story.by("li")
    assert story.open == ["office"]


def test_a_signer_may_ask_others_in_turn() -> None:
    story = at_head().sign("head", "before", "li")
    story.run.add_signer(story.tagged("li"), "before", "wang")
    story.run.add_signer(story.tagged("wang"), "after", "zhao")
    story.advance()
    assert story.tags == ["wang"]
    story.by("wang", "zhao", "li")
    assert story.tags == ["head"]


def test_a_signer_is_told_with_his_step() -> None:
    story = at_head()
    host = token_of(story.run, "head")
    story.sign("head", "beside", {"who": 7})
    (step,) = [step for step in story.run.waiting if step.sign]
    assert (step.element, step.sign, step.host, step.position) == ("head", "beside", host, None)
    assert step.tag == {"who": 7}
    assert [done.element for done in story.run.completed] == ["apply"]


# --- one of several


def test_beside_one_of_several_he_is_one_more_of_them() -> None:
    story = several().sign("all", "beside", "li", 0)
    assert sorted(step.position for step in story.run.waiting if step.position is not None) == [0, 1, 2]
    story.finish(("all", 0), ("all", 1))
    assert story.tags == ["li"]
    story.by("li")
    assert story.open == ["after"]


def test_he_counts_in_their_ratio() -> None:
    ratio = "nrOfCompletedInstances / nrOfInstances >= 0.5"
    story = several(ratio)
    story.sign("all", "beside", "li", 0).sign("all", "beside", "wang", 0)
    story.finish(("all", 0))
    assert story.tags == ["all", "li", "wang"]
    story.by("wang")
    assert story.open == ["after"]


def test_in_sequence_he_is_the_last() -> None:
    story = several(how='isSequential="true"').sign("all", "beside", "li", 0).sign("all", "beside", "wang", 0)
    assert story.run.waiting[0].later == ("li", "wang")
    story.run.remove_later(token_of(story.run, "all", 0), 0)
    story.advance()
    story.finish(("all", 0), ("all", 1))
    assert story.tags == ["wang"]
    story.by("wang")
    assert story.open == ["after"]


def test_he_gets_an_item_of_his_own_and_the_collection_stays_as_it_is() -> None:
    loop = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>people</loopDataInputRef>"
        '<inputDataItem id="who" name="who"/></multiInstanceLoopCharacteristics>'
    )
    body = nodes(start="s", end="e") + '<dataObject id="people"/>' + chain("s", "all", "e")
    story = Story(model(body + f'<userTask id="all">{loop}</userTask>'), people=["a", "b"])
    story.sign("all", "beside", "li", 0, item="c")
    assert [step.item for step in story.run.waiting] == ["a", "b", "c"]
    assert story.run.read("who", story.tagged("li")) == "c"
    assert story.run.read("people") == ["a", "b"]


def test_a_return_to_all_of_them_asks_only_those_of_the_diagram() -> None:
    story = several().sign("all", "beside", "li", 0)
    story.finish(("all", 0), ("all", 1)).by("li")
    story.back("all")
    assert story.tags == ["all", "all"]


# --- taking away


def test_a_signer_may_be_withdrawn_and_the_step_looks_whether_it_is_done() -> None:
    story = at_head().sign("head", "before", "li")
    story.run.remove_signer(story.tagged("li"))
    story.advance()
    assert story.tags == ["head"]
    story.sign("head", "beside", "wang")
    story.own("head")
    story.run.remove_signer(story.tagged("wang"))
    story.advance()
    assert story.open == ["office"]


def test_one_of_several_who_was_added_may_be_withdrawn_and_completes_them() -> None:
    story = several().sign("all", "beside", "li", 0)
    story.finish(("all", 0), ("all", 1))
    story.run.remove_signer(story.tagged("li"))
    story.advance()
    assert story.open == ["after"]


def test_in_sequence_the_next_comes_when_one_is_withdrawn() -> None:
    story = several(how='isSequential="true"').sign("all", "beside", "li", 0).sign("all", "beside", "wang", 0)
    story.finish(("all", 0), ("all", 1))
    story.run.remove_signer(story.tagged("li"))
    story.advance()
    assert story.tags == ["wang"]
    story.by("wang")
    assert story.open == ["after"]


def test_whom_the_diagram_asks_stays() -> None:
    story = several()
    with pytest.raises(CannotMove) as refused:
        story.run.remove_signer(token_of(story.run, "all", 0))
    assert refused.value.code == "not_added"


def test_who_has_signed_stays() -> None:
    story = at_head().sign("head", "beside", "li")
    token = story.tagged("li")
    story.by("li")
    with pytest.raises(CannotMove) as refused:
        story.run.remove_signer(token)
    assert refused.value.code == "not_live"


def test_one_of_those_to_come_may_be_withdrawn() -> None:
    story = at_head().sign("head", "after", "li").sign("head", "after", "wang")
    head = token_of(story.run, "head")
    story.run.remove_later(head, 0)
    with pytest.raises(CannotMove):
        story.run.remove_later(head, 1)
    story.finish("head")
    assert story.tags == ["wang"]


# --- with everything else


def test_an_end_of_the_step_from_outside_takes_its_signers_along() -> None:
    body = nodes(start="s", user="u late", end="e f") + boundary("b", "u", message("stop"))
    story = Story(model(body + chain("s", "u", "e") + chain("b", "late", "f"))).sign("u", "beside", "li")
    story.receive("message", "stop")
    assert story.open == ["late"]


def test_a_condition_on_the_way_out_is_asked_when_all_have_signed() -> None:
    body = nodes(start="s", user="u yes no", end="e f")
    body += chain("s", "u") + flow("u", "yes", "sure") + flow("u", "no", "not sure")
    story = Story(model(body + chain("yes", "e") + chain("no", "f")), sure=False).sign("u", "after", "li")
    story.finish("u").write(sure=True)
    story.by("li")
    assert story.open == ["yes"]


def test_a_return_from_behind_opens_the_step_without_its_signers() -> None:
    story = at_head().sign("head", "beside", "li")
    story.by("li")
    story.finish("head")
    assert [step.element for step in story.run.past(token_of(story.run, "office"))] == ["head", "apply"]
    story.back("head")
    assert story.tags == ["head"]
    story.finish("head", "office")
    assert story.state == "completed"


def test_a_signer_may_return_the_matter() -> None:
    story = at_head().sign("head", "before", "li")
    story.run.return_to(story.tagged("li"), "apply")
    story.advance()
    assert story.open == ["apply"]
    story.finish("apply")
    assert story.tags == ["head"]


# --- straight back


def test_an_earlier_step_is_done_again_and_the_matter_comes_straight_back() -> None:
    story = Story(LINE).finish("apply", "head")
    office = token_of(story.run, "office")
    (apply,) = [step.token for step in story.run.past(office) if step.element == "apply"]
    story.run.hand_back(office, apply, "li")
    story.advance()
    assert story.open == ["apply"]
    assert story.at_now == {"office"}
    story.by("li")
    assert story.open == ["office"]
    assert story.token_done("head")


def test_what_goes_on_beside_is_not_touched() -> None:
    body = nodes(start="s", par="p q", user="apply a b after", end="e")
    body += chain("s", "apply", "p", "a", "q", "after", "e") + chain("p", "b", "q")
    story = Story(model(body)).finish("apply", "b")
    a = token_of(story.run, "a")
    story.run.hand_back(a, story.token_done("apply"), "li")
    story.advance()
    assert story.open == ["apply"]
    story.by("li")
    story.finish("a")
    assert story.open == ["after"]


def test_nothing_is_handed_back_to_what_does_not_lie_before() -> None:
    body = nodes(start="s", par="p q", user="a b", end="e")
    story = Story(model(body + chain("s", "p", "a", "q", "e") + chain("p", "b", "q"))).finish("b")
    with pytest.raises(CannotReturn) as refused:
        story.run.hand_back(token_of(story.run, "a"), story.token_done("b"), None)
    assert refused.value.code == "not_in_past"


def test_from_inside_a_sub_process_to_a_step_before_it() -> None:
    inside = nodes(start="is", user="check", end="ie") + script("mark", "seen = 1")
    inside += chain("is", "check", "mark", "ie")
    body = nodes(start="s", user="apply", end="e") + sub("h", inside) + chain("s", "apply", "h", "e")
    story = Story(model(body)).finish("apply")
    story.run.hand_back(token_of(story.run, "check"), story.token_done("apply"), "li")
    story.advance()
    assert story.open == ["apply"]
    story.by("li")
    story.finish("check")
    assert story.state == "completed"
