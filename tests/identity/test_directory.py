"""Finding people and units."""

import pytest

from identity import directory


def test_holders_hold_the_role_at_that_very_unit(school) -> None:
    school.person("1", "韩启明", units=("it",), roles=(("head", "it"),))
    school.person("2", "欧阳牧", units=("cs",), roles=(("head", "cs"), ("deputy", "it")))
    heads = directory.heads(school.connection, school.unit("it"))
    assert [(head.name, head.number, head.unit_name) for head in heads] == [("韩启明", "1", "信息化中心")]
    assert directory.heads(school.connection, school.unit("cs-ai")) == ()
    assert [p.name for p in directory.holders(school.connection, "deputy", school.unit("it"))] == ["欧阳牧"]


def test_people_come_in_the_order_of_pinyin(school) -> None:
    for number, name in enumerate(["张三", "欧阳牧", "阿依努尔·买买提明", "曾可嘉", "单文漪", "䶮石"]):
        school.person(str(number), name, groups=("it-mail",))
    names = [person.name for person in directory.members(school.connection, "it-mail")]
    assert names == ["阿依努尔·买买提明", "欧阳牧", "单文漪", "䶮石", "曾可嘉", "张三"]


def test_inactive_people_are_not_found_but_keep_their_name(school) -> None:
    person = school.person(units=("cs",), roles=(("head", "cs"),), groups=("it-mail",))
    school.run("UPDATE person SET active = false")
    assert directory.heads(school.connection, school.unit("cs")) == ()
    assert directory.members(school.connection, "it-mail") == ()
    assert directory.search_people(school.connection, "沈") == ()
    assert directory.expand(school.connection, [f"p:{person}", "g:it-mail"]) == ()
    kept = directory.person(school.connection, person)
    assert kept is not None
    assert kept.name == "沈亦舟"


def test_people_are_read_together_and_unknown_ones_left_out(school) -> None:
    one, two = school.person("1", "甲"), school.person("2", "乙")
    found = directory.people(school.connection, [one, two, two, 10**9])
    assert {person.id: person.name for person in found.values()} == {one: "甲", two: "乙"}
    assert directory.people(school.connection, []) == {}


@pytest.mark.parametrize("typed", ["亦舟", "沈", "2024110", "shenyi", "syz", "SYZ", " ｓｙｚ "])
def test_a_search_finds_by_name_number_pinyin_and_initials(school, typed: str) -> None:
    school.person("2024110001", "沈亦舟", units=("cs",))
    school.person("2020", "古丽娜尔·阿卜杜热合曼")
    found = directory.search_people(school.connection, typed)
    assert [(person.name, person.unit_name) for person in found] == [("沈亦舟", "计算机学院")]


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "zzz", "\x00", "\ud800", "'; --"])
def test_a_search_for_nothing_or_for_signs_finds_nobody(school, typed: str) -> None:
    school.person()
    assert directory.search_people(school.connection, typed) == ()


@pytest.mark.parametrize("typed", ["s", "2", "·", "Ｓ", "-", " s "])
def test_one_letter_digit_or_sign_lists_nobody(school, typed: str) -> None:
    school.person("2024110001", "沈·亦舟-s")
    assert not directory.searchable(typed)
    assert directory.search_people(school.connection, typed) == ()


def test_one_chinese_character_is_a_search(school) -> None:
    school.person("2024110001", "沈亦舟")
    school.person("2024110002", "㛃䶮")
    assert [person.name for person in directory.search_people(school.connection, "沈")] == ["沈亦舟"]
    assert [person.name for person in directory.search_people(school.connection, "䶮")] == ["㛃䶮"]


@pytest.mark.parametrize("typed", ["20241", "110001", "舟 2024", "2024110001 s", "0001 shen"])
def test_without_numbers_a_part_of_a_number_finds_nobody(school, typed: str) -> None:
    school.person("2024110001", "沈亦舟")
    school.person("2024110002", "沈亦舟")
    assert directory.search_people(school.connection, typed) != ()
    assert directory.search_people(school.connection, typed, numbers=False) == ()


@pytest.mark.parametrize(
    "typed", ["亦舟", "沈", "shenyi", "syz", "2024110001", " ２０２４１１０００１ ", "Ab-12"]
)
def test_without_numbers_names_and_whole_numbers_find_people(school, typed: str) -> None:
    school.person("2024110001", "沈亦舟")
    school.person("AB-12", "沈亦舟")
    school.person("3000000000", "单文漪")
    found = {person.number for person in directory.search_people(school.connection, typed, numbers=False)}
    whole = {"2024110001": {"2024110001"}, "２０２４１１０００１": {"2024110001"}, "Ab-12": {"AB-12"}}
    assert found == whole.get(typed.strip(), {"2024110001", "AB-12"})


def test_a_search_stops_at_its_limit(school) -> None:
    for number in range(25):
        school.person(str(number), f"沈{number}")
    assert len(directory.search_people(school.connection, "shen", limit=3)) == 3
    assert len(directory.search_people(school.connection, "shen", limit=1000)) == 20


def test_the_people_behind_keys_come_once_each(school) -> None:
    one = school.person("1", "甲", groups=("it-mail",))
    school.person("2", "乙", roles=(("head", "cs"),))
    school.person("3", "丙", roles=(("head", "it"), ("deputy", "cs")))
    keys = [f"p:{one}", "g:it-mail", f"r:head@{school.unit('cs')}", f"r:deputy@{school.unit('it')}"]
    assert {person.name for person in directory.expand(school.connection, keys)} == {"甲", "乙"}
    assert directory.expand(school.connection, []) == ()


@pytest.mark.parametrize("key", ["", "x:1", "p:", "p:one", "g:", "r:head", "r:head@", "r:head@cs"])
def test_what_is_no_principal_key_is_refused(school, key: str) -> None:
    with pytest.raises(ValueError):
        directory.expand(school.connection, [key])


def test_units_are_found_by_id_and_code(school) -> None:
    unit = directory.unit_by_code(school.connection, "cs-ai")
    assert unit is not None
    assert (unit.name, unit.path, unit.main) == ("人工智能系", "school/cs/cs-ai/", False)
    assert directory.unit(school.connection, unit.id) == unit
    assert directory.unit_by_code(school.connection, "none") is None
    assert directory.unit(school.connection, 10**9) is None


def test_where_a_post_is_vacant_the_nearest_head_above_is_found(school) -> None:
    def found(code: str) -> str | None:
        headed = directory.nearest_headed(school.connection, school.unit(code))
        return headed.code if headed else None

    school.person("1", "甲", roles=(("head", "it"), ("deputy", "cs-ai-lab")))
    assert found("cs-ai-lab") is None
    school.person("2", "乙", roles=(("head", "school"),))
    assert found("cs-ai-lab") == "school"
    gone = school.person("3", "丙", roles=(("head", "cs-ai"),))
    school.person("4", "丁", roles=(("head", "cs"),))
    assert [found(code) for code in ("cs-ai-lab", "cs-ai", "cs", "school")] == [
        "cs-ai",
        "cs-ai",
        "cs",
        "school",
    ]
    school.run(f"UPDATE person SET active = false WHERE id = {gone}")
    assert found("cs-ai-lab") == "cs"


def test_a_subtree_holds_no_neighbour_whose_code_begins_alike(school) -> None:
    below = directory.subtree(school.connection, school.unit("cs"))
    assert [unit.code for unit in below] == ["cs", "cs-ai", "cs-ai-lab"]
    assert len(directory.units(school.connection)) == 6
