"""A jump by an administrator: what it may enter, and what it leaves behind."""

import pytest

from engine.execution import CannotMove
from tests.engine.execution.stories import Story, after, boundary, catch, handler, items, message, model, sub
from tests.engine.execution.support import chain, flow, nodes, token_of

LINE = nodes(start="s", user="a b c", end="e") + chain("s", "a", "b", "c", "e")
SPLIT = (
    nodes(start="s", par="p q", user="first a1 a2 b1 b2 last", end="e")
    + chain("s", "first", "p", "a1", "a2", "q", "last", "e")
    + chain("p", "b1", "b2", "q")
)
LONG = SPLIT.replace('<endEvent id="e"/>', '<endEvent id="e"/><userTask id="after"/>').replace(
    chain("last", "e"), chain("last", "after", "e")
)
SHORT = (
    nodes(start="s", par="p q", user="first a b last", end="e")
    + chain("s", "first", "p", "a", "q", "last", "e")
    + chain("p", "b", "q")
)


def jump(story: Story, source: str, target: str, index: int | None = None) -> Story:
    story.run.jump(token_of(story.run, source, index), target)
    return story.advance()


def refusal(story: Story, source: str, target: str) -> str:
    before = story.run.dump()
    with pytest.raises(CannotMove) as refused:
        story.run.jump(token_of(story.run, source), target)
    assert story.run.dump() == before
    return refused.value.code


def test_forward_and_back_along_a_line() -> None:
    story = jump(Story(model(LINE)), "a", "c")
    assert story.open == ["c"]
    jump(story, "c", "a")
    story.finish("a", "b", "c")
    assert story.state == "completed"


def test_to_the_end() -> None:
    story = jump(Story(model(LINE)), "a", "e")
    assert story.state == "completed"


def test_within_its_branch_it_leaves_the_other_alone() -> None:
    story = jump(Story(model(SPLIT)).finish("first"), "a1", "a2")
    assert story.open == ["a2", "b1"]
    story.finish("a2", "b1", "b2", "last")
    assert story.state == "completed"


@pytest.mark.parametrize("target", ["b1", "b2"])
def test_it_never_enters_the_other_branch(target: str) -> None:
    assert refusal(Story(model(SPLIT)).finish("first"), "a1", target) == "into_branch"
    assert refusal(Story(model(SPLIT)), "first", target) == "into_branch"


@pytest.mark.parametrize("done", [(), ("b1",), ("b1", "b2"), ("a1",)])
@pytest.mark.parametrize("target", ["first", "last"])
def test_out_of_a_block_it_takes_the_whole_block_away(done: tuple[str, ...], target: str) -> None:
    story = Story(model(SPLIT)).finish("first", *done)
    jump(story, "a2" if "a1" in done else "a1", target)
    assert story.open == [target]
    assert story.at_now == {target}
    rest = ["last"] if target == "last" else ["first", "a1", "a2", "b1", "b2", "last"]
    story.finish(*rest)
    assert story.state == "completed"


def test_from_behind_the_block_back_to_before_it() -> None:
    story = Story(model(SPLIT)).finish("first", "a1", "a2", "b1", "b2")
    jump(story, "last", "first").finish("first", "b1", "a1", "a2", "b2", "last")
    assert story.state == "completed"


def test_where_two_of_three_have_met_it_does_not_go_back_into_one_of_them() -> None:
    body = nodes(start="s", par="p q r", user="a b c ab last", end="e")
    body += chain("s", "p", "a", "q", "ab", "r", "last", "e") + chain("p", "b", "q") + chain("p", "c", "r")
    story = Story(model(body)).finish("a", "b")
    assert story.open == ["ab", "c"]
    assert refusal(story, "ab", "a") == "into_branch"
    jump(story, "ab", "last")
    assert story.open == ["last"]


def test_out_of_a_sub_process_and_out_of_a_loop_they_go_whole() -> None:
    inside = (
        nodes(start="t", par="ip", user="x y", end="z w") + chain("t", "ip", "x", "z") + chain("ip", "y", "w")
    )
    body = nodes(start="s", user="after", end="e") + sub("h", inside)
    body += f'<userTask id="all">{items(3)}</userTask>' + chain("s", "h", "all", "after", "e")
    story = jump(Story(model(body)), "x", "all")
    assert story.open == ["all"] * 3
    jump(story, "all", "after", 1)
    assert story.open == ["after"]
    assert refusal(story, "after", "x") == "into_level"


@pytest.mark.parametrize("target", ["s", "q", "tb", "nothing"])
def test_what_no_token_may_be_put_on(target: str) -> None:
    story = Story(model(SPLIT + boundary("tb", "last", after("P1D")) + nodes(end="f") + chain("tb", "f")))
    assert refusal(story, "first", target) == ("no_such_node" if target == "nothing" else "not_a_target")


def test_what_runs_beside_an_activity_leaves_it_whole_and_never_enters_its_flow() -> None:
    body = nodes(start="s", user="u remind last", end="e f") + boundary("b", "u", message("m"), stops=False)
    story = Story(model(body + chain("s", "u", "last", "e") + chain("b", "remind", "f")))
    story.receive("message", "m")
    assert story.open == ["remind", "u"]
    assert refusal(story, "remind", "last") == "into_branch"
    jump(story, "remind", "u")
    assert story.open == ["u"]
    story.finish("u", "last")
    assert story.state == "completed"


def test_out_of_an_event_sub_process_there_is_no_way() -> None:
    body = LINE + handler("es", message("m"), "note", stops=False)
    story = Story(model(body))
    story.receive("message", "m")
    assert refusal(story, "note", "b") == "beside"


def test_a_return_over_a_jump_brings_back_what_it_took_away() -> None:
    story = jump(Story(model(SPLIT)).finish("first", "a1"), "a2", "last")
    story.back("a1")
    assert story.open == ["a1", "b1"]
    story.finish("a1", "b1", "b2", "a2", "last")
    assert story.state == "completed"


def test_a_return_over_a_jump_undoes_it() -> None:
    story = Story(model(LINE)).finish("a")
    jump(story, "b", "c")
    assert [step.element for step in story.run.past(token_of(story.run, "c"))] == ["a"]
    story.back("a")
    assert story.open == ["a"]


# --- out of what races, listens or waits


def test_a_jump_from_one_of_those_that_race_takes_the_others_along() -> None:
    body = nodes(start="s", user="u a b", xor="m", end="e") + '<eventBasedGateway id="r"/>'
    body += catch("c", message("c")) + catch("d", message("d")) + chain("s", "r", "c", "a", "m", "u", "e")
    body += chain("r", "d", "b", "m")
    story = Story(model(body))
    waiting = next(row.holder for row in story.run.listening if row.name == "c")
    story.run.jump(waiting, "u")
    story.pause().advance()
    assert story.at_now == {"u"}
    assert not story.receive("message", "d")
    story.finish("u")
    assert story.state == "completed"


def test_a_jump_out_of_nested_sub_processes_silences_all_that_listened_inside() -> None:
    deep = nodes(start="ds", user="x", end="de") + chain("ds", "x", "de")
    deep += boundary("t", "x", message("hurry"), stops=False) + nodes(user="hurried", end="he")
    deep += chain("t", "hurried", "he") + handler("h", message("deep"), "noted", stops=False)
    inner = nodes(start="is", end="ie") + sub("deep", deep) + chain("is", "deep", "ie")
    inner += boundary("late", "deep", after("P1D")) + nodes(user="was_late", end="le")
    inner += chain("late", "was_late", "le")
    body = nodes(start="s", user="last", end="e") + sub("outer", inner) + chain("s", "outer", "last", "e")
    story = Story(model(body))
    story.receive("message", "hurry")
    story.receive("message", "deep")
    story.sign("x", "beside", "li")
    assert story.tags == ["hurried", "li", "noted", "x"]
    story.run.jump(story.tagged("li"), "last")
    story.pause().advance()
    assert story.at_now == {"last"}
    assert (story.due, story.run.listening) == (None, ())
    story.finish("last")
    assert story.state == "completed"


@pytest.mark.parametrize("target", ["first", "last"])
def test_a_jump_of_one_who_waits_at_a_join_takes_his_block_along(target: str) -> None:
    story = Story(model(SHORT)).finish("first", "a")
    (waiting,) = [
        token.id for token in story.run._instance.tokens.values() if token.live and token.via == "a-q"
    ]
    story.run.jump(waiting, target)
    story.pause().advance()
    assert story.at_now == {target}
    story.finish(*(["last"] if target == "last" else ["first", "b", "a", "last"]))
    assert story.state == "completed"


@pytest.mark.parametrize("source", ["a", "q"])
def test_a_branch_without_a_step_is_one_of_the_block_too(source: str) -> None:
    body = nodes(start="s", par="p q", user="first a last", end="e")
    body += chain("s", "first", "p", "a", "q", "last", "e") + flow("p", "q")
    story = Story(model(body)).finish("first")
    tokens = story.run._instance.tokens.values()
    (token,) = [one.id for one in tokens if one.live and one.task_spec.name == source]
    story.run.jump(token, "last")
    story.pause().advance()
    assert story.at_now == {"last"}


def test_a_return_to_where_a_jump_led_leaves_alone_what_it_took_away() -> None:
    story = jump(Story(model(LINE)), "a", "b").finish("b")
    for _ in range(2):
        story.back("b")
        assert story.open == ["b"]
        story.finish("b")
    story.finish("c")
    assert story.state == "completed"


def test_a_return_over_a_jump_that_was_returned_to_brings_back_what_it_took_away() -> None:
    story = jump(Story(model(LONG)).finish("first", "a1"), "a2", "last").finish("last")
    assert story.open == ["after"]
    story.back("last")
    assert story.open == ["last"]
    story.finish("last")
    story.back("a1")
    assert story.open == ["a1", "b1"]
    story.finish("a1", "a2", "b1", "b2", "last", "after")
    assert story.state == "completed"


def test_a_return_within_a_sub_process_that_a_jump_led_to() -> None:
    inner = nodes(start="is", user="i1 i2", end="ie") + chain("is", "i1", "i2", "ie")
    body = nodes(start="s", user="a c", end="e") + sub("box", inner) + chain("s", "a", "box", "c", "e")
    story = jump(Story(model(body)), "a", "box").finish("i1", "i2")
    assert story.open == ["c"]
    story.back("i2")
    assert story.open == ["i2"]
    story.back("i1")
    assert story.open == ["i1"]
    story.finish("i1", "i2", "c")
    assert story.state == "completed"
