import { beforeEach, expect, test } from "vitest";
import { Bulk } from "../src/islands/bulk.ts";

customElements.define("tb-bulk", Bulk);

beforeEach(() => {
  const page = document.createElement("div");
  page.innerHTML =
    '<tb-bulk dialog="d"><form id="bulk"><label data-all hidden><input type="checkbox"></label>' +
    "<button>ok<output data-count></output></button></form>" +
    '<input type="checkbox" name="task" value="1" form="bulk"><input type="checkbox" name="task" value="2" form="bulk">' +
    "</tb-bulk>";
  document.body.replaceChildren(page);
});

const all = (): HTMLInputElement => document.querySelector("[data-all] input") as HTMLInputElement;
const rows = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>("input[name=task]")];
const button = (): HTMLButtonElement => document.querySelector("button") as HTMLButtonElement;

function press(box: HTMLInputElement): void {
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

test("nothing chosen sends nothing, and everything can be chosen at once", () => {
  expect(button().hasAttribute("disabled")).toBe(true);
  expect(document.querySelector("[data-all]")?.hasAttribute("hidden")).toBe(false);
  press(all());
  expect(rows().every((box) => box.checked)).toBe(true);
  expect(button().hasAttribute("disabled")).toBe(false);
  expect(document.querySelector("[data-count]")?.textContent).toBe(" 2");
});

test("some chosen leaves the box of all half way", () => {
  press(rows()[0] as HTMLInputElement);
  expect(all().indeterminate).toBe(true);
  expect(all().checked).toBe(false);
  press(rows()[1] as HTMLInputElement);
  expect(all().checked).toBe(true);
  expect(all().indeterminate).toBe(false);
});
