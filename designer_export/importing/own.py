"""An upload that is a service of ours already."""

import re
from collections.abc import Mapping
from typing import Final

from bpmn_models.bundle import SERVICE, Bundle, make, read_zip
from bpmn_models.settings_check import check_settings

_KEY: Final = re.compile(r"""^([ \t]*key[ \t]*=[ \t]*)("[^"\n]*"|'[^'\n]*')""", re.MULTILINE)
_NAME: Final = re.compile(r"""^([ \t]*name[ \t]*=[ \t]*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*')""", re.MULTILINE)


def own_bundle(files: Mapping[str, bytes], key: str | None, name: str | None) -> Bundle:
    """Give the bundle byte for byte; only a key or name that was given takes the place of its own.

    Raises
    ------
    BrokenBundle
    """
    bundle = read_zip(next(iter(files.values()))) if len(files) == 1 else make(_plain(files))
    if (key is None or key == bundle.key) and name is None:
        return bundle
    text = bundle.files[SERVICE].decode("utf-8-sig")
    for said, pattern in ((key, _KEY), (name, _NAME)):
        if said is not None:
            text = _put(pattern, said, text)
    made = make({**bundle.files, SERVICE: text.encode()})
    check_settings(made)
    return made


def _put(pattern: re.Pattern[str], said: str, text: str) -> str:
    return pattern.sub(lambda found: f"{found[1]}{_quoted(said)}", text, count=1)


def _plain(files: Mapping[str, bytes]) -> dict[str, bytes]:
    found = {name.replace("\\", "/"): data for name, data in files.items()}
    while all("/" in name for name in found) and len({name.partition("/")[0] for name in found}) == 1:
        found = {name.partition("/")[2]: data for name, data in found.items()}
    return found


def _quoted(text: str) -> str:
    plain = re.sub(r"[\x00-\x1f\x7f]", " ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
