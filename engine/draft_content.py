"""What of a half-filled form may be kept: everything but secrets and unknown fields."""

from collections.abc import Mapping
from typing import Any

from .definitions import Deployed


def keepable(deployed: Deployed, document: Mapping[str, Any]) -> dict[str, Any]:
    """Drop secret fields (decision 11) and names the form does not have."""
    secrets = {pointer.lstrip("/") for pointer in deployed.form.secrets}
    fields = deployed.form.schema.get("properties", {})
    return {name: value for name, value in document.items() if name in fields and name not in secrets}
