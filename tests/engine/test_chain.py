"""The record's chain: each entry stands on the one before it, on its instance and on a key (decision 10)."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from engine.store.chain import Entry, bind, digest_of_text, start_of

KEY = b"k" * 32
INSTANCE = uuid.UUID(int=1)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENTRY = Entry(2, "complete", AT, 7, 11, "college", "approve", b"t" * 16)


def test_the_same_entry_differs_after_another_past():
    start = start_of(KEY, INSTANCE)
    first, other = (bind(KEY, start, Entry(1, "start", AT, person)) for person in (7, 8))

    assert bind(KEY, first, ENTRY) != bind(KEY, other, ENTRY)


@pytest.mark.parametrize(
    "change",
    [
        {"n": 3},
        {"kind": "return"},
        {"at": AT + timedelta(microseconds=1)},
        {"person_id": 8},
        {"task_id": None},
        {"element": "hospital"},
        {"outcome": "reject"},
        {"text_digest": None},
    ],
)
def test_every_part_of_an_entry_counts(change):
    start = start_of(KEY, INSTANCE)

    assert bind(KEY, start, replace(ENTRY, **change)) != bind(KEY, start, ENTRY)


def test_the_same_moment_in_another_zone_is_the_same_entry():
    start = start_of(KEY, INSTANCE)
    elsewhere = AT.astimezone(timezone(timedelta(hours=8)))

    assert bind(KEY, start, replace(ENTRY, at=elsewhere)) == bind(KEY, start, ENTRY)


def test_chains_of_two_instances_or_two_keys_never_meet():
    assert start_of(KEY, INSTANCE) != start_of(KEY, uuid.UUID(int=2))
    assert start_of(KEY, INSTANCE) != start_of(b"x" * 32, INSTANCE)


def test_words_cannot_be_moved_to_another_entry():
    here = digest_of_text(KEY, INSTANCE, 2, "同意。")

    assert here != digest_of_text(KEY, INSTANCE, 3, "同意。")
    assert here != digest_of_text(KEY, uuid.UUID(int=2), 2, "同意。")
