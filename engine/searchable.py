"""What of an instance's form can be searched for: the values that `service.toml` calls searchable.

They stand in ``instance.fields`` as a list, in the order in which the version names its fields: names in
every row would cost more than the values.
"""

import math
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from forms.pointers import split

from .definitions import Deployed
from .execution import Execution
from .store.ordered import OrderedValue

LONGEST: Final = 100
"""Characters of a value that count; nobody types more into a search."""
MOST_ITEMS: Final = 20
DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""How a day or a moment begins; whatever else stands in such a field comes neither before nor after."""
_DAY: Final = re.compile(DAY)


def searchable_values(deployed: Deployed, execution: Execution) -> list[Any]:
    """Give the values of the searchable fields as they are now, None for an empty one."""
    return [_found(execution, pointer) for pointer in deployed.searchable]


def ordered_values(
    deployed: Deployed, instance_id: uuid.UUID, values: Sequence[Any]
) -> Iterator[OrderedValue]:
    """Give those of the searchable values that come before or after others."""
    for place, pointer in enumerate(deployed.searchable):
        order, value = deployed.ordered.get(pointer), values[place]
        number = _number(value) if order == "number" else None
        day = value if order == "day" and isinstance(value, str) and _DAY.match(value) else None
        if number is not None or day is not None:
            yield OrderedValue(instance_id, deployed.id, place, number, day)


def _number(value: Any) -> Decimal | None:
    is_one = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    # By way of its words: a tenth is a tenth, as it stands in JSON.
    return Decimal(str(value)) if is_one else None


def _found(execution: Execution, pointer: str) -> Any:
    first, *rest = split(pointer)
    value = execution.find(first)
    for name in rest:
        value = value.get(name) if isinstance(value, Mapping) else None
    return _kept(value)


def _kept(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()[:LONGEST] or None
    if isinstance(value, Mapping):
        # A person or a unit: its name is what people look for.
        return _kept(value.get("name"))
    if isinstance(value, list):
        found = [_kept(item) for item in value[:MOST_ITEMS] if not isinstance(item, list)]
        return [item for item in found if item is not None] or None
    return value
