"""Languages: Chinese unless the reader says otherwise; catalogues are merged by `scripts/catalogues.py`."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from babel import Locale
from babel.support import Translations
from flask import Flask, Response, request
from flask_babel import Babel, get_locale, refresh

from web.paths import is_api

DEFAULT = "zh_CN"
_PARSED = {name: Locale.parse(name) for name in (DEFAULT, "en")}
LOCALES: Mapping[Locale, str] = {_PARSED[DEFAULT]: "zh-CN", _PARSED["en"]: "en"}
"""The BCP 47 tag of each language; parsed once, for babel looks through all it knows to parse a name."""
COOKIE = "lang"
TRANSLATIONS = Path(__file__).parent / "translations"
_YEAR = 365 * 24 * 3600


def install_i18n(app: Flask) -> None:
    """Give the application its catalogues, and let `?lang=` choose and remember a language."""
    Babel(
        app,
        default_locale=DEFAULT,
        default_translation_directories=str(TRANSLATIONS),
        default_timezone="Asia/Shanghai",
        locale_selector=_selected,
    )
    # Babel keeps the language in the application context, which may have served another request.
    app.before_request(refresh)
    app.after_request(_remember)
    app.jinja_env.globals["page_language"] = page_language


def chosen_locale() -> str:
    """Return the locale of this request: `?lang=`, the cookie, for the API the header, or Chinese.

    Browsers on campus machines often claim English; a page follows what somebody chose, not the header.
    """
    asked = _known(request.args.get("lang")) or _known(request.cookies.get(COOKIE))
    if asked is None and is_api(request.path):
        asked = _known(request.accept_languages.best_match(["zh-CN", "en", "zh"]))
    return asked or DEFAULT


def _selected() -> Locale:
    return _PARSED[chosen_locale()]


def page_language() -> str:
    """Return the BCP 47 tag of this request's language: ``zh-CN`` or ``en``."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh-CN"


def text_of(texts: Mapping[str, str] | str, tag: str | None = None) -> str:
    """Return a service's text in the reader's language, else in Chinese, else in whatever it has."""
    if isinstance(texts, str):
        return texts
    tag = tag or page_language()
    return texts.get(tag) or texts.get("zh-CN") or next(iter(texts.values()), "")


@cache
def wording_in(locale: Locale) -> Callable[[str], str]:
    """Return what gives a text of the catalogues in one language, whatever the reader's is."""
    said: Callable[[str], str] = Translations.load(str(TRANSLATIONS), [locale]).gettext
    return said


def _known(asked: str | None) -> str | None:
    if not asked:
        return None
    language = asked.replace("-", "_").split("_")[0].lower()
    return {"zh": "zh_CN", "en": "en"}.get(language)


def _remember(response: Response) -> Response:
    asked = _known(request.args.get("lang"))
    if asked and asked != request.cookies.get(COOKIE) and not is_api(request.path):
        response.set_cookie(
            COOKIE, asked, max_age=_YEAR, samesite="Lax", secure=request.is_secure, httponly=True
        )
    return response
