"""Forget a saved view of one's own."""

from db.unit_of_work import transaction
from engine.errors import NotFound
from engine.store import saved_views
from identity.principal import Principal


def drop_view(by: Principal, view_id: int) -> None:
    """Forget it, for those as well with whom it was shared.

    Raises
    ------
    NotFound
        He keeps none of this id; somebody else's is his alone to forget.
    """
    with transaction() as uow:
        if not saved_views.drop(uow, view_id, by.person_id):
            raise NotFound
