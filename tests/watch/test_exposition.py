"""Prometheus' own parser reads what we write, and finds what was counted."""

from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from watch import counters
from watch.exposition import written


@pytest.fixture(autouse=True)
def _from_zero() -> Iterator[None]:
    counters.clear()
    yield
    counters.clear()


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_counts_come_back_with_their_labels_however_odd_these_are() -> None:
    odd = 'a"b\\c\nd'
    counters.count("tongban_commands_total", odd, "done")
    counters.count("tongban_commands_total", odd, "done", by=2)
    found = samples(written(counters.figures()))
    assert found[("tongban_commands_total", (("command", odd), ("outcome", "done")))] == 3


def test_a_histogram_counts_up_to_each_bound_and_all_of_them_at_the_end() -> None:
    for seconds in (0.001, 0.005, 0.3, 99.0):
        counters.observe("tongban_job_seconds", seconds, "engine.make_call")
    found = samples(written(counters.figures()))
    label = ("job", "engine.make_call")
    bucket = {
        edge: found[("tongban_job_seconds_bucket", (label, ("le", edge)))]
        for edge in ("0.005", "0.25", "0.5", "10.0", "+Inf")
    }
    assert bucket == {"0.005": 2, "0.25": 2, "0.5": 3, "10.0": 3, "+Inf": 4}
    assert found[("tongban_job_seconds_count", (label,))] == 4
    assert found[("tongban_job_seconds_sum", (label,))] == pytest.approx(99.306)


def test_a_label_that_takes_ever_new_values_ends_in_one_series() -> None:
    for number in range(counters.MOST_SERIES + 500):
        counters.count("tongban_calls_total", f"c{number}", "done")
        counters.observe("tongban_call_seconds", 1.0, f"c{number}")
    figures = counters.figures()
    assert len(figures["tongban_calls_total"]) == counters.MOST_SERIES + 1
    assert figures["tongban_calls_total"][("other", "other")] == 500
    assert len(figures["tongban_call_seconds"]) == counters.MOST_SERIES + 1
