"""The virtual environment and the packages in it, every one pinned by hash."""

import os
import shutil
import subprocess
import sys

from scripts.steps import stamp
from scripts.steps.commands import run
from scripts.steps.places import PYTHON, REQUIREMENTS, VENV
from scripts.steps.problem import Problem

PIP = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--retries", "1"]


def prepare(dependencies: str) -> None:
    """Make the environment and install ``runtime`` or ``dev`` dependencies into it."""
    _make()
    install(dependencies)


def _make() -> None:
    # Scripts in an environment hold its absolute path: a checkout that was moved needs a new one.
    state = f"{VENV} {sys.version_info[0]}.{sys.version_info[1]}"
    if PYTHON.exists() and (stamp.current("venv", state) or _usable()):
        stamp.done("venv", state)
        return
    stamp.forget("runtime", "dev", "node", "project")
    shutil.rmtree(VENV, ignore_errors=True)
    made = [sys.executable, "-m", "venv", str(VENV)]
    try:
        run("Making the environment", made)
    except Problem:
        _install_venv_module()
        shutil.rmtree(VENV, ignore_errors=True)
        run("Making the environment", made)
    stamp.done("venv", state)


def _usable() -> bool:
    """Tell whether the environment that is there was made here, and its Python is new enough."""
    asked = "import sys; print(sys.prefix); sys.exit(sys.version_info < (3, 11))"
    try:
        answer = subprocess.run([PYTHON, "-c", asked], capture_output=True, text=True, check=False)
        shebang = (VENV / "bin" / "pip").read_text(errors="replace").splitlines()[:2]
    except OSError:
        return False
    in_place = answer.stdout.strip() == str(VENV) and any(str(VENV) in line for line in shebang)
    return answer.returncode == 0 and in_place


def _install_venv_module() -> None:
    """Debian keeps the module that makes environments in a package of its own."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Problem(f"{sys.executable} cannot make virtual environments; install the package {package}")
    run("Reading the list of system packages", ["apt-get", "update", "-q"])
    run(f"Installing {package}", ["apt-get", "install", "-y", "-q", "--no-install-recommends", package])


def install(dependencies: str) -> None:
    """Install what ``requirements/<dependencies>.lock`` pins; ``dev`` holds all of ``runtime``."""
    lock = REQUIREMENTS / f"{dependencies}.lock"
    state = stamp.digest([lock, REQUIREMENTS / "build.lock"])
    if stamp.current(dependencies, state) or (dependencies == "runtime" and _dev_is_current()):
        return
    locks = ["-r", str(lock), "-r", str(REQUIREMENTS / "build.lock")]
    run("Installing the Python packages", [*PIP, "--require-hashes", *locks])
    stamp.done(dependencies, state)


def _dev_is_current() -> bool:
    locks = [REQUIREMENTS / "dev.lock", REQUIREMENTS / "build.lock"]
    return stamp.current("dev", stamp.digest(locks))
