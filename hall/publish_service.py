"""The command of 大厅服务发布 (D8): list a service, or bring its bundle's texts back."""

from datetime import datetime

from bpmn_models.bundle import Bundle
from db.unit_of_work import transaction
from hall.editing import require_publisher
from hall.publishing import publish
from identity.principal import Principal


def publish_service(by: Principal | None, bundle: Bundle, now: datetime, *, refresh: bool = False) -> int:
    """List the service of `bundle` and return its item number; see `hall.publishing.publish`.

    Parameters
    ----------
    by
        None for the program itself, listing the services that ship.

    Raises
    ------
    NotAllowed
        He may not publish for the department that the row names, or that the bundle would write into it.
    BadField, UnknownUnit
    """
    with transaction() as uow:
        if by is not None:
            require_publisher(uow, by, bundle, refresh=refresh)
        person_id = by.person_id if by else None
        return publish(uow, bundle, person_id=person_id, now=now, refresh=refresh)
