"""The message catalogues, compiled from the fragments of every room."""

from collections.abc import Callable

from scripts.steps import stamp
from scripts.steps.commands import run
from scripts.steps.places import PYTHON, ROOT

TRANSLATIONS = ROOT / "web" / "translations"
SCRIPT = ROOT / "scripts" / "catalogues.py"


def _in_the_environment() -> None:
    run("Compiling the catalogues", [str(PYTHON), str(SCRIPT)])


def compile_all(build: Callable[[], None] = _in_the_environment) -> None:
    """Merge and compile the catalogues where a fragment changed.

    Parameters
    ----------
    build
        Does it, for whoever runs in the environment already.
    """
    if not SCRIPT.exists():
        return
    fragments = list((TRANSLATIONS / "fragments").glob("*.po"))
    state = stamp.digest([*fragments, SCRIPT])
    made = list(TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo"))
    if made and stamp.current("catalogues", state):
        return
    build()
    stamp.done("catalogues", state)
