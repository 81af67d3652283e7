"""What may be uploaded, and what is refused with which code."""

import io
import struct
import zipfile

import pytest

from bpmn_models.bundle import read_zip, shipped, write_zip
from bpmn_models.errors import BrokenBundle
from designer_export.errors import Unreadable
from designer_export.importing import take
from tests.designer_export.importing.uploads import diagram, handled, line, packed, says, zipped

PLAIN = diagram(line(handled()))


def refused(files: dict[str, bytes]) -> str:
    with pytest.raises((BrokenBundle, Unreadable)) as caught:
        take(files)
    return caught.value.code


def test_a_diagram_alone_becomes_a_service_whatever_it_is_called():
    taken = take({"whatever": PLAIN})
    assert taken.bundle.key == "leave-request"
    assert set(taken.bundle.files) == {
        "form.schema.json", "original.bpmn", "paper.layout.json", "process.bpmn", "service.toml",
    }  # fmt: skip
    assert taken.bundle.files["original.bpmn"] == PLAIN
    assert taken.report.verdict == "runnable"


@pytest.mark.parametrize("bundle", shipped(), ids=lambda bundle: bundle.key)
def test_a_service_of_ours_stays_byte_for_byte(bundle):
    data = write_zip(bundle)
    assert take({"service.zip": data}).bundle.files == bundle.files
    assert (
        take({f"up/{name}": content for name, content in bundle.files.items()}).bundle.files == bundle.files
    )
    assert take({"service.zip": data}).findings == ()


def test_a_key_and_name_that_are_given_win():
    ours = write_zip(shipped()[0])
    for files in ({"x.bpmn": PLAIN}, {"x.zip": ours}):
        service = take(files, key="my-key", name='Call "me"').bundle.service
        assert service["process"]["key"] == "my-key"
        assert service["process"]["name"] == 'Call "me"'
    with pytest.raises(BrokenBundle) as caught:
        take({"x.bpmn": PLAIN}, key="Not A Key")
    assert caught.value.code == "setting_key"


@pytest.mark.parametrize(
    ("identifier", "name", "file", "key"),
    [
        ("invoiceApproval", "发票", "x.bpmn", "invoice-approval"),
        ("Process_1kq2x9", "Order food", "x.bpmn", "order-food"),
        ("Process_1kq2x9", "订餐", "food/order.bpmn20.xml", "order"),
        ("sid-38AE2B1C-1111", "", "loan.bpmn", "loan"),
        ("_7 odd  id!", "", "流程.bpmn", "odd-id"),
    ],
)
def test_a_key_is_made_of_what_can_be_read(identifier, name, file, key):
    others = {file: diagram(line(handled()), id=identifier, name=name), "a/readme.md": b""}
    assert take(others).bundle.key == key


def test_a_key_of_nothing_readable_is_made_of_its_hash():
    taken = take({"流程.bpmn": diagram(line(handled()), id="流程", name="订餐")})
    assert taken.bundle.key.startswith("service-")
    assert taken.bundle.service["process"]["name"] == "订餐"


def test_what_cannot_be_taken_is_refused_with_a_code():
    assert refused({}) == "no_diagram"
    assert refused({"a.bpmn": b""}) == "empty"
    assert refused({"a.bpmn": b"<a/>"}) == "not_bpmn"
    assert refused({"a.bpmn": b"<definitions"}) == "not_well_formed"
    assert refused({"a.zip": b"PK\x03\x04 broken"}) == "not_a_zip"
    assert refused({"a.zip": b"no zip"}) == "not_a_zip"
    assert refused({"a.zip": zipped({"b.zip": b"", "c.bpmn": PLAIN})}) == "nested_zip"
    assert refused({"a.zip": zipped({"b.json": zipped({})[:0] + b"PK\x03\x04"})}) == "nested_zip"
    assert refused({"a.bpmn": PLAIN, "b.zip": zipped({"c.bpmn": PLAIN})}) == "nested_zip"
    assert refused({"../a.bpmn": PLAIN, "b.bpmn": PLAIN}) == "bad_name"
    assert refused({"a.zip": zipped({"..\\a.bpmn": PLAIN})}) == "bad_name"
    assert refused({"a.zip": zipped({"/etc/a.bpmn": PLAIN})}) == "bad_name"
    assert refused({"a.zip": zipped({f"{n}.json": b"{}" for n in range(201)})}) == "too_many_files"
    assert refused({"a.zip": zipped({"readme.md": b"x", "form.json": b"{}"})}) == "no_diagram"
    assert refused({"a.json": b"{}", "b.bpmn": b"<x/>"}) == "not_bpmn"


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = zipped({"a.bpmn": b"0" * 30_000_000})
    assert len(bomb) < 100_000
    assert refused({"a.zip": bomb}) == "too_big"
    lying = bytearray(bomb)
    at = lying.rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = struct.pack("<I", 10)
    assert refused({"a.zip": bytes(lying)}) in ("too_big", "not_a_zip", "empty", "not_xml")


def test_a_zip_with_a_password_is_refused():
    data = bytearray(zipped({"a.bpmn": PLAIN}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    assert refused({"a.zip": bytes(data)}) == "encrypted"


def test_names_of_chinese_zips_are_read_as_they_were_written():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("XXXX.bpmn", PLAIN)
        archive.writestr("b.bpmn", diagram(line(handled()), id="b"))
    taken = take({"a.zip": target.getvalue().replace(b"XXXX", "流程".encode("gbk"))})
    assert says(taken, "流程.bpmn")


def test_what_says_nothing_of_a_process_is_left_out_and_named():
    taken = take({
        "src/x.bpmn": PLAIN, "src/Main.java": b"class", "pom.xml": b"<project/>", "bad.json": b"{",
        "lib.jar": b"j", "broken.bpmn": b"<definitions", "target/classes/x.bpmn": PLAIN,
    })  # fmt: skip
    assert says(taken, "4 files say nothing of a process")
    assert says(taken, "bad.json cannot be read")
    assert says(taken, "broken.bpmn cannot be read and was left out. The XML is not well formed")
    assert not any("Main.java" in name or "pom" in name for name in taken.bundle.files)


def test_an_import_can_be_exported_and_imported_again():
    taken = take({"x.bpmn": PLAIN, "f.form": packed({"components": []})})
    again = take({"service.zip": write_zip(taken.bundle)})
    assert again.bundle.files == taken.bundle.files
    assert read_zip(write_zip(taken.bundle)).digest == taken.bundle.digest


def test_a_form_of_ours_beside_the_diagram_stays():
    bundle = shipped()[0]
    files = {name: data for name, data in bundle.files.items() if name != "service.toml"}
    taken = take(files)
    assert taken.bundle.files["form.schema.json"] == bundle.files["form.schema.json"]
    assert taken.bundle.files["process.bpmn"] == bundle.process
    assert taken.report.verdict == "runnable"
    assert [one.message["en"] for one in taken.findings if "README.md" not in one.message["en"]] == []


def test_a_form_of_ours_is_used_only_beside_the_diagram_that_it_belongs_to():
    bundle = shipped()[0]
    files = {f"forms/{name}": data for name, data in bundle.files.items() if name.endswith(".json")}
    taken = take({"process.bpmn": bundle.process, **files})
    for name in files:
        assert says(taken, f"No step uses the form {name}; it is only kept")
    assert not says(taken, "data store")


def test_a_diagram_of_ours_without_its_form_gets_the_fields_that_it_names():
    bundle = shipped()[1]
    taken = take({"fitness.bpmn": bundle.process})
    assert says(taken, "came without its form")
    assert taken.report.verdict == "runnable"
    assert taken.bundle.process.count(b"apply=") == 1
