"""会签 by its policies: who is asked, when it is decided, and what the record says (X1)."""

from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import text

from db.link import Link
from engine.commands.complete_task import complete_task
from tests.engine.conftest import Story
from tests.engine.countersign.conftest import Opens
from tests.engine.countersign.services import FIVE, panel, people

ALL = '<tb:countersign policy="all"/>'
RATIO = '<tb:countersign policy="ratio" ratio="0.6"/>'
VOTE = '<tb:countersign policy="vote"/>'
IN_TURN = '<tb:countersign policy="all" sequential="true"/>'
YES, NO, ABSTAIN = "approve", "reject", "abstain"


def test_everybody_named_gets_a_task_of_his_own(opens: Opens) -> None:
    matter = opens(ALL)
    assert matter.waiting() == list(FIVE)
    assert matter.rows == {"open": 5}
    task = matter.story.task("hr_head")
    assert task.reasons == ((f"p:{matter.story.person('hr_head').person_id}", "person"),)


def test_all_must_agree(opens: Opens) -> None:
    matter = opens(ALL)
    matter.votes(*((login, YES) for login in FIVE[:4]))
    assert not matter.filing
    assert matter.result is None
    matter.votes((FIVE[4], YES))
    assert matter.filing
    assert matter.result == {"outcome": YES, "counts": {YES: 5}, "total": 5}
    assert matter.told == [(YES, "通过 5 · 5/5")]


@pytest.mark.parametrize("before", [0, 1, 4])
def test_one_refusal_decides_at_once_and_the_others_are_let_go(opens: Opens, before: int) -> None:
    matter = opens(ALL)
    matter.votes(*((login, YES) for login in FIVE[:before]), (FIVE[before], NO))
    assert matter.refused
    assert matter.waiting() == []
    closed = {"completed": before + 1, "cancelled": 4 - before}
    assert matter.rows == {state: n for state, n in closed.items() if n}
    assert matter.told[0][1].endswith(f"{before + 1}/5")
    assert matter.verified()


def test_everybody_is_heard_where_the_step_waits(opens: Opens) -> None:
    matter = opens('<tb:countersign policy="all" wait="true"/>')
    matter.votes((FIVE[0], NO))
    assert matter.waiting() == list(FIVE[1:])
    matter.votes(*((login, YES) for login in FIVE[1:]))
    assert matter.refused
    assert matter.told == [(NO, "通过 4 · 不通过 1 · 5/5")]


def test_a_ratio_is_enough_as_soon_as_it_is_reached(opens: Opens) -> None:
    matter = opens(RATIO)
    matter.votes((FIVE[0], YES), (FIVE[1], NO), (FIVE[2], YES))
    assert matter.waiting() == list(FIVE[3:])
    matter.votes((FIVE[3], YES))
    assert matter.filing
    assert matter.rows == {"completed": 4, "cancelled": 1}
    assert matter.result == {"outcome": YES, "counts": {YES: 3, NO: 1}, "total": 5}


@pytest.mark.parametrize("order", sorted(set(permutations((YES, NO, NO, NO)))))
def test_a_ratio_is_lost_as_soon_as_it_cannot_be_reached(opens: Opens, order: tuple[str, ...]) -> None:
    matter = opens(RATIO)
    for place, vote in enumerate(order):
        if order[:place].count(NO) == 3:
            break
        assert not matter.refused
        matter.votes((FIVE[place], vote))
    assert matter.refused
    assert matter.waiting() == []


def test_abstaining_is_no_approval(opens: Opens) -> None:
    matter = opens(RATIO)
    matter.votes((FIVE[0], ABSTAIN), (FIVE[1], ABSTAIN))
    assert not matter.refused
    matter.votes((FIVE[2], ABSTAIN))
    assert matter.refused
    assert matter.told == [(NO, "弃权 3 · 3/5")]


def test_a_vote_ends_when_the_leader_cannot_be_caught(opens: Opens) -> None:
    matter = opens(VOTE)
    matter.votes((FIVE[0], YES), (FIVE[1], NO), (FIVE[2], YES))
    assert matter.waiting() == list(FIVE[3:])
    matter.votes((FIVE[3], YES))
    assert matter.filing


def test_a_tie_is_a_refusal_unless_the_step_says_otherwise(opens: Opens) -> None:
    four = people(*FIVE[:4])
    matter = opens(VOTE, assign=four)
    matter.votes((FIVE[0], YES), (FIVE[1], NO), (FIVE[2], YES))
    assert not matter.refused
    matter.votes((FIVE[3], NO))
    assert matter.refused


def test_a_tie_goes_to_the_outcome_that_the_step_names(opens: Opens) -> None:
    matter = opens('<tb:countersign policy="vote" tie="approve"/>', assign=people(*FIVE[:4]))
    matter.votes((FIVE[0], NO), (FIVE[1], YES), (FIVE[2], NO))
    assert not matter.filing
    matter.votes((FIVE[3], YES))
    assert matter.filing


def test_in_turn_each_waits_for_the_one_before(opens: Opens) -> None:
    matter = opens(IN_TURN)
    for login in FIVE:
        assert matter.waiting() == [login]
        matter.votes((login, YES))
    assert matter.filing


def test_in_turn_a_refusal_in_the_middle_spares_the_rest(opens: Opens) -> None:
    matter = opens(IN_TURN)
    matter.votes((FIVE[0], YES), (FIVE[1], YES), (FIVE[2], NO))
    assert matter.refused
    assert matter.rows == {"completed": 3}
    assert matter.told == [(NO, "通过 2 · 不通过 1 · 3/5")]


def test_one_of_many_stays_one_task(opens: Opens) -> None:
    matter = opens('<tb:countersign policy="any"/>')
    assert matter.waiting() == list(FIVE)
    assert matter.rows == {"open": 1}
    matter.votes((FIVE[3], YES))
    assert matter.filing
    assert matter.waiting() == []


def test_in_turn_the_first_who_decides_is_enough_with_any(opens: Opens) -> None:
    matter = opens('<tb:countersign policy="any" sequential="true"/>')
    assert matter.waiting() == [FIVE[0]]
    matter.votes((FIVE[0], NO))
    assert matter.refused


def test_a_group_and_a_person_in_it_are_asked_once_each(opens: Opens) -> None:
    assign = '<tb:assign rule="group" value="it-mail"/>' + (
        '<tb:assign rule="person" value="20130019"/>' + people("hr_head")
    )
    matter = opens(ALL, assign=assign)
    assert matter.rows == {"open": 3}
    assert matter.waiting("it_clerk", "it_deputy", "hr_head") == ["it_clerk", "it_deputy", "hr_head"]
    task = matter.story.task("it_deputy")
    assert task.reasons[0][1:] == ("member", "g:it-mail")
    assert [(one.name, one.by) for one in task.why] == [("石䶮", "邮箱管理员")]


def test_where_nobody_is_found_the_administrators_share_one_vote(opens: Opens) -> None:
    matter = opens(ALL, assign='<tb:assign rule="person" value="no-such-number"/>')
    assert matter.rows == {"open": 1}
    matter.votes(("admin", YES))
    assert matter.filing
    assert matter.result == {"outcome": YES, "counts": {YES: 1}, "total": 1}


def test_what_fails_as_it_ends_is_told_once_it_has_ended(opens: Opens) -> None:
    matter = opens(panel("stuck", ALL, assign=people(FIVE[0]), leaves=True))
    matter.votes((FIVE[0], ABSTAIN))
    assert matter.told == []
    assert matter.result is None
    assert [line.kind for line in matter.story.view("stu01", matter.id).record][-1] == "incident"


def everybody_but(story: Story, *logins: str) -> str:
    sql = "SELECT p.number FROM person p JOIN account a ON a.person_id = p.id WHERE a.subject <> ALL(:logins)"
    numbers = story.connection.execute(text(sql), {"logins": list(logins)}).scalars()
    return "".join(f'<tb:assign rule="person" value="{number}"/>' for number in numbers)


def test_a_vote_asks_the_database_as_often_whether_five_or_fifty_sign(
    opens: Opens, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    execute = Link.execute

    def counted(link: Link, *given: Any, **more: Any) -> Any:
        asked.append(given[0])
        return execute(link, *given, **more)

    def cost(login: str) -> int:
        task, by = story.task(login), story.person(login)
        with monkeypatch.context() as patch:
            patch.setattr(Link, "execute", counted)
            asked.clear()
            complete_task(story.rt, by, task.id, version=task.version, outcome=YES, document={})
        return len(asked)

    opens(ALL)
    few = cost(FIVE[0])
    opens(panel("fifty", ALL, assign=everybody_but(story, "it_clerk", "stu01")))
    assert few == cost(FIVE[1])


def policy(**given: str) -> str:
    return "<tb:policy " + " ".join(f'{name}="{value}"' for name, value in given.items()) + "/>"


def test_a_policy_passes_over_one_member_and_not_the_others(opens: Opens) -> None:
    assign = people(FIVE[0], FIVE[1]) + '<tb:assign rule="initiator"/>' + policy(initiator="skip")
    matter = opens(ALL, assign=assign)
    assert matter.rows == {"open": 2, "completed": 1}
    assert matter.waiting("stu01", *FIVE[:2]) == list(FIVE[:2])
    matter.votes((FIVE[0], YES), (FIVE[1], YES))
    assert matter.result == {"outcome": YES, "counts": {YES: 3}, "total": 3}


def test_where_nobody_is_found_the_policy_may_pass_the_whole_over(opens: Opens) -> None:
    nobody = '<tb:assign rule="person" value="no-such-number"/>' + policy(nobody="skip")
    matter = opens(ALL, assign=nobody)
    assert matter.filing
    assert matter.result == {"outcome": YES, "counts": {YES: 1}, "total": 1}
