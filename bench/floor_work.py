"""The least work of a completion: one keyed read, one 2 kB update, two inserts, one commit."""

import os

import psycopg

ROWS = 1000

_TABLES = """
CREATE TABLE floor_state (id bigint PRIMARY KEY, body bytea NOT NULL);
CREATE TABLE floor_task (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state bigint, name text);
CREATE TABLE floor_record (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state bigint, line text);
"""


def make_tables(address: str) -> None:
    """Make the tables and a thousand states of 2 kB."""
    with psycopg.connect(address) as connection:
        connection.execute(_TABLES)
        with connection.cursor().copy("COPY floor_state (id, body) FROM STDIN") as copy:
            for number in range(ROWS):
                copy.write_row((number, os.urandom(2048)))


def work(connection: psycopg.Connection, number: int) -> int:
    """Do it once on a raw driver connection; return the size of the state that was read."""
    key = number % ROWS
    row = connection.execute("SELECT body FROM floor_state WHERE id = %s FOR UPDATE", (key,)).fetchone()
    body = row[0] if row else b""
    connection.execute("UPDATE floor_state SET body = %s WHERE id = %s", (body[1:] + body[:1], key))
    connection.execute("INSERT INTO floor_task (state, name) VALUES (%s, %s)", (key, "handle"))
    connection.execute("INSERT INTO floor_record (state, line) VALUES (%s, %s)", (key, "handled"))
    connection.commit()
    return len(body)
