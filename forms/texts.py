"""Texts of a form are data: a string (zh-CN), or a mapping of languages."""

from collections.abc import Mapping
from typing import Any

DEFAULT = "zh-CN"


def pick(value: Any, locale: str) -> str:
    """Return the text in a language; failing that in zh-CN, then in any.

    Parameters
    ----------
    value
        A string, a mapping such as ``{"zh-CN": …, "en": …}``, or anything else for no text.
    locale
        ``zh_CN``, ``zh-CN``, ``en`` …
    """
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping):
        return ""
    wanted = locale.replace("_", "-")
    texts = {str(key): str(text) for key, text in value.items()}
    for key in (wanted, wanted.split("-")[0], DEFAULT):
        if key in texts:
            return texts[key]
    return next(iter(texts.values()), "")


def has(value: Any, locale: str) -> bool:
    """Return whether a text exists in this very language; a plain string is zh-CN."""
    wanted = locale.replace("_", "-")
    if isinstance(value, Mapping):
        return wanted in value or wanted.split("-")[0] in value
    return isinstance(value, str) and wanted.startswith("zh")
