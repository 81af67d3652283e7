"""What of an instance's form can be searched for: the values that `service.toml` calls searchable.

They stand in ``instance.fields`` as a list, in the order in which the version names its fields: names in
every row would cost more than the values.
"""

from collections.abc import Mapping
from typing import Any, Final

from forms.pointers import split

from .definitions import Deployed
from .execution import Execution

LONGEST: Final = 100
"""Characters of a value that count; nobody types more into a search."""
MOST_ITEMS: Final = 20


def searchable_values(deployed: Deployed, execution: Execution) -> list[Any]:
    """Give the values of the searchable fields as they are now, None for an empty one."""
    return [_found(execution, pointer) for pointer in deployed.searchable]


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
