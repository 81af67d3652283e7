"""Returns beside the table (docs/returns.md, further cases).

Each is told with both orders of what remains, and goes through its snapshot between any two operations.
"""

import pytest

from tests.engine.execution.stories import Story, items, model, sub
from tests.engine.execution.support import chain, flow, nodes, token_of

BOTH = pytest.mark.parametrize("turned", [False, True], ids=["ours_first", "sibling_first"])
BLOCK = (
    nodes(start="s", par="p j", user="before a a2 b after", end="e")
    + chain("s", "before", "p", "a", "a2", "j", "after", "e")
    + chain("p", "b", "j")
)
INNER = (
    nodes(start="is", par="ip ij", user="a b y", end="ie")
    + chain("is", "ip", "a", "ij", "y", "ie")
    + chain("ip", "b", "ij")
)


def in_either_order(story: Story, turned: bool, *steps: str) -> Story:
    return story.finish(*(reversed(steps) if turned else steps))


def repeated(loop: str) -> Story:
    """A step, a sub-process of two items with a split inside, and a step behind."""
    body = nodes(start="s", user="before after", end="e") + chain("s", "before", "items", "after", "e")
    return Story(model(body + sub("items", INNER + loop))).finish("before")


def item_around(story: Story, token: int) -> int | None:
    """Which item of the sub-process a token stands in."""
    around = story.run._instance.tokens[token].workflow.around
    return around.index if around is not None else None


def in_item(story: Story, element: str, index: int) -> int:
    """The open or latest token of a step inside an item of the sub-process."""
    story.run._instance.wake()
    tokens = story.run._instance.tokens.values()
    found = [token.id for token in tokens if token.task_spec.place == element and not token.void]
    found = [token for token in found if item_around(story, token) == index]
    return max(found)


def complete(story: Story, *steps: tuple[str, int]) -> Story:
    for element, index in steps:
        story.run.complete(in_item(story, element, index))
        story.pause()
        story.advance()
    return story


def open_in_items(story: Story) -> list[tuple[str, int | None]]:
    return sorted((step.element, item_around(story, step.token)) for step in story.run.waiting)


# --- splits


@BOTH
def test_of_a_split_within_a_split_both_siblings_wait_at_their_joins(turned: bool) -> None:
    body = nodes(start="s", par="p q r o", user="a b c d after", end="e")
    body += (
        chain("s", "p", "q", "a", "r", "c", "o", "after", "e") + chain("q", "b", "r") + chain("p", "d", "o")
    )
    story = in_either_order(Story(model(body)), turned, "a", "b", "d")
    story.finish("c").back("a")
    assert story.open == ["a"]
    assert story.at_now == {"a", "r", "o"}
    story.finish("a")
    assert story.at_now == {"c", "o"}
    story.finish("c", "after")
    assert (story.state, story.turns("o"), story.turns("e")) == ("completed", 2, 1)


@BOTH
def test_an_inclusive_split_may_choose_another_way_the_second_time(turned: bool) -> None:
    body = nodes(start="s", user="before a b c after", inc="p j", end="e") + chain("s", "before", "p")
    body += flow("p", "a", "'a' in ways") + flow("p", "b", "'b' in ways") + flow("p", "c", "'c' in ways")
    body += chain("a", "j", "after", "e") + chain("b", "j") + chain("c", "j")
    story = Story(model(body), ways="ab").finish("before")
    in_either_order(story, turned, "a", "b").back("before")
    assert story.open == ["before"]
    story.write(ways="bc").finish("before")
    assert story.open == ["b", "c"]
    in_either_order(story, turned, "b", "c")
    assert story.open == ["after"]


@BOTH
def test_a_branch_that_has_ended_on_its_own_is_undone_with_the_split(turned: bool) -> None:
    body = nodes(start="s", par="p", user="before a b", end="e f")
    body += chain("s", "before", "p", "a", "e") + chain("p", "b", "f")
    story = Story(model(body)).finish("before", "b").back("before")
    assert story.open == ["before"]
    in_either_order(story.finish("before"), turned, "a", "b")
    assert story.state == "completed"


@BOTH
def test_both_branches_go_back_one_after_the_other(turned: bool) -> None:
    story = in_either_order(Story(model(BLOCK)).finish("before", "a"), turned, "a2", "b").back("a")
    story.finish("a", "a2").back("b")
    assert story.at_now == {"b", "j"}
    story.finish("b").back("a2")
    assert story.at_now == {"a2", "j"}
    story.finish("a2", "after")
    assert story.state == "completed"


@BOTH
def test_after_a_return_into_a_branch_one_more_leads_before_the_split(turned: bool) -> None:
    story = in_either_order(Story(model(BLOCK)).finish("before", "a"), turned, "a2", "b").back("a")
    story.back("before")
    assert story.at_now == {"before"}
    in_either_order(story.finish("before", "a"), turned, "a2", "b")
    assert story.at_now == {"after"}


# --- items of sub-processes


@BOTH
def test_within_one_item_of_a_sub_process_the_other_items_stay_where_they_are(turned: bool) -> None:
    story = complete(repeated(items(2)), ("a", 0), ("b", 0), ("b", 1))
    story.run.return_to(in_item(story, "y", 0), "a")
    story.pause().advance()
    assert open_in_items(story) == [("a", 0), ("a", 1)]
    steps = [("a", 0), ("y", 0), ("a", 1), ("y", 1)]
    complete(story, *(steps[2:] + steps[:2] if turned else steps)).finish("after")
    assert story.state == "completed"


@BOTH
@pytest.mark.parametrize("index", [0, 1])
def test_from_behind_all_items_one_of_them_is_opened_and_the_other_stays_done(
    turned: bool, index: int
) -> None:
    steps = [(element, n) for n in (0, 1) for element in ("a", "b", "y")]
    story = complete(repeated(items(2)), *(steps[3:] + steps[:3] if turned else steps))
    story.back(in_item(story, "a", index))
    assert open_in_items(story) == [("a", index)]
    assert story.at_now == {"items", "a", "ij"}
    complete(story, ("a", index), ("y", index))
    assert story.open == ["after"]


@BOTH
def test_in_sequence_the_items_that_came_later_are_undone(turned: bool) -> None:
    story = repeated(items(2).replace("Characteristics>", 'Characteristics isSequential="true">', 1))
    pair = [("b", 0), ("a", 0)] if turned else [("a", 0), ("b", 0)]
    complete(story, *pair, ("y", 0), ("a", 1), ("b", 1), ("y", 1)).back(in_item(story, "a", 0))
    assert open_in_items(story) == [("a", 0)]
    complete(story, ("a", 0), ("y", 0))
    assert open_in_items(story) == [("a", 1), ("b", 1)]
    complete(story, ("a", 1), ("b", 1), ("y", 1)).finish("after")
    assert story.state == "completed"


@BOTH
def test_from_one_open_item_to_the_step_before_all_items_go(turned: bool) -> None:
    body = nodes(start="s", user="before after", end="e") + f'<userTask id="all">{items(2)}</userTask>'
    story = Story(model(body + chain("s", "before", "all", "after", "e"))).finish(
        "before", ("all", int(turned))
    )
    story.back("before")
    assert story.at_now == {"before"}
    story.finish("before", ("all", int(turned)), ("all", int(not turned)))
    assert story.open == ["after"]


# --- straight back


@BOTH
def test_while_one_item_waits_for_what_it_handed_back_the_others_sign(turned: bool) -> None:
    body = nodes(start="s", user="before after", end="e") + f'<userTask id="all">{items(2)}</userTask>'
    story = Story(model(body + chain("s", "before", "all", "after", "e"))).finish("before")
    story.run.hand_back(token_of(story.run, "all", 0), story.token_done("before"), "again")
    story.pause().advance()
    assert story.tags == ["again", "all"]
    if turned:
        story.finish(("all", 1)).by("again")
    else:
        story.by("again").finish(("all", 1))
    assert [(step.element, step.position) for step in story.run.waiting] == [("all", 0)]
    story.finish(("all", 0))
    assert story.open == ["after"]


@BOTH
def test_a_return_over_a_step_that_waits_takes_what_it_handed_back_along(turned: bool) -> None:
    story = Story(model(BLOCK)).finish("before", "a")
    story.run.hand_back(token_of(story.run, "a2"), story.token_done("before"), "again")
    story.pause().advance()
    assert story.tags == ["again", "b"]
    story.back("before", source="b")
    assert story.at_now == {"before"}
    in_either_order(story.finish("before", "a"), turned, "a2", "b").finish("after")
    assert story.state == "completed"


@BOTH
def test_what_was_handed_back_may_be_taken_back(turned: bool) -> None:
    story = Story(model(BLOCK)).finish("before", "a")
    story.run.hand_back(token_of(story.run, "a2"), story.token_done("before"), "again")
    story.pause().advance()
    story.run.remove_signer(story.tagged("again"))
    story.pause().advance()
    in_either_order(story, turned, "a2", "b").finish("after")
    assert story.state == "completed"
