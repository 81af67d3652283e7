import { beforeAll, expect, test } from "vitest";
import { Counter } from "../src/islands/counter.ts";

beforeAll(() => customElements.define("tb-counter", Counter));

function counter(text: string): Counter {
  const page = document.createElement("div");
  page.innerHTML = `<tb-counter max="5"><textarea>${text}</textarea><output></output>
    <button type="button" data-text="同意。">同意。</button></tb-counter>`;
  document.body.replaceChildren(page);
  return page.querySelector("tb-counter") as Counter;
}

test("counts characters, a rare one as one", () => {
  expect(counter("㛃𠮷").querySelector("output")?.textContent).toBe("2/5");
});

test("says when the text is too long", () => {
  expect(counter("一二三四五六").querySelector("output")?.classList.contains("is-over")).toBe(true);
});

test("puts a canned comment behind what was typed", () => {
  const island = counter("好，");
  island.querySelector("button")?.click();
  expect(island.querySelector("textarea")?.value).toBe("好，同意。");
  expect(island.querySelector("output")?.textContent).toBe("5/5");
});
