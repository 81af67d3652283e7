"""itp commerce: who drew it when is kept."""

from tests.designer_export.dialects.pieces import diagram, kept, not_carried


def test_bookkeeping_is_kept_and_anything_else_named():
    data = diagram('<task id="t" itp:author="a" itp:cost="3"/>', space="itp", executable="")
    assert (kept(data), not_carried(data)) == ({"author"}, {"cost"})
