"""Trisotech: what editors use is kept, bindings of data are named."""

from tests.designer_export.dialects.pieces import diagram, extended, kept, not_carried


def test_what_only_editors_use_is_kept():
    link = '<triso:copyOfLink><triso:graph id="x"/></triso:copyOfLink>'
    data = diagram(extended("task t", link, 'triso:readOnly="true"'), space="triso", executable="")
    assert (kept(data), not_carried(data)) == ({"copyOfLink", "graph", "readOnly"}, set())


def test_bindings_and_what_is_not_known_are_named():
    inside = "<triso:dataInputBindings/>"
    data = diagram(extended("task t", inside, 'triso:operation="x"'), space="triso", executable="")
    assert not_carried(data) == {"dataInputBindings", "operation"}
