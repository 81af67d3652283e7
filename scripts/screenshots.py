"""Take the README's pictures from the running program: ``python -m scripts.screenshots``.

The program runs on a throw-away data folder with the demo campus; a matter is brought to its third
step over the API, and a browser looks at it as its handler and as an administrator.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright

from bench.campus import APPLICATION
from demo.accounts import accounts
from scripts.browser import find_browser

IMAGES = Path(__file__).parents[1] / "docs/images"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
SECONDS = 60
PHONE = 600
"""Pixels up to which a window is that of a phone."""


def main() -> int:
    """Write the pictures into ``docs/images``; return 3 where there is no browser."""
    browser = find_browser()
    if browser is None:
        print("no Chromium: `make test` gets one, or name it in TONGBAN_CHROMIUM", file=sys.stderr)
        return 3
    IMAGES.mkdir(exist_ok=True)
    with program() as address, sync_playwright() as playwright:
        task, instance = prepare(address)
        inside = f"/instances/{instance}/inspect"
        opened = playwright.chromium.launch(executable_path=browser, args=list(ARGUMENTS))
        for width, height in ((1280, 900), (375, 780)):
            look = partial(take, opened, address, width, height)
            look("hosp_clerk", {"services": "/services", "task": f"/tasks/{task}"}, wide={"services"})
            look("admin", {"inspect": inside}, wide={"inspect"})
        opened.close()
    return 0


@contextmanager
def program() -> Iterator[str]:
    """Run ``tongban run`` and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="tongban-pictures-") as folder:
        Path(folder).chmod(0o711)
        environment = {**os.environ, "TONGBAN_DATA": f"{folder}/data", "TONGBAN_PORT": str(port)}
        process = subprocess.Popen([sys.executable, "-m", "cli", "run"], env=environment)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address)
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def wait_for(address: str) -> None:
    """Wait until the program answers."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError(address)


def prepare(address: str) -> tuple[int, str]:
    """Bring an application to the hospital's step; give the ids of the task and of the matter."""
    student = client(address, "stu01")
    files = {"file": ("松溪市第二人民医院_诊断证明.pdf", b"%PDF-1.7", "application/pdf")}
    stored = student.post("/attachments", files=files).json()
    certificate = {key: stored[key] for key in ("id", "name", "size")}
    visits = [{"date": "2026-11-12", "place": "校医院", "diagnosis": "右踝外侧副韧带损伤"}]
    document = {**APPLICATION, "visits": visits, "certificate": [certificate]}
    begun = student.post("/services/fitness-exemption/instances", json={"document": document})
    instance = str(begun.raise_for_status().json()["instance_id"])
    head = client(address, "cs_head")
    answer = {"outcome": "approve", "opinion": "情况属实，已与学生核实，同意免测。", "document": {}}
    path = f"/tasks/{newest(head)}/complete"
    head.post(path, json=answer, headers={"If-Match": '"1"', "Idempotency-Key": "1"}).raise_for_status()
    return newest(client(address, "hosp_clerk")), instance


def client(address: str, login: str) -> httpx.Client:
    """Give a client that acts for a demo account."""
    api = f"{address}/api/v1"
    credentials = {"login": login, "password": password()}
    token = httpx.post(f"{api}/token", json=credentials).json()["token"]
    return httpx.Client(base_url=api, headers={"Authorization": f"Bearer {token}"})


def newest(of: httpx.Client) -> int:
    """Give the newest task of a list."""
    rows: list[dict[str, Any]] = of.get("/tasks", params={"box": "todo"}).json()["rows"]
    return int(rows[0]["task_id"])


def take(
    browser: Browser,
    address: str,
    width: int,
    height: int,
    login: str,
    pages: Mapping[str, str],
    wide: Container[str],
) -> None:
    """Photograph pages by their names as somebody; `wide` names those of which a phone has no picture."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/signin")
    page.get_by_label("登录账号").fill(login)
    page.get_by_label("密码", exact=True).fill(password())
    page.get_by_label("密码", exact=True).press("Enter")
    page.wait_for_url(f"{address}/")
    for name, path in pages.items():
        if width > PHONE or name not in wide:
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=IMAGES / f"{name}-{width}.png")
    context.close()


def password() -> str:
    """Give the password of all demo accounts."""
    return str(accounts()[0]["password"])


if __name__ == "__main__":
    sys.exit(main())
