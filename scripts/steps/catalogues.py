"""The message catalogues, compiled from the fragments of every room."""

from scripts.steps import stamp
from scripts.steps.commands import run
from scripts.steps.places import PYTHON, ROOT

TRANSLATIONS = ROOT / "web" / "translations"
SCRIPT = ROOT / "scripts" / "catalogues.py"


def compile_all() -> None:
    """Merge and compile the catalogues where a fragment changed."""
    if not SCRIPT.exists():
        return
    fragments = list((TRANSLATIONS / "fragments").glob("*.po"))
    state = stamp.digest([*fragments, SCRIPT])
    made = list(TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo"))
    if made and stamp.current("catalogues", state):
        return
    run("Compiling the catalogues", [str(PYTHON), str(SCRIPT)])
    stamp.done("catalogues", state)
