"""Which elements and attributes the schema of BPMN 2.0.2 knows (`python -m scripts.bpmn_attributes`)."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import orjson


@cache
def attributes() -> Mapping[str, frozenset[str]]:
    """Give the attributes of each element of the BPMN model, by local name."""
    source = files("designer_export") / "schema" / "bpmn_attributes.json"
    return {name: frozenset(known) for name, known in orjson.loads(source.read_bytes()).items()}
