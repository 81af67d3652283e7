"""How the page of an order says why a matter was refused."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.ordering import NEEDS, actions_for, reason_of
from portal.views.inspect_bulk import ORDERED
from web.i18n import install_i18n


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    app = Flask("ordering")
    install_i18n(app)
    with app.test_request_context("/?lang=en"):
        yield


def test_a_field_at_fault_is_named_with_its_sentence() -> None:
    told = reason_of("invalid", {"field": "/values/subject", "fault": "too_long", "limit": 30})
    assert told.startswith("subject: ")
    assert "30" in told
    assert "%" not in told


def test_what_was_refused_before_faults_were_kept_is_said_all_the_same() -> None:
    assert reason_of("invalid", {}) == "Some fields need your attention."
    assert reason_of("suspended", {"instance": "1"})
    assert reason_of("a code of another version", {}) == ""


def test_each_part_of_the_page_belongs_to_an_action_that_can_be_ordered() -> None:
    assert set(NEEDS) <= set(ORDERED)
    for part in {part for parts in NEEDS.values() for part in parts}:
        assert actions_for(part), part
