"""When every rehearsal begins: a fixed moment, so that the same seed gives the same run."""

from datetime import UTC, datetime
from typing import Final

BEGIN: Final = datetime(2026, 3, 2, 1, tzinfo=UTC)
"""Nine in the morning on the campus, a Monday."""
