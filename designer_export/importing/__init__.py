"""Import of what designers upload: one file, several, or a zip; of any tool, with its decisions and forms.

`take` makes a complete service of it. What cannot be taken at all is raised with a code; what is different
here, or has no place, is told by findings: those of the rules in the report, those of the import beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bpmn_models.bundle import PROCESS, SERVICE, Bundle
from designer_export.findings import Finding
from designer_export.importing.making import make_service
from designer_export.importing.own import own_bundle
from designer_export.importing.sorting import sort
from designer_export.importing.unpacking import unpack
from designer_export.lint import Report, lint_bundle

__all__ = ["Taken", "take"]


@dataclass(frozen=True, slots=True)
class Taken:
    """A service made of an upload.

    Attributes
    ----------
    bundle
        Complete: ``process.bpmn`` in our words, ``original.bpmn`` as it came, the form with its layouts,
        decisions, ``service.toml``; further files of the upload under ``originals/``.
    report
        What the rules say of the bundle.
    findings
        What the import itself has to say.
    """

    bundle: Bundle
    report: Report
    findings: tuple[Finding, ...]


def take(files: Mapping[str, bytes], *, key: str | None = None, name: str | None = None) -> Taken:
    """Take an upload; a service of ours stays byte for byte what it was.

    Parameters
    ----------
    files
        Name, perhaps with folders → content: one diagram, the files of a project, or a single zip.
    key, name
        流程标识 and name of the service, instead of those that the diagram suggests.

    Raises
    ------
    Unreadable
        The only diagram cannot be read.
    BrokenBundle
        What was uploaded cannot be taken: see `designer_export.importing.unpacking`, and ``setting_key`` for
        a key that is none.
    """
    unpacked, idle = unpack(files)
    if PROCESS in unpacked and SERVICE in unpacked:
        bundle = own_bundle(files, key, name)
        return Taken(bundle, lint_bundle(bundle), ())
    bundle, findings = make_service(unpacked, sort(unpacked), idle, key, name)
    report = lint_bundle(bundle)
    told = {(one.rule, one.element, one.attribute, one.message["en"]) for one in report.findings}
    fresh = [one for one in findings if (one.rule, one.element, one.attribute, one.message["en"]) not in told]
    return Taken(bundle, report, tuple(fresh))
