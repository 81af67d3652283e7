"""Signavio: colours and empty attributes are kept, what a modeller has filled in is named."""

from bench.corpus.accounting import missing
from designer_export.lint import lint
from tests.designer_export.dialects.pieces import diagram, extended, kept, not_carried


def meta(key: str, value: str) -> str:
    return f'<signavio:signavioMetaData metaKey="{key}" metaValue="{value}"/>'


def drawn(*entries: str) -> bytes:
    return diagram(extended("task t", "".join(entries)), space="signavio", executable="")


LAYOUT = (
    meta("bgcolor", "#ffffcc"),
    meta("userstory", "[]"),
    '<signavio:signavioLabel ref="text_name" x="1"/>',
)


def test_what_is_drawn_or_empty_is_told_once():
    data = drawn(*LAYOUT)
    (told,) = [one for one in lint(data).findings if one.rule == "kept-for-its-tool"]
    assert (told.level, "3 extensions" in told.message["en"]) == ("advice", True)
    assert "signavio:signavioMetaData ×2" in told.message["en"]
    assert (kept(data), not_carried(data)) == ({"signavioMetaData", "signavioLabel"}, set())


def test_what_somebody_has_filled_in_is_named_by_its_key():
    data = drawn(*LAYOUT, meta("risiko", "hoch"))
    report = lint(data)
    (named,) = [one for one in report.findings if one.rule == "extension-not-carried"]
    assert (named.element, "(risiko)" in named.message["en"]) == ("t", True)
    assert report.extensions == {"total": 4, "mapped": 3, "not_carried": 1}
    assert missing(data, report.as_json("t.bpmn")) == []


def test_what_is_not_known_is_named():
    assert not_carried(drawn("<signavio:other/>")) == {"other"}
