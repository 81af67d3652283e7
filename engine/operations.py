"""The registry of service operations: what a service task of a diagram may call by name.

A room registers its internal operations in ``app.py``; they run inside the command's
transaction. A diagram that names an operation nobody registered is refused at deploy.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.unit_of_work import UnitOfWork
from designer_export.native import BUILT_IN


@dataclass(frozen=True, slots=True)
class OperationContext:
    """What an operation may lean on: the running transaction and whose instance it serves."""

    uow: UnitOfWork
    now: datetime
    instance_id: uuid.UUID
    element: str
    initiator_id: int
    unit_id: int | None


Operation = Callable[[OperationContext, Mapping[str, Any]], Mapping[str, Any] | None]


class OperationFailed(Exception):
    """The operation refused its parameters or could not be done; becomes an incident."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class OperationRegistry:
    """Operations by name."""

    def __init__(self) -> None:
        self._operations: dict[str, Operation] = {}

    def register(self, name: str, operation: Operation) -> None:
        """Make ``operation`` callable from diagrams; a name is registered once."""
        if name in self._operations or name in BUILT_IN:
            raise ValueError(f"operation {name} is registered twice")
        self._operations[name] = operation

    @property
    def names(self) -> frozenset[str]:
        """The names that diagrams may call."""
        return frozenset(self._operations)

    def __contains__(self, name: object) -> bool:
        return name in self._operations

    def call(self, name: str, context: OperationContext, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Run an operation.

        Raises
        ------
        OperationFailed
            If nobody registered the name, or the operation itself refuses.
        """
        operation = self._operations.get(name)
        if operation is None:
            raise OperationFailed("unknown_operation", name)
        return operation(context, params) or {}
