"""Names as people write them."""

import pytest
from lxml import etree

from designer_export.namespaces import short_name

ROOT = etree.fromstring('<a xmlns="urn:own" xmlns:camunda="urn:camunda"/>')


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("{urn:camunda}topic", "camunda:topic"),
        ("{urn:own}topic", "topic"),
        ("{urn:unknown}topic", "topic"),
        ("topic", "topic"),
    ],
)
def test_a_qualified_name_is_told_with_its_prefix(name, short):
    assert short_name(ROOT, name) == short
