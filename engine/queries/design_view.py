"""One design as its page shows it: findings, what would mend them, and what differs from what is in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bpmn_models.bundle import Bundle, read_zip
from db.link import Link, Row
from designer_export.beginnings import Begun
from designer_export.beside import Remark
from designer_export.comparing import Comparison
from designer_export.dialect import Dialect
from designer_export.lint import Report
from designer_export.repairs import preview
from engine.apart.work import look_closely, say
from engine.deploying import known_to
from engine.designs import visible
from engine.queries.designs import DesignRow, VersionRow, design_row, versions_of
from engine.runtime import Runtime
from engine.store import designs
from engine.uploads import unpack
from identity.capabilities import DEFINITION_EDIT, DEFINITION_PUBLISH
from identity.principal import Principal, may


@dataclass(frozen=True, slots=True)
class Standing:
    """The version in force, and how the design differs from it, on the drawing and beside it."""

    version: VersionRow
    differences: Comparison
    beside: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class DesignView:
    """A design.

    Attributes
    ----------
    number
        Of the version that it is, or would become.
    findings
        As `tongban lint --json` has them; those about files beside the diagram come last. Each with a repair
        has ``preview``: what it will do, by language.
    source
        The tool that the upload came from.
    undo
        The last change, which can be taken back; None if there is none.
    definition_id
        The version that it has become; nothing can be changed then.
    asks_for_starters
        Whether publishing needs to be told who may start the service.
    begins
        The events that begin it, where nobody starts it by hand.
    """

    row: DesignRow
    number: int
    report: Report
    findings: tuple[Mapping[str, Any], ...]
    source: Dialect
    undo: Mapping[str, Any] | None
    standing: Standing | None
    may_edit: bool
    may_publish: bool
    definition_id: int | None
    asks_for_starters: bool
    begins: tuple[Begun, ...]

    @property
    def verdict(self) -> str:
        """Whether it could be published now."""
        return self.report.verdict

    @property
    def automatic(self) -> int:
        """How many findings are mended without anybody choosing anything."""
        return sum(bool(one["repair"] and one["repair"]["automatic"]) for one in self.findings)

    def at_level(self, level: str) -> tuple[Mapping[str, Any], ...]:
        """Give the findings of a level."""
        return tuple(one for one in self.findings if one["level"] == level)

    def elements_at(self, level: str) -> tuple[str, ...]:
        """Give the ids of the elements with findings of a level, each once."""
        return tuple(dict.fromkeys(one["element"] for one in self.at_level(level) if one["element"]))

    def as_report(self) -> dict[str, Any]:
        """Give the object of `tongban lint` for it."""
        told = self.report.as_json(self.row.file_name)
        source = {"name": self.source.name, "version": self.source.version}
        return {**told, "dialect": source, "findings": [dict(one) for one in self.findings]}


def design_view(rt: Runtime, connection: Link, by: Principal, design_id: int) -> DesignView:
    """Show a design.

    Raises
    ------
    NotFound
    """
    row = visible(connection, by, design_id)
    bundle, last = read_zip(bytes(row.bundle)), designs.last_change(connection, row.id)
    versions = versions_of(connection, row.service_key)
    before = _before(rt, connection, row, versions)
    asked = (bundle, before[1] if before else None, known_to(rt, connection, [bundle.process]))
    found = rt.apart.run(by.person_id, look_closely, *asked)
    told = [*(one.as_json() for one in found.report.findings), *row.notes]
    return DesignView(
        row=design_row(row),
        number=_number(row, versions),
        report=found.report,
        findings=tuple(_with_preview(one) for one in told),
        source=found.source,
        undo=last.change if last else None,
        standing=Standing(before[0], found.differences, found.beside)
        if before and found.differences
        else None,
        may_edit=may(by, DEFINITION_EDIT, unit_path=row.unit_path),
        may_publish=may(by, DEFINITION_PUBLISH, unit_path=row.unit_path),
        definition_id=row.definition_id,
        asks_for_starters=found.asks_for_starters,
        begins=found.begins,
    )


def design_bundle(rt: Runtime, connection: Link, by: Principal, design_id: int) -> Bundle:
    """Give a design as it would be deployed: its diagram in our words.

    Raises
    ------
    NotFound
    Busy, TookTooLong, TookTooMuch
    """
    bundle = read_zip(bytes(visible(connection, by, design_id).bundle))
    return rt.apart.run(by.person_id, say, bundle)


def original_files(connection: Link, by: Principal, design_id: int) -> dict[str, bytes]:
    """Give what was uploaded last, byte for byte.

    Raises
    ------
    NotFound
    """
    row = visible(connection, by, design_id)
    return unpack(bytes(designs.original(connection, row.id).original))


def _with_preview(finding: Mapping[str, Any]) -> dict[str, Any]:
    mending = finding["repair"]
    return {**finding, "preview": preview(mending["id"]) if mending else None}


def _number(row: Row, versions: Sequence[VersionRow]) -> int:
    own = next((one.number for one in versions if one.id == row.definition_id), None)
    return own or (versions[0].number + 1 if versions else 1)


def _before(
    rt: Runtime, connection: Link, row: Row, versions: Sequence[VersionRow]
) -> tuple[VersionRow, Bundle] | None:
    """Give the version in force, with its bundle, where the design is not that version itself."""
    version = next((one for one in versions if one.state == "published"), None)
    if version is None or version.id == row.definition_id:
        return None
    return version, rt.definitions.get(connection, version.id).bundle
