"""What the tokens of a snapshot tell of the order in which things happened."""

import random
from collections import Counter

import pytest

from engine.execution import Execution, Program
from engine.replay import Act, acts_of, undone_by
from tests.engine.execution.driving.story import Story
from tests.engine.execution.stories import after, boundary, items, model, sub
from tests.engine.execution.support import (
    chain,
    finish,
    flow,
    nodes,
    program,
    reloaded,
    started,
    token_of,
)

SPLIT = program(
    nodes(start="s", par="split join", user="apply a1 a2 b after", end="e")
    + chain("s", "apply", "split", "a1", "a2", "join", "after", "e")
    + chain("split", "b", "join")
)


def told(run: Execution) -> list[str]:
    """What happened, in words, without what is no place of the diagram."""
    of = {one.token: one for one in run.passages()}
    acts = acts_of(run.passages())
    return [f"{act.kind} {of[act.token].element}" for act in acts if of[act.token].element]


def standing(acts: list[Act]) -> set[int]:
    """The tokens that stand somewhere after all of it."""
    found: set[int] = set()
    for act in acts:
        if act.kind in ("enter", "again"):
            found.add(act.token)
        else:
            found.discard(act.token)
    return found


def test_each_step_is_left_before_the_next_is_entered() -> None:
    line = program(nodes(start="s", user="one two", end="e") + chain("s", "one", "two", "e"))
    run = started(line)
    finish(run, "one")
    assert told(reloaded(run, line)) == [
        "enter s",
        "leave s",
        "enter one",
        "leave one",
        "enter two",
    ]


def test_a_return_undoes_what_followed_and_the_join_waits_again() -> None:
    run = started(SPLIT)
    for step in ("apply", "a1", "b", "a2"):
        finish(run, step)
    assert told(run)[-3:] == ["leave join", "leave join", "enter after"]
    run.return_to(token_of(run, "after"), "a1")
    run = reloaded(run, SPLIT)
    undone = told(run)[told(run).index("enter after") + 1 :]
    assert undone == ["undo a1", "undo a2", "undo join", "undo after", "again join", "enter a1"]
    for step in ("a1", "a2"):
        finish(run, step)
    assert told(reloaded(run, SPLIT))[-3:] == ["leave join", "leave join", "enter after"]


def test_what_is_undone_twice_is_undone_by_the_move_that_did_it() -> None:
    run = started(SPLIT)
    finish(run, "apply")
    opened = []
    for _ in range(2):
        finish(run, "a1")
        opened.append(run.return_to(token_of(run, "a2"), "a1").token)
    undone = undone_by(reloaded(run, SPLIT).passages())
    assert Counter(undone.values()) == {opened[0]: 2, opened[1]: 2}
    opened.append(run.return_to(token_of(run, "a1"), "apply").token)
    undone = undone_by(reloaded(run, SPLIT).passages())
    # The application itself, the split, and what stood open in both branches.
    assert Counter(undone.values()) == {opened[0]: 2, opened[1]: 2, opened[2]: 4}


def test_a_join_that_went_on_waits_again_when_the_other_branch_is_returned() -> None:
    run = started(SPLIT)
    for step in ("apply", "a1", "b", "a2"):
        finish(run, step)
    run.return_to(token_of(run, "after"), "b")
    run = reloaded(run, SPLIT)
    undone = told(run)[told(run).index("enter after") + 1 :]
    assert undone == ["undo b", "undo join", "undo after", "again join", "enter b"]


def test_a_timer_that_interrupts_takes_its_step_away_as_it_fires() -> None:
    late = model(
        nodes(start="s", user="work help", end="e")
        + boundary("b", "work", after("PT1H"))
        + chain("s", "work", "e")
        + flow("b", "help")
    )
    run = started(late)
    instance = run._instance
    watch, position = instance.watches.due(2**40)[0]
    from engine.execution.events.firing import fire

    fire(watch, position, by=0)
    run.advance()
    assert told(run)[-4:] == ["cancel work", "enter b", "leave b", "enter help"]


def test_items_are_entered_beside_each_other_and_the_whole_is_left_after_all_of_them() -> None:
    wide = program(
        nodes(start="s", end="e") + f'<userTask id="sign">{items(3)}</userTask>' + chain("s", "sign", "e")
    )
    run = started(wide)
    for index in (2, 0, 1):
        finish(run, "sign", index)
    run = reloaded(run, wide)
    of = {one.token: one for one in run.passages()}
    signed = [
        (act.kind, of[act.token].item) for act in acts_of(run.passages()) if of[act.token].element == "sign"
    ]
    assert [kind for kind, item in signed if item is None] == ["enter", "leave"]
    assert [item for kind, item in signed if kind == "leave"] == [2, 0, 1, None]


def test_a_sub_process_is_left_when_what_is_inside_it_has_ended() -> None:
    inner = nodes(start="is", user="work", end="ie") + chain("is", "work", "ie")
    whole = model(nodes(start="s", end="e") + sub("inside", inner) + chain("s", "inside", "e"))
    run = started(whole)
    finish(run, "work")
    assert told(reloaded(run, whole))[-4:] == ["leave ie", "leave inside", "enter e", "leave e"]


@pytest.mark.slow
def test_random_stories_end_where_their_tokens_stand() -> None:
    """Under returns, jumps, withdrawals, events and ends by force, from the stored snapshot alone."""
    seen = Counter[str]()
    for seed in range(150):
        story = Story(seed, seen)
        story.tell()
        run = story.loaded.run
        passages = run.passages()
        live = {one.token for one in passages if one.state in ("waits", "works", "failed")}
        acts = acts_of(passages)
        assert standing(acts) == live, seed
        entered = [act.token for act in acts if act.kind == "enter"]
        assert entered == [one.token for one in passages], seed
    assert seen["return"] > 100


def test_no_token_acts_before_it_has_begun() -> None:
    run = started(SPLIT)
    chosen = random.Random(7)
    for _ in range(60):
        open_now = run.waiting
        if not open_now:
            break
        step = chosen.choice(open_now)
        past = run.past(step.token)
        if past and chosen.random() < 0.4:
            run.return_to(step.token, chosen.choice(past).token)
        else:
            run.complete(step.token)
        run.advance()
    begun: set[int] = set()
    for act in acts_of(run.passages()):
        if act.kind == "enter":
            begun.add(act.token)
        assert act.token in begun


def test_a_thousand_turns_are_told_in_their_order() -> None:
    loop: Program = program(
        nodes(start="s", user="work", xor="gate", end="e")
        + chain("s", "work", "gate")
        + flow("gate", "work", "again")
        + flow("gate", "e", "not again")
    )
    run = started(loop, again=True)
    for _ in range(1000):
        finish(run, "work")
    run.write("again", False)
    finish(run, "work")
    words = told(run)
    assert words.count("enter work") == words.count("leave work") == 1001
    assert words[-2:] == ["enter e", "leave e"]
