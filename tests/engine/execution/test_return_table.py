"""The table of returns (docs/returns.md): what is open after each, what is kept, and how the matter ends.

Every case is told twice, with either branch coming first to the join afterwards, and goes through its
snapshot between any two operations.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.execution import CannotReturn
from engine.execution.nodes.signing import is_signer
from tests.engine.execution import test_return_cases
from tests.engine.execution.driving.returns import ONE, OURS, SIBLING, Case, Step, cases, in_order
from tests.engine.execution.stories import Story
from tests.engine.execution.support import token_of

PAGE = Path(__file__).parents[3] / "docs" / "returns.md"
ORDERS = {
    "ours_first": ("before", *OURS, *SIBLING, "after", "last"),
    "sibling_first": ("before", *SIBLING, *OURS, "after", "last"),
}


@dataclass(frozen=True)
class Outcome:
    """What a return leaves of everything but its target.

    Attributes
    ----------
    kept
        Steps that were completed and still are.
    open
        Steps of the sibling branch that are open as before.
    joins
        How often the join fires from then on.
    """

    kept: tuple[str, ...]
    open: tuple[str, ...] = ()
    joins: int = 1


EVERYTHING = ("before", *OURS, *SIBLING)
THROUGH_THE_STEPS = {
    ("before", "first"): Outcome(()),
    ("before", "last"): Outcome(()),
    ("before", "not"): Outcome(()),
    ("inside", "first"): Outcome(("before", *SIBLING)),
    ("inside", "last"): Outcome(("before", *SIBLING)),
    ("inside", "not"): Outcome(("before", "first"), ("second",)),
    ("after", "first"): Outcome(EVERYTHING, joins=0),
    ("after", "last"): Outcome(EVERYTHING, joins=0),
}
STRAIGHT_BACK = {
    ("before", "first"): Outcome(EVERYTHING, joins=0),
    ("before", "last"): Outcome(EVERYTHING, joins=0),
    ("before", "not"): Outcome(("before", "inside", "first"), ("second",)),
    ("inside", "first"): Outcome(EVERYTHING, joins=0),
    ("inside", "last"): Outcome(EVERYTHING, joins=0),
    ("inside", "not"): Outcome(("before", "inside", "first"), ("second",)),
    ("after", "first"): Outcome((*EVERYTHING, "after"), joins=0),
    ("after", "last"): Outcome((*EVERYTHING, "after"), joins=0),
}


def outcome(case: Case) -> Outcome:
    return (STRAIGHT_BACK if case.mode == "straight" else THROUGH_THE_STEPS)[case.target, case.sibling]


def opened(case: Case) -> list[Step]:
    """Where the target is open after the return."""
    if case.mode == "straight":
        return [(case.target, None)]
    if case.mode == "one":
        return [(case.target, ONE)]
    return case.items(case.target)[:1] if case.kind == "sequential" else case.items(case.target)


def kept(case: Case) -> list[Step]:
    """What still counts: of the target's own items those that did not come after the one returned to."""
    found = [step for element in outcome(case).kept for step in case.items(element)]
    if case.mode == "one":
        found += [(case.target, 0)] if case.kind == "sequential" else [(case.target, 0), (case.target, 2)]
    return found


def give_back(story: Story, case: Case) -> None:
    source = token_of(story.run, case.source)
    if case.mode == "again":
        story.run.return_to(source, case.target)
    elif case.mode == "one":
        story.run.return_to(source, done_at(story, case, ONE))
    else:
        story.run.hand_back(source, done_at(story, case, None if case.kind == "plain" else ONE), "again")
    story.pause()
    story.advance()


def done_at(story: Story, case: Case, index: int | None) -> int:
    """The token of the target's latest completion, whether it still counts or not."""
    instance = story.run._instance
    instance.wake()
    steps = [step for step in instance.tokens.values() if step.task_spec.place == case.target]
    return max(step.id for step in steps if step.task_spec.manual and step.finished and step.index == index)


def steps_done(story: Story) -> list[Step]:
    """Steps of the diagram that are completed and count."""
    done = [step.token for step in story.run.completed]
    tokens = [story.run._instance.tokens[token] for token in done]
    return sorted(((token.task_spec.place, token.index) for token in tokens if not is_signer(token)), key=str)


def steps_open(story: Story) -> list[Step]:
    return sorted(((step.element, step.position) for step in story.run.waiting), key=str)


EACH = pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
ALLOWED = [case for case in cases() if not case.is_behind_open_join]
REFUSED = [case for case in cases() if case.is_behind_open_join]


@EACH
@pytest.mark.parametrize("case", ALLOWED, ids=lambda case: case.id)
def test_a_return_opens_what_it_names_and_loses_nothing_beside(case: Case, order: tuple[str, ...]) -> None:
    story = case.story()
    give_back(story, case)
    assert steps_open(story) == sorted(
        opened(case) + [(element, None) for element in outcome(case).open], key=str
    )
    assert steps_done(story) == sorted(kept(case), key=str)
    sibling_waits = case.target == "inside" and case.sibling != "not" and case.mode != "straight"
    assert ("join" in story.at_now) == sibling_waits
    assert (case.source in story.at_now) == (case.mode == "straight")
    fired, ended = story.turns("join"), story.turns("e")
    in_order(order, story)
    assert story.turns("join") - fired == outcome(case).joins
    ends_once(story, case, ended)


@EACH
@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_no_return_leads_behind_a_join_that_has_not_fired(case: Case, order: tuple[str, ...]) -> None:
    story = case.story()
    before, fired = story.run.dump(), story.turns("join")
    with pytest.raises(CannotReturn) as refused:
        give_back(story, case)
    assert refused.value.code == "not_in_past"
    assert story.run.dump() == before
    in_order(order, story)
    assert story.turns("join") - fired == 1
    ends_once(story, case, 0)


def ends_once(story: Story, case: Case, ended: int) -> None:
    """The matter is over, each of its steps counts once, and so does each firing."""
    assert story.state == "completed"
    assert story.turns("e") - ended == 1
    every = ("before", *OURS, *SIBLING, "after", "last")
    assert steps_done(story) == sorted((step for element in every for step in case.items(element)), key=str)
    firings = [
        token
        for token in story.run._instance.tokens.values()
        if token.task_spec.name == "join" and token.worked
    ]
    assert len(firings) == 1


# --- the page


def test_the_page_explains_every_case_in_one_sentence_and_no_other() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    further = [name.removeprefix("test_") for name in vars(test_return_cases) if name.startswith("test_")]
    assert [name for name, _ in rows] == [*(case.id for case in cases()), *further]
    assert all(sentence.count(".") == 1 and sentence.endswith(".") for _, sentence in rows)
