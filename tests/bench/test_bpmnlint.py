"""The table of bpmnlint's diagrams says what our rules make of them today."""

import os
from pathlib import Path

import pytest

from bench import bpmnlint
from designer_export.rules import RULES

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).parents[3] / "shared" / "corpus") / "bpmnlint"


def test_rules_that_correspond_are_there():
    assert {rule for ours in bpmnlint.OURS.values() for rule in ours} <= set(RULES)
    assert not bpmnlint.OURS.keys() & bpmnlint.WHY_NOT.keys()


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no diagrams at {CORPUS}: set CORPUS_DIR")
def test_the_page_holds_the_table_of_today():
    rows = bpmnlint.compare(CORPUS)
    assert {row.rule for row in rows} == bpmnlint.OURS.keys() | bpmnlint.WHY_NOT.keys()
    told = "run: python -m bench.bpmnlint DIR --write"
    assert bpmnlint.PAGE.read_text("utf-8") == bpmnlint.page(rows), told


def test_hits_misses_and_false_alarms_are_counted(tmp_path):
    rules = tmp_path / "test" / "rules" / "link-event"
    rules.mkdir(parents=True)
    cases = Path(__file__).parents[1] / "designer_export" / "rules" / "link-partner"
    for name, which in (("invalid", "bad"), ("invalid-too", "good"), ("valid", "good"), ("valid-too", "bad")):
        (rules / f"{name}.bpmn").write_bytes((cases / f"{which}.bpmn").read_bytes())
    (row,) = bpmnlint.compare(tmp_path)
    assert (row.bad, row.missed) == (2, ("invalid-too.bpmn",))
    assert (row.good, row.alarms) == (2, ("valid-too.bpmn",))
    assert "| link-event | [link-partner](rules/link-partner.md) | 2 | 1 | 1 | 2 | 1 |" in bpmnlint.table(
        [row]
    )
