"""Random services through the real commands: what is stored stays true to where the tokens stand.

To tell one story again: ``TONGBAN_SEED=17 pytest …``; ten times as many with ``TONGBAN_STORIES=10``.
"""

import os
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from db.unit_of_work import UnitOfWork
from engine.runtime import Runtime
from identity.principal import Principal
from tests.conftest import rolled_back
from tests.engine.driving.matter import Matter
from tests.engine.driving.replaying import TOLD, UNTOLD
from tests.engine.execution.driving.tally import tell, times
from tests.engine.execution.test_random_stories import SEED

STORIES = 260
AT_LEAST = 50
TOLD_AT_LEAST = 0.78
"""Of the moments between commands, how many a replay shows as they were; what was cancelled or undone several
times is told coarser. Its end is always told."""
TOGETHER = 10
"""So many are told in one transaction: what it has overwritten the server must read past until it ends."""
OPERATIONS = (
    "start",
    "complete",
    "return",
    "straight back",
    "terminate",
    "cancel",
    "withdraw",
    "transfer",
    "delegate",
    "claim",
    "release",
    "sign before",
    "sign beside",
    "sign after",
    "remove signer",
    "remove later signer",
    "copy",
    "comment",
    "remind",
    "answer",
    "hold",
    "take up",
    "suspend",
    "resume",
    "jump",
    "restart",
    "migrate",
    "cancel token",
    "add token",
    "reassign",
    "foretold",
    "bulk",
)
"""Each is done at least `AT_LEAST` times, at random moments."""


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each unit of work that was committed."""
    seen: list[int] = []
    really = UnitOfWork.commit

    def commit(uow: UnitOfWork) -> None:
        seen.append(1)
        really(uow)

    monkeypatch.setattr(UnitOfWork, "commit", commit)
    return seen


@pytest.mark.slow
def test_whatever_people_do_the_rows_say_what_the_tokens_say(
    rt: Runtime, campus: Engine, person: Callable[[str], Principal], commits: list[int]
) -> None:
    done: Counter[str] = Counter()
    people = [person(login) for login in ("stu01", "cs_head", "it_clerk", "it_deputy", "admin")]
    asked = os.environ.get(SEED)
    seeds = [int(asked)] if asked else range(STORIES * times())
    for first in range(0, len(seeds), TOGETHER):
        with rolled_back(campus) as link:
            for seed in seeds[first : first + TOGETHER]:
                try:
                    Matter(rt, link, people, seed, done, commits).tell()
                except Exception as exc:
                    exc.add_note(f"tell it again: {SEED}={seed}")
                    raise
    tell(f"{STORIES * times()} stories through the commands", done)
    rare = {kind: done[kind] for kind in OPERATIONS if done[kind] < AT_LEAST}
    assert asked or not rare
    assert asked or done[TOLD] >= TOLD_AT_LEAST * (done[TOLD] + done[UNTOLD])
