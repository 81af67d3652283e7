"""Who, when and where: what all samples share."""

import uuid
from datetime import UTC, datetime, timedelta

from identity.principal import Principal
from identity.refs import UnitRef

NOW = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)
CASE = uuid.UUID("4a7e9d60c1f24d2f9b1d3a5e7c9b0d12")
LONG = "古丽娜尔·阿卜杜热合曼"
UNIT = UnitRef(2, "cs", "计算机与软件学院", True)
OTHER = UnitRef(9, "grad", "研究生院", False)
ME = Principal(7, "苏文谦", "1998001", ("teacher",), (UNIT, OTHER), ("p:7",), ())


def before(**ago: int) -> datetime:
    return NOW - timedelta(**ago)
