"""What BPMN forbids is refused by a named rule, at the element that breaks it; the diagram before is not."""

import os
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from bench.corpus.accounting import label, missing, parse
from designer_export.lint import Report, lint
from tests.designer_export import violations_of_parts
from tests.designer_export.diagrams import file, flow, process, row
from tests.designer_export.violations import VIOLATIONS, Violation

assert violations_of_parts
CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[3] / "shared" / "corpus")
FILES = 6

VALID = file(
    process(
        row(
            '<exclusiveGateway id="g" default="g_a"/>',
            '<userTask id="a"/>',
            '<subProcess id="sub"><startEvent id="is"/><task id="i"/><endEvent id="ie"/>'
            f"{flow('is', 'i')}{flow('i', 'ie')}</subProcess>",
        )
        + '<endEvent id="no"/>'
        + flow("g", "no", "1 == 2")
    )
)


def refused(report: Report) -> set[tuple[str, str | None]]:
    return {(finding.rule, finding.element) for finding in report.findings if finding.level == "refused"}


def hold(violation: Violation, data: bytes, seed: int) -> bool:
    """Plant a violation; tell whether there was a place for it."""
    root = parse(data)
    host = violation.plant(root, Random(f"{violation.name}{seed}"))
    if host is None:
        return False
    planted = etree.tostring(root)
    report = lint(planted)
    new = refused(report) - refused(lint(data))
    assert [rule for rule, element in new if rule in violation.rules and element == label(host)], (
        new,
        label(host),
    )
    assert missing(planted, report.as_json("x")) == []
    return True


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: violation.name)
@pytest.mark.parametrize("marked", [True, False], ids=["to run", "drawn"])
def test_what_bpmn_forbids_is_refused_where_it_stands(violation, marked):
    data = VALID if marked else VALID.replace(b' isExecutable="true"', b"")
    assert lint(data).verdict == "drawing"
    planted = [hold(violation, data, seed) for seed in range(5)]
    assert any(planted)


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS} (set CORPUS_DIR)")
@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: violation.name)
def test_real_diagrams_are_refused_with_it(violation):
    seed = VIOLATIONS.index(violation)
    paths = sorted(path for path in CORPUS.rglob("*") if path.name.endswith((".bpmn", ".bpmn20.xml")))
    Random(seed).shuffle(paths)
    taken = (path.read_bytes() for path in paths if is_taken(path.read_bytes()))
    planted = [hold(violation, data, seed) for data in islice(taken, FILES)]
    assert any(planted)


def is_taken(data: bytes) -> bool:
    """Tell whether a diagram is not refused as it is, and has one process: of several, some only draw."""
    return lint(data).verdict != "refused" and len(lint(data).processes) == 1
