"""Files are kept by their content, within a limit, and their names are harmless."""

import hashlib
import io
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import FileMissing, FileTooLarge
from connectors.files import FileStore, safe_name
from connectors.local_files import LocalFiles

CONTENT = "免测证明".encode() * 100_000


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_put_can_be_opened(tmp_path: Path) -> None:
    store: FileStore = LocalFiles(tmp_path / "文 件")
    stored = store.put(io.BytesIO(CONTENT))
    assert stored.size == len(CONTENT)
    assert stored.sha256 == hashlib.sha256(CONTENT).hexdigest()
    with store.open(stored.sha256) as stream:
        assert stream.read() == CONTENT


def test_equal_files_are_kept_once(tmp_path: Path) -> None:
    store = LocalFiles(tmp_path)
    assert store.put(io.BytesIO(CONTENT)) == store.put(io.BytesIO(CONTENT))
    assert len(files_in(tmp_path)) == 1


def test_a_file_over_the_limit_leaves_nothing_behind(tmp_path: Path) -> None:
    store = LocalFiles(tmp_path, limit=10)
    assert store.put(io.BytesIO(b"x" * 10)).size == 10
    with pytest.raises(FileTooLarge) as refused:
        store.put(io.BytesIO(b"y" * 11))
    assert refused.value.limit == 10
    assert len(files_in(tmp_path)) == 1


def test_an_upload_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        LocalFiles(tmp_path).put(Broken())
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    "digest", ["", "0" * 64, "0" * 63, "../" * 10, "/etc/passwd", "A" * 64, "0" * 64 + "\n"]
)
def test_what_is_no_digest_of_ours_is_missing(tmp_path: Path, digest: str) -> None:
    with pytest.raises(FileMissing):
        LocalFiles(tmp_path).open(digest)


def test_many_may_put_the_same_file_at_once(tmp_path: Path) -> None:
    store = LocalFiles(tmp_path)
    threads = [threading.Thread(target=store.put, args=(io.BytesIO(CONTENT),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files_in(tmp_path)) == 1


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("病历.pdf", "病历.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\沈亦舟\桌面\证明 (1).docx", "证明 (1).docx"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ("CON.txt", "_CON.txt"),
        ("...", "file"),
        ("", "file"),
        ("a\x00b.png", "ab.png"),
        ("䶮𬭚.jpg", "䶮𬭚.jpg"),
    ],
)
def test_names_become_safe(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


def test_a_long_name_is_cut_between_characters_and_keeps_its_ending() -> None:
    name = safe_name("很长的名字" * 60 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 200
    assert name.startswith("很长的名字")


@given(st.text())
def test_any_name_comes_out_harmless_and_stays_so(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set('/\\:*?"<>|\r\n\0')
    assert len(safe.encode()) <= 201
    assert safe not in {".", ".."}
    assert safe_name(safe) == safe
