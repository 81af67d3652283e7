"""The migrated schema is the schema of the models, and migrating twice changes nothing."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, NullPool, create_engine, text

from app import import_models
from db import Base
from db.link import Link
from db.migrate import config, upgrade
from db.server import Server
from messages.inbox import messages

GRANTED = (
    "SELECT g.principal, u.name FROM capability_grant g LEFT JOIN unit u ON u.id = g.unit_id"
    " WHERE g.capability = 'connector.manage' ORDER BY g.principal"
)
DEFINITION = (
    "INSERT INTO definition (service_key, number, state, name, digest, bundle, created_at)"
    " VALUES ('k', 1, 'published', 'n', 'd', '', now())"
)
BEFORE_DEADLINES_SLEPT = [
    DEFINITION,
    "INSERT INTO instance (id, definition_id, service_key, title, initiator_id, state,"
    " lock_version, snapshot, record_length, record_head, started_at)"
    " SELECT gen_random_uuid(), id, 'k', 't', 1, wanted, 1, '', 0, '', now() FROM definition,"
    " unnest(ARRAY['running', 'suspended']) AS wanted",
    "INSERT INTO task (instance_id, token, element, name, state, version, reasons, opened_at, held_at)"
    " SELECT i.id, 1, 'e', t.name, 'open', 1, '[]', now(), t.held_at FROM instance i JOIN (VALUES"
    " ('open', 'running', NULL), ('held', 'running', now()), ('suspended', 'suspended', NULL))"
    " AS t(name, state, held_at) ON t.state = i.state",
    "INSERT INTO deadline (task_id, n, at, rule) SELECT id, 1, now(), '{}' FROM task",
]
BEFORE_CONNECTORS = [
    DEFINITION,
    "INSERT INTO instance (id, definition_id, service_key, title, initiator_id, state,"
    " lock_version, snapshot, record_length, record_head, started_at)"
    " SELECT gen_random_uuid(), id, 'k', 't', 1, wanted, 1, '', 0, '', now() FROM definition,"
    " unnest(ARRAY['running', 'suspended', 'completed', 'terminated', 'cancelled']) AS wanted",
    "INSERT INTO secret (instance_id, pointer, sealed, sealed_at)"
    " SELECT id, '/newPassword', 'x', now() FROM instance",
    "INSERT INTO unit (code, name, path, kind) VALUES ('root', 'root', 'root/', 'school')",
    "INSERT INTO unit (code, name, parent_id, path, kind)"
    " SELECT 'leaf', 'leaf', id, 'root/leaf/', 'college' FROM unit",
    "INSERT INTO capability_grant (principal, capability, unit_id) VALUES"
    " ('p:1', 'instance.mend', NULL),"
    " ('p:2', 'instance.mend', (SELECT id FROM unit WHERE name = 'root')),"
    " ('p:3', 'instance.mend', (SELECT id FROM unit WHERE name = 'leaf')),"
    " ('r:head', 'instance.mend', NULL), ('p:4', 'instance.inspect', NULL)",
]


def made(server: Server, name: str) -> tuple[str, Engine]:
    with server.connect("postgres") as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.url(name), create_engine(server.url(name), poolclass=NullPool)


def migrated(server: Server, name: str) -> Engine:
    url, engine = made(server, name)
    assert upgrade(url)
    return engine


def differences(connection: Connection) -> list[object]:
    options = {
        "compare_server_default": True,
        "include_name": lambda name, kind, _: kind != "table" or not name.startswith("procrastinate_"),
    }
    return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


def test_migrated_schema_is_the_schema_of_the_models(server: Server) -> None:
    import_models()
    engine = migrated(server, "migrated_once")
    with engine.connect() as connection:
        assert differences(connection) == []


def test_second_upgrade_does_nothing(server: Server) -> None:
    migrated(server, "migrated_twice")
    assert not upgrade(server.url("migrated_twice"))


def test_matters_that_run_during_the_upgrade_are_asked_for_their_timers_once(server: Server) -> None:
    url, engine = made(server, "migrated_running")
    with engine.connect() as connection:
        command.upgrade(config(connection), "0003")
        connection.execute(text(DEFINITION))
        for state in ("running", "completed"):
            connection.execute(
                text(
                    "INSERT INTO instance (id, definition_id, service_key, title, initiator_id, state,"
                    " lock_version, snapshot, record_length, record_head, started_at)"
                    " SELECT gen_random_uuid(), id, 'k', 't', 1, :state, 1, '', 0, '', now() FROM definition"
                ),
                {"state": state},
            )
        connection.commit()
    assert upgrade(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT state, next_due <= now() FROM instance ORDER BY state"))
        assert [tuple(row) for row in rows] == [("completed", None), ("running", True)]


def test_messages_and_drafts_from_before_keep_what_they_say(server: Server) -> None:
    url, engine = made(server, "migrated_messages")
    with engine.connect() as connection:
        command.upgrade(config(connection), "0012")
        for statement in (
            "INSERT INTO person (number, name, name_key, search_key) VALUES ('1', 'n', 'n', 'n')",
            "INSERT INTO message (person_id, event, kind, title, step_name, instance_id, at)"
            " SELECT id, 'e', 'copied', 't', '', gen_random_uuid(), now() FROM person",
            DEFINITION,
            "INSERT INTO draft (person_id, service_key, definition_id, document, opinion, updated_at)"
            " SELECT p.id, 'k', d.id, '{}', '', now() FROM person p, definition d",
        ):
            connection.execute(text(statement))
        connection.commit()
    assert upgrade(url)
    with engine.connect() as connection:
        (row,) = messages(
            Link(connection), connection.execute(text("SELECT id FROM person")).scalar_one()
        ).rows
        assert (row.title, row.mail) == ("t", "")
        assert connection.execute(text("SELECT warned_at FROM draft")).scalars().all() == [None]
        command.downgrade(config(connection), "0012")
        assert connection.execute(text("SELECT title FROM message")).scalars().all() == ["t"]


def test_numbers_and_days_of_matters_from_before_lead_to_them(server: Server) -> None:
    url, engine = made(server, "migrated_values")
    with engine.connect() as connection:
        command.upgrade(config(connection), "0020")
        connection.execute(text(DEFINITION))
        for fields in ('["x", 12.5, "2026-11-28T08:00", null, ["2026-11-28"], true, "12"]', "[]", None):
            connection.execute(
                text(
                    "INSERT INTO instance (id, definition_id, service_key, title, initiator_id, state,"
                    " lock_version, snapshot, record_length, record_head, started_at, fields)"
                    " SELECT gen_random_uuid(), id, 'k', 't', 1, 'running', 1, '', 0, '', now(),"
                    " CAST(:fields AS jsonb) FROM definition"
                ),
                {"fields": fields},
            )
        connection.commit()
    assert upgrade(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT place, number, word FROM ordered_value ORDER BY place")).all()
        assert [(row.place, row.number and float(row.number), row.word) for row in rows] == [
            (1, 12.5, None),
            (2, None, "2026-11-28T08:00"),
        ]


def test_connectors_and_secrets_from_before_are_kept_and_ended_ones_give_up_theirs(server: Server) -> None:
    url, engine = made(server, "migrated_connectors")
    with engine.connect() as connection:
        command.upgrade(config(connection), "0013")
        for statement in BEFORE_CONNECTORS:
            connection.execute(text(statement))
        connection.commit()
        command.upgrade(config(connection), "0014")
        connection.commit()
        granted = connection.execute(text(GRANTED)).all()
        assert [tuple(row) for row in granted] == [("p:1", None), ("p:2", "root")]
        sealed = "SELECT i.state, s.sealed IS NULL, s.erased_at IS NULL FROM secret s"
        rows = connection.execute(text(f"{sealed} JOIN instance i ON i.id = s.instance_id ORDER BY i.state"))
        assert [tuple(row) for row in rows] == [
            ("cancelled", True, False),
            ("completed", True, False),
            ("running", False, True),
            ("suspended", False, True),
            ("terminated", True, False),
        ]
        connection.commit()
    assert upgrade(url)
    with engine.connect() as connection:
        command.downgrade(config(connection), "0013")
        assert connection.execute(text(GRANTED)).all() == []
        others = "SELECT count(*) FROM capability_grant WHERE capability = 'instance.mend'"
        assert connection.execute(text(others)).scalar_one() == 4


def test_deadlines_of_what_stands_still_sleep_after_the_upgrade(server: Server) -> None:
    url, engine = made(server, "migrated_asleep")
    with engine.connect() as connection:
        command.upgrade(config(connection), "0022")
        for statement in BEFORE_DEADLINES_SLEPT:
            connection.execute(text(statement))
        connection.commit()
    assert upgrade(url)
    with engine.connect() as connection:
        asked = "SELECT t.name, d.asleep FROM deadline d JOIN task t ON t.id = d.task_id ORDER BY t.name"
        found = {row.name: row.asleep for row in connection.execute(text(asked))}
        assert found == {"held": True, "open": False, "suspended": True}
