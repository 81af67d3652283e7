"""``kill -9`` of web servers, workers and the database, while matters with timers and calls run.

The long version is ``python -m bench kill9``. The outside system is moody, too: busy, slow, and gone before
or after it has done what it was asked.
"""

from pathlib import Path

from bench.kill9.rounds import Plan, run_rounds

PLAN = Plan(rounds=6, matters=16, seed=20261128, database_every=3, pause_s=(0.5, 3.0))


def test_everything_ends_and_each_effect_happens_once_when_all_are_killed(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    found = run_rounds(PLAN, tmp_path)
    print(found)
    assert found.faults == [], f"seed {PLAN.seed}"
    assert set(found.kills) == {"web", "worker", "database"}
    assert found.effects == 2 * PLAN.matters
    assert found.told["500"] == 0, "while the database is away a client is told to try again"
