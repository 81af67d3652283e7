"""The project itself, installed so that its source stays where it is edited."""

from scripts.steps import stamp
from scripts.steps.commands import run
from scripts.steps.environment import PIP
from scripts.steps.places import REQUIREMENTS, ROOT, VENV


def install() -> None:
    """Install the project into the environment, with its console command ``tongban``."""
    folders = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
    state = stamp.digest([ROOT / "pyproject.toml", REQUIREMENTS / "runtime.in"], *folders)
    if stamp.current("project", state) and (VENV / "bin" / "tongban").exists():
        return
    options = ["--no-deps", "--no-build-isolation", "--no-index"]
    run("Installing tongban itself", [*PIP, *options, "-e", str(ROOT)])
    stamp.done("project", state)
