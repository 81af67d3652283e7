"""``python -m bench.bpmnlint DIR [--write]``: what our rules make of the good and bad diagrams of bpmnlint.

For each of its rules: those of ours that mean the same, how many of its bad diagrams one of them finds, and
on how many of its good ones one speaks as well. ``--write`` puts the table into docs/bpmnlint.md.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from designer_export.lint import lint

PAGE: Final = Path(__file__).parents[1] / "docs" / "bpmnlint.md"
BEGIN, END = "<!-- begin: python -m bench.bpmnlint -->", "<!-- end -->"
_BAD: Final = ("invalid", "missing")

OURS: Final[Mapping[str, tuple[str, ...]]] = {
    "ad-hoc-sub-process": ("ad-hoc-content",),
    "conditional-event": ("event-without-trigger",),
    "conditional-flows": ("gateway-without-condition", "default-flow"),
    "end-event-required": ("no-end", "empty-process"),
    "event-based-gateway": ("event-gateway-ways", "event-gateway-target", "condition-after-parallel"),
    "event-sub-process-typed-start-event": ("event-sub-process",),
    "global": ("declared-name",),
    "label-required": ("missing-name",),
    "link-event": ("link-partner",),
    "no-bpmndi": ("no-layout",),
    "no-disconnected": ("unreachable",),
    "no-duplicate-sequence-flows": ("superfluous",),
    "no-implicit-end": ("no-end", "gateway-without-flow"),
    "no-implicit-split": ("implicit-split",),
    "no-implicit-start": ("no-start", "unreachable"),
    "single-blank-start-event": ("several-starts",),
    "start-event-required": ("no-start", "empty-process"),
    "sub-process-blank-start-event": ("start-trigger",),
    "superfluous-gateway": ("superfluous",),
}
"""Rules of ours that mean what one of bpmnlint's means; what is left out has none."""

WHY_NOT: Final[Mapping[str, str]] = {
    "fake-join": "runs as BPMN says: each token goes on by itself; `unsound` tells where they pile up",
    "no-complex-gateway": "complex gateways run",
    "no-gateway-join-fork": "style",
    "no-inclusive-gateway": "inclusive gateways run",
    "no-overlapping-elements": "style",
    "single-event-definition": "events with several triggers run",
    "standard-size": "style",
    "superfluous-termination": "style",
}
"""Why nothing of ours means what one of bpmnlint's means."""


@dataclass(frozen=True)
class Compared:
    """One rule of bpmnlint over its own diagrams; names of the files that went otherwise."""

    rule: str
    good: int
    bad: int
    missed: tuple[str, ...]
    alarms: tuple[str, ...]


def diagrams(folder: Path) -> Mapping[str, Mapping[str, bool]]:
    """Give its diagrams by rule: path below `folder`, and whether the rule is broken there."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for path in sorted((folder / "test" / "rules").glob("*/*.bpmn")):
        found[path.parent.name][str(path.relative_to(folder))] = path.stem.startswith(_BAD)
    for path in sorted((folder / "docs" / "rules" / "examples").glob("*.bpmn")):
        rule, _, which = path.stem.rpartition("-")
        found[rule][str(path.relative_to(folder))] = which == "incorrect"
    return dict(sorted(found.items()))


def compare(folder: Path) -> list[Compared]:
    """Ask our rules about every diagram."""
    return [_compared(folder, rule, files) for rule, files in diagrams(folder).items()]


def _compared(folder: Path, rule: str, files: Mapping[str, bool]) -> Compared:
    ours = set(OURS.get(rule, ()))
    said = {
        name: bool(ours & {finding.rule for finding in lint((folder / name).read_bytes()).findings})
        for name in files
    }
    return Compared(
        rule,
        good=sum(not broken for broken in files.values()),
        bad=sum(files.values()),
        missed=tuple(Path(name).name for name, broken in files.items() if broken and not said[name]),
        alarms=tuple(Path(name).name for name, broken in files.items() if not broken and said[name]),
    )


def table(rows: Iterable[Compared]) -> str:
    """Give the table, then the files that went otherwise."""
    rows = list(rows)
    met = [row for row in rows if row.rule in OURS]
    lines = [
        "| bpmnlint | ours | bad | hits | misses | good | false alarms |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(_line(row.rule, _links(OURS[row.rule]), [row]) for row in met),
        _line("together", "", met),
        "",
        "| bpmnlint | bad | good | why there is no such rule here |",
        "| --- | --- | --- | --- |",
        *(f"| {row.rule} | {row.bad} | {row.good} | {WHY_NOT[row.rule]} |" for row in rows if row not in met),
        "",
        *(f"- {row.rule}: {_otherwise(row)}" for row in met if row.missed or row.alarms),
    ]
    return "\n".join(lines)


def _line(rule: str, ours: str, rows: list[Compared]) -> str:
    bad, missed = sum(row.bad for row in rows), sum(len(row.missed) for row in rows)
    good, alarms = sum(row.good for row in rows), sum(len(row.alarms) for row in rows)
    return f"| {rule} | {ours} | {bad} | {bad - missed} | {missed} | {good} | {alarms} |"


def _links(rules: Iterable[str]) -> str:
    return ", ".join(f"[{rule}](rules/{rule}.md)" for rule in rules)


def _otherwise(row: Compared) -> str:
    parts = (("missed", row.missed), ("false alarm on", row.alarms))
    return "; ".join(f"{word} {', '.join(f'`{name}`' for name in names)}" for word, names in parts if names)


def page(rows: Iterable[Compared]) -> str:
    """Give the page with its table renewed."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{table(rows)}\n{END}{rest.partition(END)[2]}"


def main(words: list[str]) -> int:
    """Print the table, or write it; 3 if the call is off."""
    paths = [word for word in words if word != "--write"]
    if len(paths) != 1 or not Path(paths[0], "test", "rules").is_dir():
        print("usage: python -m bench.bpmnlint DIR [--write]", file=sys.stderr)
        return 3
    rows = compare(Path(paths[0]))
    if "--write" in words:
        PAGE.write_text(page(rows), encoding="utf-8")
    else:
        print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
