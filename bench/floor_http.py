"""floor_http: the least work of a completion in a bare Flask view on the server of the program."""

import http.client
import time
from collections.abc import Iterator

from bench.floor_work import make_tables
from bench.result import Result, summarise
from bench.stage import Stage
from bench.web import HOST, serving
from db.address import conninfo

N = 1000
WARM_UP = 100


def run(stage: Stage) -> Iterator[Result]:
    """Measure with one client over one connection that stays open."""
    address = conninfo(stage.database())
    make_tables(address)
    with serving("bench.floor_app:wsgi", {"FLOOR_DATABASE": address}) as web:
        samples = list(_posts(web.port))
    yield summarise("floor_http", samples[WARM_UP:], over=stage.results.get("floor_db"))


def _posts(port: int) -> Iterator[float]:
    client = http.client.HTTPConnection(HOST, port, timeout=30)
    for number in range(N + WARM_UP):
        started = time.perf_counter()
        client.request("POST", f"/floor/{number}")
        answer = client.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"the floor's view answered {answer.status}")
        yield (time.perf_counter() - started) * 1000
    client.close()
