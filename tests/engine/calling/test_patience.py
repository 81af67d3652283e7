"""How many calls a connector gets at once, and that it is left alone while it is ill."""

import pytest

from connectors.outside import Failed, Patience


def many(outside, number):
    key = outside.deploy()
    for _ in range(number):
        outside.hall.start(key)


def test_waits_grow_up_to_the_longest_and_are_never_in_step():
    patience = Patience(first_wait_s=10, factor=2, longest_wait_s=60)
    waits = [[patience.wait_s(tries) for _ in range(50)] for tries in (1, 2, 3, 9)]
    for found, most in zip(waits, (10, 20, 40, 60), strict=True):
        assert most / 2 <= min(found) < max(found) <= most
        assert len(set(found)) > 40


def test_a_connector_gets_no_more_calls_at_once_than_it_bears(outside):
    outside.be_patient(at_once=2)
    many(outside, 3)
    jobs, inside = outside.jobs(), []

    def nested():
        # While this call is under way, another worker takes the next one.
        inside.append(len(jobs))
        if jobs:
            make_call(outside.hall.rt, jobs.pop(0))
        return {"number": 1}

    from engine.commands.make_call import make_call

    outside.desk.answers = [nested]
    make_call(outside.hall.rt, jobs.pop(0))
    assert outside.states().count("done") == 2
    assert outside.states().count("due") == 1, "the third found no place, and comes again"
    outside.later(seconds=2)
    assert outside.states() == ["done"] * 3


def test_a_connector_that_fails_in_a_row_rests_and_one_call_tries_it_first(outside):
    outside.be_patient(breaks_after=2, rests_s=600, tries=9, first_wait_s=1, longest_wait_s=1)
    outside.desk.answers = [Failed("unreachable")]
    many(outside, 3)
    outside.work()
    assert len(outside.desk.asked) == 2, "the third was not sent at all"
    outside.later(minutes=9)
    assert len(outside.desk.asked) == 2
    outside.later(minutes=2)
    assert len(outside.desk.asked) == 3, "one call asks whether it is well again"
    outside.desk.answers = [{"number": 1}]
    outside.later(minutes=11)
    outside.later(minutes=11)
    outside.later(minutes=11)
    assert outside.states() == ["done"] * 3


def test_a_refusal_shows_that_a_connector_is_well(outside):
    from connectors.outside import Refused

    outside.be_patient(breaks_after=2, first_wait_s=1, longest_wait_s=1)
    outside.desk.answers = [Failed("unreachable"), Refused("REFUSED"), Failed("unreachable"), {"number": 1}]
    many(outside, 3)
    outside.work()
    assert len(outside.desk.asked) == 3


@pytest.mark.parametrize("tries", [1, 2])
def test_as_many_tries_as_it_says(outside, tries):
    outside.be_patient(tries=tries)
    outside.desk.answers = [Failed("busy")]
    many(outside, 1)
    outside.work()
    for _ in range(5):
        outside.later(minutes=5)
    assert len(outside.desk.asked) == tries
    assert outside.states() == ["failed"]
