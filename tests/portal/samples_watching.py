"""Overviews of halls that are well, and of one with every trouble there is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from portal.watching import said
from web.watching.judging import concerns
from web.watching.overview import Overview, Resting, ServiceIncidents
from web.watching.signs import Worker
from web.watching.upkeep import Work

NOW = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
WORKER = Worker("hall-1", 4711, "0.1.0", NOW - timedelta(days=3), NOW, NOW, alive=True, ticks=True)
WELL = Overview(
    at=NOW,
    workers=[WORKER],
    waiting={"messages.deliver": 2},
    failed={},
    oldest_job_s=0.4,
    late={"timer": (3, 0.8), "deadline": (0, 0.0)},
    incidents=[],
    resting=[],
    retrying={"mail": 1},
    mails={"queued": 2, "failed": 0},
    broken=0,
    instances={"running": 18406, "suspended": 2},
    works={
        "backup": Work(NOW - timedelta(hours=5), ok=True, detail={}),
        "verification": Work(NOW - timedelta(days=1), ok=True, detail={"bad": 0}),
    },
    database_bytes=3_400_000_000,
    free_bytes=80 * 1024**3,
    version="0.1.0",
    schema="0020",
)
SILENT = replace(
    WORKER, pid=4712, seen_at=NOW - timedelta(hours=1), alive=False, ticks=False, version="0.0.9"
)
ILL = replace(
    WELL,
    workers=[replace(WORKER, ticks=False, ticked_at=None, version="0.0.9"), SILENT],
    waiting={"engine.make_call": 1200},
    failed={
        "messages.deliver": 1,
        "一个名字很长很长很长很长很长很长很长很长的任务.deliver_everything_to_everybody": 7,
    },
    oldest_job_s=7300.0,
    late={"timer": (512, 3600.0), "deadline": (1, 61.0)},
    incidents=[
        ServiceIncidents("email-unlock", "邮箱解锁申请", 12, NOW - timedelta(days=2)),
        ServiceIncidents("fitness", "学生体质健康测试免予执行《国家学生体质健康标准》申请（本科生）", 1, NOW),
    ],
    mails={"due": 3, "failed": 40},
    broken=2,
    resting=[Resting("mailbox", 5, NOW + timedelta(minutes=1))],
    works={
        "backup": Work(NOW - timedelta(days=3), ok=False, detail={}),
        "verification": Work(NOW - timedelta(days=9), ok=False, detail={"bad": 3}),
        "restore": Work(NOW - timedelta(days=30), ok=True, detail={}),
    },
    free_bytes=100 * 1024**2,
)
EMPTY = replace(WELL, workers=[], works={}, instances={"running": 0, "suspended": 0}, retrying={})

PAGES: dict[str, tuple[str, dict[str, object]]] = {
    f"overview-{name}": ("inspect/overview", {"seen": seen, "concerns": concerns(seen), "said": said})
    for name, seen in (("well", WELL), ("ill", ILL), ("empty", EMPTY))
}
