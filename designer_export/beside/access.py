"""Fields that a step may see, fill in, or must fill in otherwise than before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from designer_export.beside.fields import called
from designer_export.beside.words import Remark, Words, listed, named, remark
from designer_export.native import StepSettings
from forms.fields import Field
from forms.model import Form


def access_remarks(
    name: Words, before: StepSettings, after: StepSettings, old: Form, new: Form
) -> Iterator[Remark]:
    """Compare what a step does with the fields that both forms have; alike changes are one sentence."""
    turned: dict[tuple[str, str], list[Field]] = defaultdict(list)
    for part in new.walk():
        if old.field(part.pointer) is None or not part.settable:
            continue
        modes = before.access.mode(part.pointer), after.access.mode(part.pointer)
        if modes[0] != modes[1] and not _told(part, turned[modes]):
            turned[modes].append(part)
    for (was, becomes), fields in turned.items():
        if fields:
            words = {"before": named("mode", was), "after": named("mode", becomes), "fields": _names(fields)}
            yield remark("access", after.id, "access/mode", step=name, **words)
    for code, these, those in (
        ("access/required", after.access.required, before.access.required),
        ("access/optional", before.access.required, after.access.required),
    ):
        asked = [field for one in sorted(these - those) if (field := new.field(one)) is not None]
        if asked:
            yield remark("access", after.id, code, step=name, fields=_names(asked))


def _told(field: Field, others: Iterable[Field]) -> bool:
    """Whether the rows that a column belongs to turn in the same way."""
    return any(field.pointer.startswith(f"{other.pointer}/") for other in others)


def _names(fields: Iterable[Field]) -> Words:
    return listed(map(called, fields), quoted=True)
