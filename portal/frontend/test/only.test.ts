import { beforeEach, expect, test } from "vitest";
import { Only } from "../src/islands/only.ts";

customElements.define("tb-only", Only);

beforeEach(() => {
  const page = document.createElement("div");
  page.innerHTML =
    '<select id="action"><option value=""></option><option>jump</option><option>skip</option></select>' +
    '<tb-only by="action"><p data-why>why</p>' +
    '<fieldset id="at" data-for="jump skip"><select id="step"><option value=""></option><option>unlock</option></select></fieldset>' +
    '<fieldset id="to" data-for="jump"></fieldset>' +
    '<fieldset id="values" data-for="skip"><tb-only by="step"><p id="none" data-for=""></p><p id="unlock" data-for="unlock"></p></tb-only></fieldset>' +
    "</tb-only>";
  document.body.replaceChildren(page);
});

const element = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
const shown = (): string[] => ["at", "to", "values"].filter((id) => !element(id).hidden);

function choose(id: string, value: string): void {
  const select = element(id) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

test("only the parts of the chosen action are shown, at once and without the words on why", () => {
  expect(shown()).toEqual([]);
  choose("action", "jump");
  expect(shown()).toEqual(["at", "to"]);
  choose("action", "skip");
  expect(shown()).toEqual(["at", "values"]);
  expect(document.querySelector<HTMLElement>("[data-why]")?.hidden).toBe(true);
});

test("an island within follows its own choice alone", () => {
  choose("action", "skip");
  expect([element("none").hidden, element("unlock").hidden]).toEqual([false, true]);
  choose("step", "unlock");
  expect([element("none").hidden, element("unlock").hidden]).toEqual([true, false]);
});

test("what was chosen before the page was shown again counts", () => {
  const page = document.createElement("div");
  page.innerHTML =
    '<select id="kind"><option>a</option><option selected>b</option></select><tb-only by="kind"><p id="a" data-for="a"></p><p id="b" data-for="b"></p></tb-only>';
  document.body.replaceChildren(page);
  expect([element("a").hidden, element("b").hidden]).toEqual([true, false]);
});
