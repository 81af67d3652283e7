import io
import zipfile

import pytest

from bpmn_models.bundle import MAX_BYTES, MAX_FILES, make, read_folder, read_zip, shipped, write_zip
from bpmn_models.errors import BrokenBundle

SERVICE = b'[process]\nkey = "demo"\nname = "Demo"\n'


def a_bundle(**more: bytes):
    return make({"process.bpmn": b"<x/>", "service.toml": SERVICE, **more})


def a_zip(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_shipped_services_have_their_keys_in_order():
    assert [bundle.key for bundle in shipped()] == ["email-unlock", "fitness-exemption", "notice"]


@pytest.mark.parametrize("bundle", shipped(), ids=lambda bundle: bundle.key)
def test_a_bundle_survives_the_zip_byte_for_byte(bundle):
    packed = write_zip(bundle)
    assert read_zip(packed) == bundle
    assert write_zip(read_zip(packed)) == packed


def test_the_digest_covers_what_a_version_is_made_of():
    plain = a_bundle()
    assert a_bundle(**{"README.md": b"words"}).digest == plain.digest
    assert a_bundle(**{"form.schema.json": b"{}"}).digest != plain.digest
    hall = make({**plain.files, "service.toml": SERVICE + b'[hall]\ntitle = "new"\n'})
    named = make({**plain.files, "service.toml": SERVICE.replace(b"Demo", b"Other")})
    assert hall.digest == plain.digest
    assert named.digest != plain.digest


def test_a_zip_with_one_folder_is_read_as_that_folder():
    files = {f"demo/{name}": content for name, content in a_bundle().files.items()}
    assert read_zip(a_zip({**files, "__MACOSX/x": b"", "demo/.DS_Store": b""})) == a_bundle()


def test_a_folder_is_read_with_its_sub_folders(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "process.bpmn").write_bytes(b"<x/>")
    (tmp_path / "service.toml").write_bytes(SERVICE)
    (tmp_path / "rules" / "fee.dmn").write_bytes(b"<d/>")
    assert set(read_folder(tmp_path).files) == {"process.bpmn", "service.toml", "rules/fee.dmn"}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "file_missing"),
        ({"process.bpmn": b""}, "file_missing"),
        ({"process.bpmn": b"", "service.toml": b"[process"}, "toml"),
        ({"process.bpmn": b"", "service.toml": b"\xff"}, "toml"),
        ({"process.bpmn": b"", "service.toml": SERVICE + b"a = " + b"[" * 5000}, "toml"),
        ({"process.bpmn": b"", "service.toml": SERVICE + b"a = " + b"1" * 5000}, "toml"),
        ({"process.bpmn": b"", "service.toml": b"[hall]\n"}, "no_key"),
        ({"process.bpmn": b"", "service.toml": b"[process]\nkey = 3\n"}, "no_key"),
        ({"process.bpmn": b"", "service.toml": SERVICE, "../evil": b""}, "bad_name"),
        ({"process.bpmn": b"", "service.toml": SERVICE, "/evil": b""}, "bad_name"),
        ({"process.bpmn": b"", "service.toml": SERVICE, "a\\b": b""}, "bad_name"),
        ({f"{number}.json": b"" for number in range(MAX_FILES + 1)}, "too_many_files"),
        ({"big.json": b"0" * (MAX_BYTES + 1)}, "too_big"),
    ],
)
def test_broken_bundles_are_refused_with_a_code(files, code):
    for read in (make, lambda content: read_zip(a_zip(content))):
        with pytest.raises(BrokenBundle) as caught:
            read(files)
        assert caught.value.code == code


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_zip_is_refused(method):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("service.toml", SERVICE * 50)
        archive.writestr("process.bpmn", b"<x/>" * 500)
    whole = target.getvalue()
    refused = 0
    for place in range(30, len(whole), 7):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        try:
            read_zip(damaged)
        except BrokenBundle:
            refused += 1
    # A byte that nobody reads, such as a date, does no harm.
    assert refused > 3


def test_what_is_no_zip_is_refused():
    with pytest.raises(BrokenBundle) as caught:
        read_zip(b"no zip")
    assert caught.value.code == "not_a_zip"


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(BrokenBundle):
        read_folder(tmp_path / "nowhere")
