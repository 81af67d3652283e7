"""The report adds up, and shipped services have nothing said against them."""

from pathlib import Path

import pytest

from bpmn_models.bundle import Bundle, make, shipped
from designer_export.lint import lint, lint_bundle
from engine.execution import NotExecutable, compile_file
from tests.designer_export.diagrams import file, process, row, said

CASES = Path(__file__).parent / "rules"
OPERATIONS = frozenset({"notices.publish", "mail.send", "mailbox.unlock", "mailbox.reset"})


def changed(bundle: Bundle, old: str, new: str) -> Bundle:
    """Return the bundle with a piece of its diagram replaced, which must be there."""
    text = bundle.process.decode()
    assert old in text
    return make({**bundle.files, "process.bpmn": text.replace(old, new).encode()})


def rules_of(bundle: Bundle) -> set[str]:
    return {finding.rule for finding in lint_bundle(bundle, OPERATIONS).findings}


@pytest.mark.parametrize("bundle", shipped(), ids=lambda bundle: bundle.key)
def test_shipped_services_are_runnable_and_sound_without_a_word(bundle):
    report = lint_bundle(bundle, OPERATIONS)
    assert (report.verdict, report.findings, report.soundness.verdict) == ("runnable", (), "sound")


def test_a_misspelt_outcome_is_refused():
    bundle = changed(
        shipped()[0], "steps.unit_head.outcome == 'approve'", "steps.unit_head.outcome == 'approved'"
    )
    assert rules_of(bundle) == {"unknown-outcome"}


def test_a_condition_on_a_field_that_is_not_there_is_refused():
    bundle = changed(shipped()[0], "steps.unit_head.outcome == 'approve'", "mailbx == ''")
    assert rules_of(bundle) == {"expression-unknown-name"}


def test_an_operation_that_nobody_registered_is_refused():
    assert {f.rule for f in lint_bundle(shipped()[2], frozenset()).findings} == {"unknown-operation"}


def test_what_cannot_be_read_is_reported_and_not_raised():
    report = lint(b"<!DOCTYPE x><x/>")
    assert report.verdict == "refused"
    assert report.findings[0].element is None
    assert set(report.findings[0].message) == {"zh-CN", "en"}


def test_the_json_has_the_keys_of_the_interface():
    answer = lint_bundle(shipped()[0]).as_json("process.bpmn")
    assert set(answer) == {
        "file", "sha256", "bytes", "encoding", "dialect", "seconds", "verdict", "processes", "findings",
        "elements", "extensions", "expressions", "soundness",
    }  # fmt: skip
    assert answer["processes"] == [{"id": "email_unlock", "name": "邮箱解锁申请", "executable": True}]


def test_a_planted_extension_and_attribute_are_named():
    bundle = shipped()[0]
    text = bundle.process.decode().replace(
        'id="start" name', 'xmlns:f="urn:foreign" f:colour="red" id="start" name'
    )
    text = text.replace("</tb:step>", '</tb:step><f:thing xmlns:f="urn:foreign"/>', 1)
    report = lint(text.encode())
    named = [finding for finding in report.findings if finding.rule == "extension-not-carried"]
    assert {finding.element for finding in named} == {"start", "apply"}
    assert report.extensions["not_carried"] == 2


def test_a_call_of_what_only_an_event_begins_is_refused_here_as_by_the_engine():
    good = (CASES / "call-to-nothing" / "good.bpmn").read_text("utf-8")
    begun = '<bpmn:startEvent id="s2"><bpmn:timerEventDefinition><bpmn:timeCycle>R/P1D</bpmn:timeCycle>'
    data = good.replace(
        '<bpmn:startEvent id="s2" />', f"{begun}</bpmn:timerEventDefinition></bpmn:startEvent>"
    )
    found = [finding for finding in lint(data.encode()).findings if finding.rule == "call-to-nothing"]
    assert [(finding.element, finding.level) for finding in found] == [("call", "refused")]
    with pytest.raises(NotExecutable):
        compile_file(data.encode())


def test_the_id_of_a_shape_is_an_id_of_the_file():
    drawn = '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" id="{}"/>'
    assert "duplicate-id" not in {one.rule for one in lint(file(process(row()) + drawn.format("x"))).findings}
    assert ("duplicate-id", "refused", "s") in said(lint(file(process(row()) + drawn.format("s"))))


def test_two_kinds_of_time_are_refused():
    both = "<timeDuration>PT1H</timeDuration><timeCycle>R3/PT1H</timeCycle>"
    trigger = f"<timerEventDefinition>{both}</timerEventDefinition>"
    wait = f'<intermediateCatchEvent id="t">{trigger}</intermediateCatchEvent>'
    assert ("timer", "refused", "t") in said(lint(file(process(row(wait)))))
