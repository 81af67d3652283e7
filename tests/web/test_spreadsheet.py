"""Files for spreadsheets: read as Chinese, and nothing that somebody typed runs in them."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.spreadsheet import csv_pieces, harmless

LINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        "+cmd",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u3000=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
    ],
)
def test_what_would_be_a_formula_is_words(words: str) -> None:
    assert harmless(words) == f"'{words}"


@pytest.mark.parametrize("words", ["", "张三", "20120041", "-5", "+86", "-3.25", "a=b", "2026-11-23"])
def test_everything_else_stays_as_it_is(words: str) -> None:
    assert harmless(words) == words


@given(st.lists(st.lists(st.lists(LINE, min_size=2, max_size=2), min_size=1, max_size=3), max_size=4))
def test_what_is_read_is_what_was_written(batches: list[list[list[str]]]) -> None:
    written = b"".join(csv_pieces(batches)).decode("utf-8")
    assert written.startswith("\ufeff") == bool(batches)
    read = list(csv.reader(StringIO(written.removeprefix("\ufeff"), newline="")))
    assert read == [[harmless(cell) for cell in row] for batch in batches for row in batch]
