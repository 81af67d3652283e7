"""Statements that are planned for the values at hand.

Connections run prepared statements by one plan for all values (:mod:`db.extension`): commands and pages ask
small things by keys. What people search for is different each time: a word that everything begins with and a
word that stands nowhere want different ways, and the wrong one reads the whole table.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import TextClause, text

from db.link import Answer, Link

# To the end of the transaction; outside of one, of the statements that go out together.
_FOR_THE_VALUES: Final = text("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")


def ask_planned(link: Link, statement: TextClause, values: Mapping[str, Any]) -> Answer:
    """Ask a statement whose best plan depends on its values; planning costs a millisecond or two."""
    link.execute(_FOR_THE_VALUES)
    return link.execute(statement, values)
