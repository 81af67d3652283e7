"""Bizagi: colours are kept, other properties are named."""

from tests.designer_export.dialects.pieces import diagram, extended, kept, not_carried


def drawn(name: str, value: str) -> bytes:
    said = f'<bizagi:BizagiProperty name="{name}" value="{value}"/>'
    held = f"<bizagi:BizagiExtensions><bizagi:BizagiProperties>{said}</bizagi:BizagiProperties>"
    return diagram(extended("task t", f"{held}</bizagi:BizagiExtensions>"), space="bizagi", executable="")


def test_colours_are_kept():
    data = drawn("bgColor", "White")
    assert kept(data) == {"BizagiExtensions", "BizagiProperties", "BizagiProperty"}
    assert not_carried(data) == set()


def test_a_property_that_says_something_is_named():
    assert not_carried(drawn("Cost centre", "4711")) == {"BizagiProperty"}
    assert not_carried(drawn("Cost centre", "")) == set()
