"""Texts that are data (decision 15): a string means zh-CN; a table may hold zh-CN and en."""

from collections.abc import Mapping
from typing import Any

DEFAULT_LOCALE = "zh-CN"
_LANGUAGES = {"zh-CN", "en"}


def as_text(value: object) -> dict[str, Any]:
    """Return the stored form ``{"zh-CN": …}`` of a text as written in a service's settings."""
    if isinstance(value, Mapping):
        return {str(lang): str(words) for lang, words in value.items() if words}
    return {DEFAULT_LOCALE: str(value)} if value else {}


def in_locale(text: Mapping[str, Any] | None, locale: str) -> str:
    """Return the text in `locale` (``zh_CN`` or ``zh-CN``), else in zh-CN, else in any language, else ''."""
    if not text:
        return ""
    wanted = locale.replace("_", "-")
    return str(text.get(wanted) or text.get(DEFAULT_LOCALE) or next(iter(text.values())))


def localised(value: Any, locale: str) -> Any:
    """Return `value` (of JSON) with every table of languages in it replaced by its words in `locale`."""
    if isinstance(value, Mapping):
        if value and set(value) <= _LANGUAGES:
            return in_locale(value, locale)
        return {key: localised(inner, locale) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [localised(inner, locale) for inner in value]
    return value
