import pytest

from bpmn_models.bundle import shipped
from designer_export.errors import Unreadable
from designer_export.reading import MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_NAMESPACES, read

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def a_diagram(name: str = "邮箱解锁", declaration: str = "") -> str:
    return (
        f'{declaration}<definitions xmlns="{MODEL}" id="d" targetNamespace="x">\n'
        f'<process id="p" name="{name}"/>\n'
        "</definitions>"
    )


def name_of(data: bytes) -> str | None:
    return read(data).root[0].get("name")


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", ""),
        ("gbk", "GBK"),
        ("gb18030", "gb2312"),
        ("gbk", ""),
        ("gbk", "UTF-8"),
        ("utf-8", "GBK"),
        ("utf-32", ""),
    ],
)
def test_names_survive_whatever_encoding_is_declared(codec, declared):
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    assert name_of(a_diagram(declaration=declaration).encode(codec)) == "邮箱解锁"


def test_leading_blanks_are_passed_over_and_lines_still_count():
    text = "\n\n  " + a_diagram(declaration='<?xml version="1.0"?>\n')
    assert read(text.encode()).root[0].sourceline == 5


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"PK\x03\x04 a zip", "not_xml"),
        (b'{"json": 1}', "not_xml"),
        (b'<?xml version="1.0"?><!DOCTYPE d><d/>', "doctype"),
        (b"<!-- hi --><?pi x?> <!doctype html><html/>", "doctype"),
        (b"<definitions>", "not_well_formed"),
        (b"<definitions/>", "not_bpmn"),
        (b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1), "too_deep"),
        (b"<a>" * 5000 + b"</a>" * 5000, "too_deep"),
        (b"<a>" + b"<b/>" * MAX_ELEMENTS + b"</a>", "too_many_elements"),
        (
            b"<a " + b" ".join(b"a%d='1'" % n for n in range(MAX_ATTRIBUTES + 1)) + b"/>",
            "too_many_attributes",
        ),
        (
            b"<a " + b" ".join(b"xmlns:p%d='u'" % n for n in range(MAX_NAMESPACES + 1)) + b"/>",
            "too_many_namespaces",
        ),
        (b"<a>" + b" " * MAX_BYTES + b"</a>", "too_big"),
        (b"\xff\xfe\x00\xd8", "encoding"),
    ],
)
def test_what_is_no_diagram_is_refused_with_a_code(data, code):
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.code == code


def test_utf16_doctype_is_refused():
    with pytest.raises(Unreadable) as caught:
        read('<!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>'.encode("utf-16"))
    assert caught.value.code == "doctype"


def test_shipped_diagrams_are_known_as_ours():
    assert {read(bundle.process).dialect.name for bundle in shipped()} == {"tongban"}


def test_the_same_few_namespaces_may_be_declared_everywhere():
    space = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    tasks = f'<task {space} xmlns:tool="urn:tool"/>' * (MAX_NAMESPACES + 1)
    assert read(f"<definitions {space}>{tasks}</definitions>".encode()).size == MAX_NAMESPACES + 2
