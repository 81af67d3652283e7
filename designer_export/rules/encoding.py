"""The encoding that a file declares should be the one it is written in."""

import codecs
from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "encoding"


def check(model: Model) -> Iterator[Finding]:
    """Advise where the bytes bear out another encoding than the declared one."""
    said, read = model.diagram.declared, model.diagram.encoding
    if said and not _same(said, read):
        yield finding(ID, "advice", model.root, declared=said, encoding=read)


def _same(said: str, read: str) -> bool:
    if read == "gb18030" and said in ("gbk", "gb2312"):
        return True
    try:
        return codecs.lookup(said).name == codecs.lookup(read).name
    except LookupError:
        return False
