"""One version of a service, for those who design or inspect it."""

from dataclasses import dataclass

from bpmn_models.bundle import Bundle
from db.link import Link
from designer_export.beside import Remark
from designer_export.comparing import Comparison
from designer_export.writing import ORIGINAL
from engine.access import may_at_service
from engine.apart.work import Compared, compare
from engine.errors import NotFound
from engine.queries.designs import VersionRow, versions_of
from engine.runtime import Runtime
from engine.store import designs
from engine.uploads import unpack
from engine.versions import visible_version
from identity.capabilities import DEFINITION_EDIT, DEFINITION_PUBLISH
from identity.principal import Principal


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version; `differences` and `beside` are those from `before`: another one, or the one before it.

    Attributes
    ----------
    others
        The versions that it may be compared with, the newest first.
    """

    service_key: str
    name: str
    row: VersionRow
    before: VersionRow | None
    others: tuple[VersionRow, ...]
    differences: Comparison | None
    beside: tuple[Remark, ...]
    may_edit: bool
    may_publish: bool


def version_view(
    rt: Runtime, connection: Link, by: Principal, definition_id: int, against: int | None = None
) -> VersionView:
    """Show a version.

    Parameters
    ----------
    against
        The id of the version that it is compared with; the one before it if not said.

    Raises
    ------
    NotFound
        Not for this reader; or `against` is no other version of its service.
    """
    found = visible_version(rt, connection, by, definition_id)
    versions = versions_of(connection, found.service_key)
    row = next(one for one in versions if one.id == definition_id)
    others = tuple(one for one in versions if one.id != row.id)
    if against is None:
        before = next((one for one in others if one.number < row.number), None)
    else:
        before = next((one for one in others if one.id == against), None)
        if before is None:
            raise NotFound(definition=against)
    compared = _between(rt, connection, by, before, row)
    return VersionView(
        service_key=found.service_key,
        name=found.name,
        row=row,
        before=before,
        others=others,
        differences=compared.differences,
        beside=compared.beside,
        may_edit=may_at_service(rt, connection, by, DEFINITION_EDIT, found.service_key),
        may_publish=may_at_service(rt, connection, by, DEFINITION_PUBLISH, found.service_key),
    )


def version_bundle(rt: Runtime, connection: Link, by: Principal, definition_id: int) -> Bundle:
    """Give a version as it was deployed.

    Raises
    ------
    NotFound
    """
    visible_version(rt, connection, by, definition_id)
    return rt.definitions.get(connection, definition_id).bundle


def version_original(rt: Runtime, connection: Link, by: Principal, definition_id: int) -> dict[str, bytes]:
    """Give the upload that a version was made of, byte for byte.

    Raises
    ------
    NotFound
    """
    bundle = version_bundle(rt, connection, by, definition_id)
    kept = designs.original_of(connection, definition_id)
    if kept is not None:
        return unpack(bytes(kept.original))
    return {f"{bundle.key}.bpmn": bundle.files.get(ORIGINAL, bundle.process)}


def _between(
    rt: Runtime, connection: Link, by: Principal, before: VersionRow | None, after: VersionRow
) -> Compared:
    if before is None:
        return Compared(None, ())
    old, new = (rt.definitions.get(connection, one.id).bundle for one in (before, after))
    return rt.apart.run(by.person_id, compare, old, new)
