"""A person in front of a browser: what people do on every page, told in their words."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

PASSWORD = "Tongban-2026"
BOX = {
    "todo": "我待办的",
    "done": "我已办的",
    "cc": "抄送给我",
    "sent": "我发起的",
    "draft": "草稿箱",
    "handed": "我转办的",
}


@dataclass
class Visitor:
    """One person with a browser of his own.

    Every page he comes to is looked at: nothing serious for axe, nothing wider than the window.
    """

    page: Page
    look: Callable[[Page], None]

    @property
    def narrow(self) -> bool:
        """Whether this is a phone, where some words make way."""
        size = self.page.viewport_size
        return size is not None and size["width"] < 768

    def open(self, address: str) -> None:
        """Go to an address of the hall."""
        self.page.goto(address)
        self.look(self.page)

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Come in through the sign-in page."""
        self.open("/signin")
        self.page.get_by_label("登录账号").fill(login)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.press("登录")

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press a button or follow a link by its words, and look at what comes.

        A dialog sends its form only after it has closed, so what is pressed `within` one is waited for.
        """
        place = within or self.page.get_by_role("main").or_(self.page.get_by_role("region", name="操作"))
        either = place.get_by_role("button", name=name, exact=True).or_(
            place.get_by_role("link", name=name, exact=True)
        )
        with self.page.expect_navigation() if within else nullcontext():
            either.filter(visible=True).first.click()
        self.look(self.page)

    def says(self, words: str | re.Pattern[str]) -> None:
        """See these words somewhere on the page."""
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible()

    def choose(self, group: str, choice: str) -> None:
        """Tick one of the choices of a group."""
        self.page.get_by_role("group", name=group).get_by_label(choice, exact=True).check()

    def field(self, label: str) -> Locator:
        """Return the input with this label."""
        return self.page.get_by_role("textbox", name=label, exact=True)

    def fault(self, label: str) -> Locator:
        """Return the list of faults' link to a field."""
        return self.page.get_by_role("alert").get_by_role("link", name=label, exact=True)

    def box(self, name: str) -> None:
        """Look into one box of the to-do centre."""
        self.open(f"/todo?box={name}")
        tab = self.page.get_by_role("navigation", name="待办分类").get_by_role("link", name=BOX[name])
        expect(tab).to_have_attribute("aria-current", "page")

    def count(self, name: str) -> int:
        """Return the number beside a box's name."""
        tab = self.page.get_by_role("navigation", name="待办分类").get_by_role("link", name=BOX[name])
        found = re.search(r"\d+", tab.inner_text())
        return int(found[0]) if found else 0

    def row(self, title: str) -> Locator:
        """Return the links in the open box whose title holds these words; none is fine."""
        return self.page.get_by_role("table").get_by_role("link", name=re.compile(re.escape(title)))

    def take(self, title: str) -> None:
        """Open a to-do by its title."""
        self.box("todo")
        self.row(title).first.click()
        self.look(self.page)

    def decide(self, outcome: str, opinion: str) -> None:
        """Write an opinion and press an outcome."""
        self.opinion.fill(opinion)
        self.press(outcome)

    @property
    def opinion(self) -> Locator:
        """The box in which this step's opinion is written."""
        return self.page.get_by_role("textbox", name=re.compile("意见|声明")).first

    def send_back(self, reason: str) -> None:
        """退回 to the initiator, through the dialog."""
        self.press("退回")
        dialog = self.page.get_by_role("dialog", name="退回办件")
        dialog.get_by_role("radio", name=re.compile("发起人")).check()
        dialog.get_by_label("退回原因").fill(reason)
        self.press("退回", within=dialog)
        self.says(re.compile("已退回："))

    def record(self) -> Locator:
        """Return 办理记录."""
        return self.page.get_by_role("region", name="办理记录")

    def path(self) -> Locator:
        """Return the path in words."""
        return self.page.get_by_role("region", name="流程")

    def diagram(self) -> dict[str, set[str]]:
        """Open the diagram and return the elements marked as done and as current, by their ids."""
        self.press("查看流程图")
        dialog = self.page.get_by_role("dialog", name="流程")
        expect(dialog.get_by_role("button", name="放大")).to_be_visible()
        marked = dialog.evaluate(
            """dialog => {
              const ids = state => [...dialog.querySelectorAll(`.djs-element.tb-m-${state}`)]
                .map(one => one.dataset.elementId)
              return {done: ids('done'), current: ids('current'), failed: ids('failed')}
            }"""
        )
        expect(dialog.get_by_role("link", name=re.compile("bpmn.io"))).to_be_visible()
        dialog.get_by_role("button", name="关闭").click()
        return {state: set(ids) for state, ids in marked.items()}

    def sign_out(self) -> None:
        """Leave, from the personal centre."""
        self.open("/me")
        self.press("退出登录")
