"""Returns into and out of a countersign, votes taken back, signers added and left out (X1, X2)."""

from itertools import permutations

import pytest

from engine.commands.add_signers import add_signers
from engine.commands.withdraw_task import withdraw_task
from engine.errors import CannotWithdraw, NotAdded
from tests.engine.conftest import Story
from tests.engine.countersign.conftest import Opens
from tests.engine.countersign.services import FIVE, drawn, people

ALL = '<tb:countersign policy="all"/>'
RATIO = '<tb:countersign policy="ratio" ratio="0.6"/>'
VOTE = '<tb:countersign policy="vote"/>'
IN_TURN = '<tb:countersign policy="all" sequential="true"/>'
YES, NO = "approve", "reject"
A, B, C, D, E = FIVE


def test_a_return_out_of_a_countersign_forgets_the_votes(opens: Opens) -> None:
    matter = opens(RATIO)
    matter.votes((A, YES), (B, YES))
    matter.story.give_back(C, to="prepare")
    assert matter.waiting() == []
    matter.story.complete("it_clerk", outcome="done")
    assert matter.waiting() == list(FIVE)
    matter.votes((C, YES))
    assert not matter.filing, "two votes of the first round would make three of five"
    matter.votes((D, YES), (A, YES))
    assert matter.filing
    assert matter.result == {"outcome": YES, "counts": {YES: 3}, "total": 5}


@pytest.mark.parametrize("again", [(NO, YES), (YES, NO)])
def test_a_return_into_a_countersign_asks_everybody_anew(opens: Opens, again: tuple[str, str]) -> None:
    matter = opens(ALL, assign=people(A, B))
    matter.votes((A, YES), (B, YES))
    matter.story.give_back("it_clerk", to="sign")
    assert matter.waiting() == [A, B]
    for login, vote in zip((A, B), again, strict=True):
        if matter.waiting(login):
            matter.votes((login, vote))
    assert matter.refused
    assert [outcome for outcome, _ in matter.told] == [YES, NO]


def test_a_return_after_an_early_decision_asks_those_too_who_were_let_go(opens: Opens) -> None:
    matter = opens(RATIO)
    matter.votes((A, YES), (B, YES), (C, YES))
    assert matter.filing
    matter.story.give_back("it_clerk", to="previous")
    assert matter.waiting() == list(FIVE)
    matter.votes((E, YES), (D, YES))
    assert not matter.filing
    matter.votes((A, YES))
    assert matter.filing
    assert len(matter.told) == 2


def test_while_the_others_sign_nobody_takes_his_vote_back(opens: Opens) -> None:
    matter = opens(ALL)
    matter.votes((A, YES))
    with pytest.raises(CannotWithdraw):
        matter.withdraw(A)


@pytest.mark.parametrize("who", [A, B, C])
def test_a_vote_taken_back_after_the_decision_opens_what_it_had_closed(opens: Opens, who: str) -> None:
    matter = opens(RATIO)
    matter.votes((A, YES), (B, YES), (C, YES))
    matter.withdraw(who)
    assert not matter.filing
    assert matter.waiting() == sorted({who, D, E}, key=FIVE.index)
    matter.votes((who, NO), (D, YES))
    assert matter.filing
    assert matter.result == {"outcome": YES, "counts": {YES: 3, NO: 1}, "total": 5}
    assert matter.verified()


def test_two_votes_taken_back_count_as_none(opens: Opens) -> None:
    matter = opens(RATIO)
    matter.votes((A, YES), (B, YES), (C, YES))
    matter.withdraw(A)
    matter.votes((A, NO), (D, NO))
    assert not matter.refused
    matter.votes((E, NO))
    assert matter.refused
    assert matter.told[-1] == (NO, "通过 2 · 不通过 3 · 5/5")


def test_once_the_clerk_has_filed_it_no_vote_comes_back(opens: Opens, story: Story) -> None:
    matter = opens(ALL, assign=people(A))
    matter.votes((A, YES))
    task = matter.story.tasks("it_clerk")[0].task_id
    assert task is not None
    matter.story.give_back("it_clerk", to="sign")
    with pytest.raises(CannotWithdraw):
        withdraw_task(story.rt, story.person("it_clerk"), task)


@pytest.mark.parametrize("order", list(permutations((B, C, "tea04"))))
def test_an_added_signer_counts_as_the_others_do(opens: Opens, order: tuple[str, ...]) -> None:
    matter = opens(ALL, assign=people(A, B, C))
    matter.ask_beside(A, "tea04")
    matter.votes((A, YES))
    for login in order:
        assert not matter.filing
        matter.votes((login, YES))
    assert matter.filing
    assert matter.result == {"outcome": YES, "counts": {YES: 4}, "total": 4}


def test_one_more_who_is_asked_puts_a_decision_off(opens: Opens) -> None:
    matter = opens(VOTE, assign=people(A, B, C))
    matter.ask_beside(A, "tea04", "tea05")
    matter.votes((A, YES), (B, YES))
    assert not matter.filing, "two of three would be enough, two of five are not"
    matter.votes(("tea04", YES))
    assert matter.filing


def test_a_signer_left_out_tips_the_vote(opens: Opens) -> None:
    matter = opens(RATIO, assign=people(A, B, C, D))
    matter.ask_beside(A, "tea04", "tea05")
    matter.votes((A, YES), (B, YES), (C, YES))
    assert not matter.filing, "three of six"
    matter.leave_out(A, "tea04")
    assert matter.filing, "three of five"
    assert matter.waiting(D, "tea04", "tea05") == []
    assert matter.told == [(YES, "通过 3 · 3/5")]


def test_a_signer_left_out_may_be_the_last_that_was_waited_for(opens: Opens) -> None:
    matter = opens(ALL, assign=people(A, B))
    matter.ask_beside(A, "tea04")
    matter.votes((A, YES), (B, YES))
    assert not matter.filing
    matter.leave_out(A, "tea04")
    assert matter.filing
    assert matter.result == {"outcome": YES, "counts": {YES: 2}, "total": 2}


def test_whom_the_diagram_asks_is_not_left_out(opens: Opens) -> None:
    matter = opens(ALL)
    with pytest.raises(NotAdded):
        matter.leave_out("admin", B)


def test_who_signs_after_another_has_the_last_word_for_his_vote(opens: Opens) -> None:
    matter = opens(ALL, assign=people(A, B))
    task, story = matter.story.task(A), matter.story
    ids = [story.person("tea04").person_id]
    add_signers(story.rt, story.person(A), task.id, version=task.version, kind="after", people=ids)
    matter.votes((A, YES), (B, YES))
    assert not matter.filing
    matter.votes(("tea04", NO))
    assert matter.refused
    assert matter.told == [(NO, "通过 1 · 不通过 1 · 2/2")]


def test_who_signs_before_another_only_advises(opens: Opens) -> None:
    matter = opens(ALL, assign=people(A, B))
    task, story = matter.story.task(A), matter.story
    ids = [story.person("tea04").person_id]
    add_signers(story.rt, story.person(A), task.id, version=task.version, kind="before", people=ids)
    matter.votes(("tea04", NO), (A, YES), (B, YES))
    assert matter.filing


def test_in_turn_one_added_signs_last(opens: Opens) -> None:
    matter = opens(IN_TURN, assign=people(A, B))
    matter.ask_beside(A, "tea04")
    matter.votes((A, YES), (B, YES))
    assert not matter.filing
    assert matter.waiting(A, B, "tea04") == ["tea04"]
    matter.votes(("tea04", NO))
    assert matter.refused


def test_in_turn_a_return_goes_through_all_again(opens: Opens) -> None:
    matter = opens(IN_TURN, assign=people(A, B))
    matter.votes((A, YES))
    matter.story.give_back(B, to="prepare")
    matter.story.complete("it_clerk", outcome="done")
    assert matter.waiting() == [A]
    matter.votes((A, YES), (B, YES))
    assert matter.filing


@pytest.mark.parametrize("sequential", [False, True])
def test_a_multi_instance_of_the_designer_counts_in_the_same_way(
    opens: Opens, story: Story, sequential: bool
) -> None:
    ids = [story.person(login).person_id for login in FIVE]
    matter = opens(drawn(RATIO, sequential=sequential, ids=ids))
    assert matter.waiting() == (list(FIVE[:1]) if sequential else list(FIVE))
    matter.votes((A, YES), (B, NO), (C, YES), (D, YES))
    assert matter.filing
    assert matter.waiting() == []
    assert matter.result == {"outcome": YES, "counts": {YES: 3, NO: 1}, "total": 5}


def test_its_own_condition_ends_it_by_the_votes_given(opens: Opens, story: Story) -> None:
    ids = [story.person(login).person_id for login in FIVE]
    condition = "<completionCondition>nrOfCompletedInstances == 2</completionCondition>"
    matter = opens(drawn(VOTE, condition=condition, ids=ids))
    matter.votes((A, YES), (B, YES))
    assert matter.filing
    assert matter.result == {"outcome": YES, "counts": {YES: 2}, "total": 5}


def test_a_ratio_is_of_all_who_were_asked_also_where_a_condition_ends_it(opens: Opens, story: Story) -> None:
    ids = [story.person(login).person_id for login in FIVE]
    condition = "<completionCondition>nrOfCompletedInstances == 2</completionCondition>"
    matter = opens(drawn(RATIO, condition=condition, ids=ids))
    matter.votes((A, YES), (B, YES))
    assert matter.refused
    assert matter.told == [(NO, "通过 2 · 2/5")]


def test_the_first_vote_of_a_drawn_one_decides_with_any(opens: Opens, story: Story) -> None:
    ids = [story.person(login).person_id for login in FIVE]
    matter = opens(drawn('<tb:countersign policy="any"/>', ids=ids))
    matter.votes((D, NO))
    assert matter.refused
    assert matter.rows == {"completed": 1, "cancelled": 4}
