"""Scripts before and after an activity, and what Python may say that our language does not."""

import ast
from textwrap import dedent

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.spiff.reader import spiff, text_of
from designer_export.namespaces import bpmn


def around(carrier: Carrier, activity: etree._Element) -> None:
    """Carry over the scripts around an activity: once for the whole of a repeated one, unless it says more."""
    each = _is_on_items(carrier, activity)
    for name, when in (("preScript", "before"), ("postScript", "after")):
        said = text_of(carrier, activity, name)
        if said.strip():
            carrier.script(activity, when, _without_deletion(carrier, activity, dedent(said)), each=each)


def script_task(carrier: Carrier, task: etree._Element) -> None:
    """Say a script without what our language does not have."""
    script = task.find(bpmn("script"))
    text = (script.text or "") if script is not None else ""
    if script is None or not text.strip():
        return
    source = _without_deletion(carrier, task, dedent(text).strip("\n"))
    if source != dedent(text).strip("\n"):
        carrier.rewrite(script, source, text, "python")


def _is_on_items(carrier: Carrier, activity: etree._Element) -> bool:
    loop = activity.find(bpmn("multiInstanceLoopCharacteristics"))
    return loop is not None and carrier.attribute(loop, spiff("scriptsOnInstances")) == "true"


def _without_deletion(carrier: Carrier, node: etree._Element, text: str) -> str:
    """Let a variable that is deleted be empty instead; a text that is no Python stays for a rule to name."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    found = _Emptied()
    changed = found.visit(tree)
    if not found.names:
        return text
    carrier.note("emptied", node, variables=", ".join(dict.fromkeys(found.names)))
    return ast.unparse(ast.fix_missing_locations(changed))


class _Emptied(ast.NodeTransformer):
    """Writes None where plain variables are deleted."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def visit_Delete(self, node: ast.Delete) -> ast.stmt | list[ast.stmt]:
        """Only what is deleted by its name can be emptied."""
        targets = [part for target in node.targets for part in _parts(target)]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        if len(names) != len(targets):
            return node
        self.names += names
        return [ast.Assign([ast.Name(name, ast.Store())], ast.Constant(None)) for name in names]


def _parts(target: ast.expr) -> list[ast.expr]:
    return target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
