import { beforeAll, beforeEach, expect, test } from "vitest";
import { Findings } from "../src/islands/findings.ts";

beforeAll(() => customElements.define("tb-findings", Findings));

beforeEach(() => {
  const page = document.createElement("div");
  page.innerHTML = `<tb-findings some="只看 {element}" nothing="{element} 没有">
    <div id="seg" data-needs-script hidden><button aria-pressed="true" data-marks="findings"></button>
    <button aria-pressed="false" data-marks="changes"></button></div>
    <div class="tb-finds"><div data-filter hidden><span data-words></span><button></button></div>
    <section id="one"><article class="tb-find" data-element="a"><a href="#x" data-show="a">a</a></article></section>
    <section id="two"><article class="tb-find" data-element="b"></article><article class="tb-find" data-element=""></article></section>
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
  document.querySelector<HTMLElement>("[data-filter] button")?.click();
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
