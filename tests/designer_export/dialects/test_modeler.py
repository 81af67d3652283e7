"""Camunda's Modeler and translations: kept."""

from tests.designer_export.dialects.pieces import diagram, extended, kept, not_carried


def test_the_engine_is_kept():
    data = diagram('<task id="t"/>', space="platform").replace(
        b' id="d"', b' id="d" platform:executionPlatform="Camunda Cloud" platform:other="1"', 1
    )
    assert (kept(data), not_carried(data)) == ({"executionPlatform"}, {"other"})


def test_translations_are_kept():
    data = diagram(extended("task t", "<i18n:translation>x</i18n:translation>"), space="i18n")
    assert (kept(data), not_carried(data)) == ({"translation"}, set())
