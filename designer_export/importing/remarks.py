"""What an import says of its own, apart from what the rules say of the diagram that it makes."""

from typing import Final

from lxml import etree

from designer_export.findings import Finding, Level, finding

FILE: Final = "import-file"
PROCESS: Final = "import-process"
FORM: Final = "import-form"
FIELD: Final = "import-field"
MORE: Final = "more-findings"
ENGINE: Final = "beyond-engine"
RULES: Final = (FILE, PROCESS, FORM, FIELD, MORE, ENGINE)
"""The ids under which an import, or the hall, speaks; each has a page in ``docs/rules``."""

_ADVICE: Final = frozenset({
    "import-file/idle", "import-process/chosen", "import-process/brought", "import-form/shared",
    "import-form/unused",
})  # fmt: skip


class Remarks:
    """Collects what an import has to say."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def say(self, rule: str, case: str, node: etree._Element, **params: object) -> None:
        """Tell something of an element of the diagram that is being made."""
        level: Level = "advice" if f"{rule}/{case}" in _ADVICE else "changed"
        self.findings.append(finding(rule, level, node, case=case, **params))  # type: ignore[arg-type]
