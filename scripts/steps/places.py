"""Where things are in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMPS = ROOT / ".make"
REQUIREMENTS = ROOT / "requirements"
FRONTEND = ROOT / "portal" / "frontend"
BUILT = ROOT / "portal" / "static" / "dist"

PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
