"""流程预测: from where a matter stands, or from its start, to every step that may come."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.definitions import Deployed
from engine.execution import Ground, Place, Program
from expressions.sandbox import Sandbox

from .deciding import Deciding
from .items import Forecast, Reasons, Usual
from .people import People
from .scene import Context, Scene, Spot
from .walking import Walking


def from_start(
    deployed: Deployed,
    sandbox: Sandbox,
    variables: Mapping[str, Any],
    *,
    unsure: frozenset[str] = frozenset(),
    given: frozenset[str] = frozenset(),
    people: People | None = None,
    usual: Mapping[str, Usual] | None = None,
) -> Forecast:
    """Foresee an instance of the process that people start.

    Parameters
    ----------
    variables
        What it would begin with.
    unsure
        Names that decide nothing: unknown yet, or not for this reader.
    given
        Steps whose work is in the variables already: somebody is at them now.
    people
        Finds who would handle the steps; without it nobody is named.
    usual
        How long steps have taken, by element.
    """
    scene = Scene(deployed.program.outlook)
    top = scene.begin(variables, unsure)
    return _walk(deployed, deployed.program, sandbox, scene, top, given, people, usual)


def from_grounds(
    deployed: Deployed,
    program: Program,
    sandbox: Sandbox,
    grounds: Iterable[Ground],
    *,
    unsure: frozenset[str] = frozenset(),
    people: People | None = None,
    usual: Mapping[str, Usual] | None = None,
) -> Forecast:
    """Foresee an instance that is under way, from where its tokens stand; else as :func:`from_start`."""
    scene = Scene(program.outlook)
    top = scene.stand(grounds, unsure)
    if top is None:
        return Forecast(())
    return _walk(deployed, program, sandbox, scene, top, frozenset(), people, usual)


def _walk(
    deployed: Deployed,
    program: Program,
    sandbox: Sandbox,
    scene: Scene,
    top: Context,
    given: frozenset[str],
    people: People | None,
    usual: Mapping[str, Usual] | None,
) -> Forecast:
    deciding = Deciding(deployed, program, scene, sandbox, given)
    who = _Who(people, deciding)
    return Walking(scene, deciding, who, deployed.step_name, usual or {}, given).forecast(top)


class _Who:
    """Asks for the people of a step, with what is known of the data there."""

    def __init__(self, people: People | None, deciding: Deciding) -> None:
        self._people, self._deciding = people, deciding

    def __call__(self, spot: Spot, place: Place) -> tuple[Reasons, bool]:
        if self._people is None:
            return (), False
        return self._people.of(place, lambda name: self._deciding.variable(spot, name))
