"""The command of 大厅服务发布 (D8): list a service, or bring its bundle's texts back."""

from datetime import datetime

from bpmn_models.bundle import Bundle
from bpmn_models.settings_check import check_settings
from db.unit_of_work import UnitOfWork, transaction
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
    BadField, UnknownUnit, BrokenBundle
    """
    with transaction() as uow:
        return _publish(uow, by, bundle, now, refresh)


def check_service(by: Principal | None, bundle: Bundle, now: datetime) -> None:
    """Refuse what `publish_service` would refuse, and write nothing.

    For whoever must know before he makes what the row will stand for.
    """
    with transaction() as uow:
        _publish(uow, by, bundle, now, refresh=False)
        uow.rollback()


def _publish(uow: UnitOfWork, by: Principal | None, bundle: Bundle, now: datetime, refresh: bool) -> int:
    check_settings(bundle)
    if by is not None:
        require_publisher(uow, by, bundle, refresh=refresh)
    person_id = by.person_id if by else None
    return publish(uow, bundle, person_id=person_id, now=now, refresh=refresh)
