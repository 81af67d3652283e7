"""A service from the sign-in to the number it gets, with nothing but a keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import PASSWORD, Visitor

# What has the focus: its name, a ring to see it by, and whether any point of it is in sight.
_FOCUS = """() => {
  const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect()
  const labels = [...(it.labels || [])].map(label => label.innerText).join(' ')
  const points = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].map(([x, y]) =>
    document.elementFromPoint(box.x + x * box.width, box.y + y * box.height))
  return {
    name: (it.getAttribute('aria-label') || labels || it.innerText || '').replace(/[*\\s]+/g, ' ').trim(),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: points.some(point => point && (it.contains(point) || point.matches('label') && point.contains(it))),
  }
}"""
# More than any page here has; a trap is found by never arriving.
MOST = 60


def go_to(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus; every stop on the way must be visible."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        focus: dict[str, Any] = page.evaluate(_FOCUS)
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert focus["ring"], f"no ring on {focus['name']!r} at {page.url}"
        assert focus["seen"], f"{focus['name']!r} has the focus out of sight at {page.url}"
        if focus["name"] == name:
            return
    raise AssertionError(f"{MOST} times Tab and no {name!r} at {page.url}")


def follow(visitor: Visitor, name: str) -> None:
    """Go to a link or button and press Enter on it."""
    go_to(visitor.page, name)
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look(visitor.page)


@pytest.mark.parametrize(("width", "login"), [(1280, "tea06"), (375, "hr_deputy")])
def test_a_service_is_found_filled_in_and_sent_without_a_mouse(
    meet: Callable[[int], Visitor], width: int, login: str
) -> None:
    visitor = meet(width)
    page, keys = visitor.page, visitor.page.keyboard
    visitor.open("/signin")
    expect(page.get_by_label("登录账号")).to_be_focused()
    keys.type(login)
    go_to(page, "密码")
    keys.type(PASSWORD)
    keys.press("Enter")
    visitor.says(re.compile("好$"))
    follow(visitor, "办事" if visitor.narrow else "一事联办")
    follow(visitor, "邮箱解锁申请")
    follow(visitor, "立即办理")
    look_at_the_path(visitor)
    follow(visitor, "提交")
    expect(visitor.field("邮箱地址")).to_be_focused()
    keys.type("keys@mail.songxi.example")
    go_to(page, "密码输错次数过多")
    keys.press("ArrowDown")
    expect(page.get_by_label("长期未登录")).to_be_checked()
    keys.press("ArrowUp")
    keys.press("Space")
    expect(page.get_by_label("密码输错次数过多")).to_be_checked()
    go_to(page, "情况说明")
    keys.type("用键盘填写")
    follow(visitor, "提交")
    visitor.says(re.compile(r"已提交，业务编号 YX\d{4}-\d{6}"))
    visitor.says("keys@mail.songxi.example")


def button(page: Page) -> Locator:
    """What opens the path: its words are longer on a phone."""
    return page.get_by_role("button", name=re.compile("^(流程|下一步（流程）)$")).filter(visible=True)


def look_at_the_path(visitor: Visitor) -> None:
    """Open the dialog and close it; the focus returns to what opened it."""
    go_to(visitor.page, button(visitor.page).inner_text().strip())
    visitor.page.keyboard.press("Enter")
    dialog = visitor.page.get_by_role("dialog", name="流程")
    expect(dialog).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button(visitor.page)).to_be_focused()
    # Back to the top, as a reader would with the skip link.
    visitor.page.evaluate("document.activeElement.blur()")
