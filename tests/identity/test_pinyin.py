"""Names sort and are found by their pinyin, rare ones included."""

import pytest

from identity.pinyin import fold, name_key, search_key


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("沈亦舟", "shen yi zhou"),
        ("欧阳㛃", "ou yang jie"),
        ("石䶮", "shi yan"),
        ("单文漪", "shan wen yi"),
        ("曾可嘉", "zeng ke jia"),
        ("尉迟朗", "yu chi lang"),
        ("万俟澜", "mo qi lan"),
        ("区子衡", "ou zi heng"),
        ("解云舒", "xie yun shu"),
        ("古丽娜尔·阿卜杜热合曼", "gu li na er a bo du re he man"),
        ("John Smith", "john smith"),
    ],
)
def test_a_name_is_read_as_a_name(name: str, letters: str) -> None:
    key, _, rest = name_key(name).partition("|")
    assert key == letters
    assert rest.endswith("|" + name)


def test_same_sounds_stand_together_whatever_their_tones() -> None:
    names = ["李威", "厉薇", "利文", "栗威"]
    keys = [key.partition("|")[0] for key in sorted(map(name_key, names))]
    assert keys == ["li wei", "li wei", "li wei", "li wen"]


@pytest.mark.parametrize("name", ["", "·", "𠀀", "盛𬭚"])
def test_any_name_has_keys(name: str) -> None:
    assert name_key(name).endswith("|" + name)
    assert fold(name) in search_key(name, "1")
