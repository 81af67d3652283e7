import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { Autosave } from "../src/islands/autosave.ts";

beforeAll(() => customElements.define("tb-autosave", Autosave));
beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `<form id="f"><input name="/a"><input type="hidden" name="draft"></form>
    <tb-autosave form="f" url="/draft" saved="已保存 {time}" failed="没存上"><span data-words></span></tb-autosave>`;
});
afterEach(() => vi.useRealTimers());

function type(): void {
  document.querySelector("input")?.dispatchEvent(new Event("input", { bubbles: true }));
}
const words = () => document.querySelector("[data-words]")?.textContent;

test("saves once a moment after the last change and remembers the draft", async () => {
  const send = vi.fn(async () => new Response('{"draft": 7, "time": "10:42"}'));
  vi.stubGlobal("fetch", send);
  type();
  type();
  await vi.advanceTimersByTimeAsync(2000);
  expect(send).toHaveBeenCalledTimes(1);
  expect(document.querySelector<HTMLInputElement>("[name=draft]")?.value).toBe("7");
  expect(words()).toBe("已保存 10:42");
});

test("says that it could not save, and tries again", async () => {
  const send = vi.fn(async () => Promise.reject(new TypeError("offline")));
  vi.stubGlobal("fetch", send);
  type();
  await vi.advanceTimersByTimeAsync(2000);
  expect(words()).toBe("没存上");
  await vi.advanceTimersByTimeAsync(8000);
  expect(send).toHaveBeenCalledTimes(2);
});
