"""A matter that an administrator has opened to look inside."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from db.link import Link, Row
from engine.access import may_at_service, may_inspect, readers_access
from engine.definitions import Deployed
from engine.errors import Forbidden
from engine.execution import Execution, NodeInfo
from engine.queries.instances import visible
from engine.queries.loading import load
from engine.runtime import Runtime
from forms.access import Access
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything that the questions about it begin with.

    Attributes
    ----------
    access
        Which fields of the form he sees.
    """

    row: Row
    deployed: Deployed
    execution: Execution
    access: Access
    may_mend: bool

    @property
    def nodes(self) -> Mapping[str, NodeInfo]:
        """The elements of the process that it runs, those of sub-processes and called processes too."""
        return self.deployed.program_of(self.row.process_id).nodes

    def name_of(self, element: str) -> str:
        """Give the name of an element; of one without a name its id."""
        return self.deployed.step_name(element) if element else ""

    def hides(self, name: str) -> bool:
        """Say whether a variable is a field that this reader does not see, or a secret.

        In a scope of its own a variable of that name is most likely a copy.
        """
        field = self.deployed.form.fields.get(name)
        return field is not None and (field.secret or self.access.mode(field.pointer) == "hidden")


def opened(rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID) -> Opened:
    """Open a matter for an administrator of its service.

    Raises
    ------
    NotFound
        Unknown, or not for this reader at all.
    Forbidden
        He sees the matter, not its inside.
    """
    row = visible(rt, connection, by, instance_id)
    if not may_inspect(rt, connection, by, row.service_key):
        raise Forbidden(instance=str(instance_id))
    deployed, execution = load(rt, connection, row)
    access = readers_access(rt, connection, by, row, deployed)
    mends = may_at_service(rt, connection, by, INSTANCE_MEND, row.service_key)
    return Opened(row, deployed, execution, access, mends)
