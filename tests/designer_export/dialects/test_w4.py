"""W4: graphs are kept, names of services are named."""

from tests.designer_export.dialects.pieces import diagram, extended, kept, not_carried


def test_styles_are_kept():
    style = "<w4graph:graphStyle><w4graph:basic/></w4graph:graphStyle>"
    data = diagram(extended("task t", style), space="w4graph", executable="")
    assert (kept(data), not_carried(data)) == ({"graphStyle", "basic"}, set())


def test_the_name_of_a_service_is_named():
    data = diagram('<serviceTask id="t" w4:serviceName="s" w4:version="1"/>', space="w4", executable="")
    assert (kept(data), not_carried(data)) == ({"version"}, {"serviceName"})
