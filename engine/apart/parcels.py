"""What travels to the processes that work apart, and back.

What comes back is not trusted: only the classes named here are made of it, so that a process that an upload
has taken over could at most give a wrong report.
"""

import copyreg
import io
import pickle
from collections import Counter
from dataclasses import fields
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any, Final

from bpmn_models.bundle import Bundle
from bpmn_models.errors import BrokenBundle
from designer_export.beginnings import Begun as BegunBy
from designer_export.beside import Remark
from designer_export.comparing import Change, Comparison, Difference, Part
from designer_export.dialect import Dialect
from designer_export.errors import Unreadable
from designer_export.findings import Finding, Repair
from designer_export.lint import Report
from designer_export.repairing import Applied
from designer_export.repairs.choices import Choice, Option
from designer_export.soundness import Soundness
from engine.apart.work import Compared, Looked, Tried
from engine.design_errors import UnreadableUpload
from engine.errors import Undeployable


def _sealed(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    # The class itself cannot be named in a parcel.
    return MappingProxyType(content)


RAISED: Final = (BrokenBundle, Undeployable, Unreadable, UnreadableUpload)
"""What work may raise; anything else is a fault of ours."""
# Makes an exception again without calling its `__init__`, whose parameters are not its `args`.
_NEW: Final = copyreg.__newobj__  # type: ignore[attr-defined]
_KNOWN: Final = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (
        *RAISED,
        *(Applied, Bundle, Change, Comparison, Dialect, Difference, Finding, Looked, Part, Repair),
        *(Report, Soundness, Counter, _sealed, datetime, timedelta, timezone),
        *(BegunBy, Choice, Compared, Option, Remark, Tried),
    )
}


class _Packer(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, Finding):  # without its XML element, which stays where it was read
            return Finding, tuple(getattr(obj, one.name) for one in fields(obj) if one.name != "node")
        if isinstance(obj, Soundness):  # its faults, which hold elements too, have become findings
            return Soundness, (obj.verdict, obj.states, obj.seconds)
        if isinstance(obj, MappingProxyType):
            return _sealed, (dict(obj),)
        if isinstance(obj, Exception):
            return _NEW, (type(obj), *obj.args), obj.__dict__
        return NotImplemented


class _Unpacker(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        found = _KNOWN.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name} does not come from here")
        return found


def pack(content: Any) -> bytes:
    """Give bytes for a piece of work, or for what it has given."""
    target = io.BytesIO()
    _Packer(target, protocol=5).dump(content)
    return target.getvalue()


def unpack(data: bytes) -> Any:
    """Give what came back.

    Raises
    ------
    pickle.UnpicklingError
        It holds what never comes back.
    """
    return _Unpacker(io.BytesIO(data)).load()
