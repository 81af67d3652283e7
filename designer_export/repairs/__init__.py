"""What mends a finding: one file each, named as in the finding's ``repair``.

A repair has an ``ID``, an ``ORDER`` (what is mended first: names before nodes, nodes before ways, ways before
people) and ``apply(sheet, node, choice=None)``, which writes into the upload's own tree and tells whether it
did anything. Whether it is automatic is said by the finding: it depends on what is amiss. A repair takes
nothing away that is drawn, and applied again it does nothing.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import ModuleType
from typing import Final

from designer_export.repairs import (
    add_apply,
    add_end,
    add_handler,
    add_layout,
    add_start,
    assign_initiator,
    assign_unit_head,
    await_signal,
    choose_process,
    connect,
    declare,
    draw_data,
    drop_apply,
    fill_level,
    give_id,
    join_starts,
    label_outcomes,
    make_default,
    make_user_step,
    mark_executable,
    name_link,
    pass_through,
    repeat_once,
    set_condition,
    set_quantity,
    set_timer,
    split_explicit,
)

_MODULES: Final[tuple[ModuleType, ...]] = (
    add_apply,
    add_end,
    add_handler,
    add_layout,
    add_start,
    assign_initiator,
    assign_unit_head,
    await_signal,
    choose_process,
    connect,
    declare,
    draw_data,
    drop_apply,
    fill_level,
    give_id,
    join_starts,
    label_outcomes,
    make_default,
    make_user_step,
    mark_executable,
    name_link,
    pass_through,
    repeat_once,
    set_condition,
    set_quantity,
    set_timer,
    split_explicit,
)

REPAIRS: Final[Mapping[str, ModuleType]] = {module.ID: module for module in _MODULES}
"""Every repair, by id."""


def preview(repair: str) -> dict[str, str]:
    """Say in every language what a repair will do."""
    return _previews()[repair]


@cache
def _previews() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("designer_export") / "repairs.toml").read_text("utf-8"))
