"""Sort and search keys of names, by pinyin.

The database has no Chinese collation, so names sort by a stored key. Some surnames are read otherwise than
the same character elsewhere; a name's first character takes that reading.
"""

import unicodedata

_SURNAMES = {
    "万俟": "mo4 qi2",
    "尉迟": "yu4 chi2",
    "长孙": "zhang3 sun1",
    "单于": "chan2 yu2",
    "澹台": "tan2 tai2",
    "单": "shan4",
    "曾": "zeng1",
    "仇": "qiu2",
    "解": "xie4",
    "查": "zha1",
    "翟": "zhai2",
    "朴": "piao2",
    "区": "ou1",
    "盖": "ge3",
    "覃": "qin2",
    "任": "ren2",
    "华": "hua4",
    "缪": "miao4",
    "乐": "yue4",
    "折": "she2",
    "黑": "he4",
    "逄": "pang2",
}


def name_key(name: str) -> str:
    """Return the key by which a name sorts: its syllables, then their tones, then the name itself.

    Tones come second, so that all people of one reading stand together: ``shen yi zhou|3 4 1|沈亦舟``.
    """
    syllables = _syllables(name)
    letters = " ".join(letters for letters, _ in syllables)
    tones = " ".join(tone for _, tone in syllables)
    return f"{letters}|{tones}|{name}"


def search_key(name: str, number: str) -> str:
    """Return the lower-case text that a search looks into: name, number, full pinyin and initials."""
    read = [letters for letters, _ in _syllables(name)]
    return " ".join((fold(name), fold(number), "".join(read), "".join(letters[0] for letters in read)))


def fold(typed: str) -> str:
    """Return typed text in the form in which search keys and logins are kept.

    Width, case and outer spaces go, and so does what no database takes: NUL and halves of characters.
    """
    clean = typed.replace("\0", "").encode(errors="ignore").decode()
    return unicodedata.normalize("NFKC", clean).strip().casefold()


def _syllables(name: str) -> list[tuple[str, str]]:
    for surname, reading in _SURNAMES.items():
        if name.startswith(surname):
            return [_split(syllable) for syllable in reading.split()] + _read(name[len(surname) :])
    return _read(name)


def _read(text: str) -> list[tuple[str, str]]:
    # Imported late: the dictionary costs a quarter of a second, and few processes ever write a name.
    from pypinyin import Style, lazy_pinyin

    words = "".join(character for character in text if character.isalnum() or character.isspace()).split()
    return [
        _split(syllable.casefold()) for word in words for syllable in lazy_pinyin(word, style=Style.TONE3)
    ]


def _split(syllable: str) -> tuple[str, str]:
    # "shen3" is a syllable with its tone; a digit that stands alone belongs to the name.
    if len(syllable) > 1 and syllable[-1] in "1234":
        return syllable[:-1], syllable[-1]
    return syllable, ""
