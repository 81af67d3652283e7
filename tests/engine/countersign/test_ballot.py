"""Early decision against an oracle that tries every way in which the missing votes could fall."""

from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest

from designer_export.native import Countersign, Outcome
from engine.ballot import is_decided, result

OUTCOMES = (Outcome("yes", "approve"), Outcome("no", "reject"), Outcome("blank", "custom"))
TWO = OUTCOMES[:2]
NAMES = ("yes", "no", "blank")

COUNTED = [
    *(Countersign("ratio", ratio=Fraction(text)) for text in ("0.5", "0.6", "0.666667", "1", "0.7")),
    Countersign("vote"),
    Countersign("vote", tie="yes"),
    Countersign("vote", tie="blank"),
]


def ballots(outcomes, cast):
    return [Counter(votes) for votes in combinations_with_replacement([one.id for one in outcomes], cast)]


def could_come_out(rule, outcomes, votes, total):
    rest = ballots(outcomes, total - votes.total())
    return {result(rule, outcomes, votes + more, total) for more in rest}


@pytest.mark.parametrize("outcomes", [TWO, OUTCOMES], ids=["two", "three"])
@pytest.mark.parametrize("rule", COUNTED, ids=str)
def test_it_is_decided_exactly_when_no_missing_vote_can_change_it(rule, outcomes):
    if rule.tie and rule.tie not in {one.id for one in outcomes}:
        return
    for total in range(1, 8):
        for cast in range(1, total + 1):
            for votes in ballots(outcomes, cast):
                certain = len(could_come_out(rule, outcomes, votes, total)) == 1
                assert is_decided(rule, outcomes, votes, total) == certain, (votes, total)


def test_all_waits_for_everybody_unless_one_refuses():
    rule = Countersign("all")
    assert not is_decided(rule, OUTCOMES, Counter(yes=4), 5)
    assert not is_decided(rule, OUTCOMES, Counter(yes=2, blank=2), 5)
    assert is_decided(rule, OUTCOMES, Counter(no=1), 5)
    assert not is_decided(Countersign("all", wait=True), OUTCOMES, Counter(no=1), 5)
    assert result(rule, OUTCOMES, Counter(yes=4, no=1), 5) == "no"


def test_before_the_first_vote_nothing_is_decided():
    for rule in (*COUNTED, Countersign("all"), Countersign("any")):
        assert not is_decided(rule, OUTCOMES[:1], Counter(), 1)


def test_seven_tenths_of_ten_are_seven():
    rule = Countersign("ratio", ratio=Fraction("0.7"))
    assert result(rule, TWO, Counter(yes=7, no=3), 10) == "yes"
    assert result(rule, TWO, Counter(yes=6, no=4), 10) == "no"


def test_nobody_asked_is_nobody_refused():
    assert result(Countersign("all"), OUTCOMES, Counter(), 0) == "yes"
    assert result(Countersign("ratio"), OUTCOMES, Counter(), 0) == "no"
