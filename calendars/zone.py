"""The time zone of the campus."""

from typing import Final
from zoneinfo import ZoneInfo

CAMPUS_TIME: Final = ZoneInfo("Asia/Shanghai")
"""Dates that people read and write are the campus's; stored moments are UTC."""
