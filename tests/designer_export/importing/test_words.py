"""Everything that an import may say has words in every language."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from string import Formatter

from designer_export.findings import LANGUAGES
from designer_export.importing.remarks import RULES

PROJECT = Path(__file__).resolve().parents[3]
MESSAGES = tomllib.loads((files("designer_export") / "importing" / "messages.toml").read_text("utf-8"))
REMARK = re.compile(r'(?:\.remark\(|\bRemark\()\s*"(\w+)"')


def test_every_message_belongs_to_a_rule_and_speaks_both_languages_of_the_same():
    assert {key.partition("/")[0] for key in MESSAGES} == set(RULES)
    for texts in MESSAGES.values():
        assert set(texts) == set(LANGUAGES)
        said = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts.values()]
        assert said[0] == said[1]


def test_every_remark_on_a_field_has_words_and_all_words_are_said():
    sources = [*(PROJECT / "forms" / "foreign").glob("*.py"), *(PROJECT / "designer_export").rglob("*.py")]
    said = {case for path in sources for case in REMARK.findall(path.read_text("utf-8"))}
    known = {key.partition("/")[2] for key in MESSAGES if key.startswith("import-field/")}
    assert said | {"asked"} == known
