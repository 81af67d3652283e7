"""What labels of ways mean: 是, 不同意, yes … as outcomes, and words for those that mean nothing known."""

import re
from dataclasses import dataclass
from typing import Final

_APPROVE: Final = frozenset({
    "同意", "通过", "批准", "审批通过", "审核通过", "已通过", "审查通过", "准予", "核准", "合格",
    "approve", "approved", "accept", "accepted", "agree", "agreed", "pass", "passed",
})  # fmt: skip
_REJECT: Final = frozenset({
    "不同意", "不通过", "驳回", "拒绝", "审批不通过", "审核不通过", "未通过", "不批准", "否决", "退回",
    "不合格", "未批准", "reject", "rejected", "decline", "declined", "refuse", "refused", "disagree",
    "denied", "deny", "fail", "failed", "not approved", "not accepted",
})  # fmt: skip
_YES: Final = frozenset({
    "是", "对", "有", "需要", "是的", "成功", "正确", "yes", "y", "true", "ja", "ok",
})  # fmt: skip
_NO: Final = frozenset({
    "否", "不", "不是", "无", "没有", "不需要", "失败", "错误", "no", "n", "false", "nein",
})  # fmt: skip
_KNOWN: Final = (
    ("approve", "approve", _APPROVE),
    ("reject", "reject", _REJECT),
    ("yes", "custom", _YES),
    ("no", "custom", _NO),
)
OPPOSITES: Final = {
    "approve": ("reject", "不通过"),
    "reject": ("approve", "通过"),
    "yes": ("no", "否"),
    "no": ("yes", "是"),
}
"""What the other of two ways means, where it has no label."""
NEGATIVE: Final = frozenset({"reject", "no"})


@dataclass(frozen=True, slots=True)
class Wording:
    """An outcome that a label means: its id, its kind, and the words of its button."""

    id: str
    kind: str
    text: str


def wording_of(label: str, taken: frozenset[str]) -> Wording:
    """Say what a label means; `taken` are ids that stand for something else already."""
    text = " ".join(label.split())
    plain = text.strip(" .。!！?？:：;；,，\"“”'「」()（）[]【】").lower()
    for identifier, kind, words in _KNOWN:
        if plain in words and identifier not in taken:
            return Wording(identifier, kind, text)
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
    stem = stem if stem and stem[0].isalpha() else "way"
    number, identifier = 1, stem
    while identifier in taken:
        number += 1
        identifier = f"{stem}_{number}"
    return Wording(identifier, "custom", text)
