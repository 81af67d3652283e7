"""What is stored is plain XML, whatever the upload was: the engine reads it as we did."""

import pytest

from bpmn_models.bundle import make, shipped
from designer_export.dialects import carry
from designer_export.reading import read
from designer_export.writing import ORIGINAL, in_our_words, write
from engine.execution import compile_process
from tests.designer_export.diagrams import file, process, row

TEXT = file(process(row('<task id="t" name="邮箱解锁"/>'))).decode()


def declared(name: str) -> str:
    return f'<?xml version="1.0" encoding="{name}"?>\n{TEXT}'


@pytest.mark.parametrize(
    "data",
    [
        declared("GBK").encode("gbk"),
        declared("UTF-8").encode("gbk"),
        declared("GBK").encode("utf-8"),
        declared("zlib").encode(),
        declared("no-such-encoding").encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-32"),
        TEXT.encode("utf-16-le"),
        f"\n  {declared('UTF-8')}".encode(),
    ],
)
def test_the_engine_reads_what_we_have_read_in_any_encoding(data):
    program = compile_process(write(carry(read(data))))
    assert program.nodes["t"].name == "邮箱解锁"


@pytest.mark.parametrize("data", [TEXT.encode(), declared("UTF-8").encode(), TEXT.encode("utf-8-sig")])
def test_what_is_plain_already_stays_byte_for_byte(data):
    assert write(carry(read(data))) == data


def test_the_upload_is_kept_beside_what_was_written_anew():
    bundle = shipped()[0]
    upload = bundle.process.decode().replace("UTF-8", "GBK", 1).encode("gbk")
    ours = in_our_words(make({**bundle.files, "process.bpmn": upload}))
    assert ours.files[ORIGINAL] == upload
    assert compile_process(ours.process).nodes.keys() == compile_process(bundle.process).nodes.keys()
