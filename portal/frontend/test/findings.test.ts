import { beforeAll, beforeEach, expect, test } from "vitest";
import { Findings } from "../src/islands/findings.ts";

beforeAll(() => customElements.define("tb-findings", Findings));

beforeEach(() => {
  const page = document.createElement("div");
  page.innerHTML = `<tb-findings level="" at-level="只看级别 {level}" some="只看 {element}" nothing="{element} 没有">
    <div id="seg" data-needs-script hidden><button aria-pressed="true" data-marks="findings"></button>
    <button aria-pressed="false" data-marks="changes"></button></div>
    <div class="tb-finds"><div data-filter hidden><span data-words></span><a href="#" data-all></a></div>
    <a href="#" data-only="refused" data-called="拒绝"></a><a href="#" data-only="advice" data-called="建议"></a>
    <section id="one" data-level="refused"><article class="tb-find" data-element="a"><a href="#x" data-show="a">a</a></article></section>
    <section id="two" data-level="advice"><article class="tb-find" data-element="b"></article>
    <details class="tb-kind"><summary></summary><article class="tb-find" data-element="d"></article></details></section>
    </div></tb-findings>`;
  document.body.replaceChildren(page);
});

const island = () => document.querySelector("tb-findings") as Findings;
const choose = (element: string | null) =>
  island().dispatchEvent(new CustomEvent("tb-element", { detail: element }));
const shown = () => [...document.querySelectorAll<HTMLElement>(".tb-find")].map((one) => !one.hidden);
const hidden = (selector: string) => document.querySelector<HTMLElement>(selector)?.hidden;

test("what needs a script is there once it runs", () => {
  expect(hidden("#seg")).toBe(false);
});

test("an element leaves only its findings, and the groups that have some", () => {
  choose("a");
  expect(shown()).toEqual([true, false, false]);
  expect([hidden("#one"), hidden("#two"), hidden("[data-filter]")]).toEqual([false, true, false]);
  expect(document.querySelector("[data-words]")?.textContent).toBe("只看 a");
});

test("an element without findings says so, and all of them come back", () => {
  choose("c");
  expect(shown()).toEqual([false, false, false]);
  expect(document.querySelector("[data-words]")?.textContent).toBe("c 没有");
  document.querySelector<HTMLElement>("[data-all]")?.click();
  expect(shown()).toEqual([true, true, true]);
  expect([hidden("#two"), hidden("[data-filter]")]).toEqual([false, true]);
  choose("b");
  choose(null);
  expect(shown()).toEqual([true, true, true]);
});

test("a link to the diagram leaves the page where it is, and marks its finding", () => {
  const link = document.querySelector<HTMLElement>("[data-show]");
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  link?.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  expect(document.querySelector(".tb-find.on")).toBe(link?.closest(".tb-find"));
});

test("one of several marks is pressed", () => {
  document.querySelector<HTMLElement>("[data-marks=changes]")?.click();
  const pressed = [...document.querySelectorAll("[data-marks]")].map((one) =>
    one.getAttribute("aria-pressed"),
  );
  expect(pressed).toEqual(["false", "true"]);
});

const click = (selector: string) => {
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  document.querySelector<HTMLElement>(selector)?.dispatchEvent(event);
  return event;
};

test("a level leaves only its findings; pressed again, all come back", () => {
  expect(click("[data-only=advice]").defaultPrevented).toBe(true);
  expect([hidden("#one"), hidden("#two"), hidden("[data-filter]")]).toEqual([true, false, false]);
  expect(document.querySelector("[data-words]")?.textContent).toBe("只看级别 建议");
  const current = () =>
    [...document.querySelectorAll("[data-only]")].map((one) => one.getAttribute("aria-current"));
  expect(current()).toEqual(["false", "true"]);
  click("[data-only=advice]");
  expect([hidden("#one"), hidden("#two"), hidden("[data-filter]")]).toEqual([false, false, true]);
  expect(current()).toEqual(["false", "false"]);
});

test("an element that is chosen takes the place of a level, and unfolds those of its kind", () => {
  click("[data-only=refused]");
  choose("d");
  const kind = document.querySelector<HTMLDetailsElement>(".tb-kind");
  expect([hidden("#one"), hidden("#two"), kind?.open]).toEqual([true, false, true]);
  expect(shown()).toEqual([false, false, true]);
  choose("b");
  expect([kind?.hidden, kind?.open]).toEqual([true, false]);
  click("[data-all]");
  expect([shown(), kind?.hidden, kind?.open]).toEqual([[true, true, true], false, false]);
});

test("whoever types what a repair is told chooses that", () => {
  island().insertAdjacentHTML(
    "beforeend",
    `<fieldset><input type="radio" name="c" value="" checked><input type="radio" name="c" value="="><input data-typed></fieldset>`,
  );
  document.querySelector("[data-typed]")?.dispatchEvent(new Event("input", { bubbles: true }));
  const chosen = [...document.querySelectorAll<HTMLInputElement>("[name=c]")].map((one) => one.checked);
  expect(chosen).toEqual([false, true]);
});
