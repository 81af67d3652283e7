import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { Ahead } from "../src/islands/ahead.ts";

beforeAll(() => customElements.define("tb-ahead", Ahead));
afterEach(() => vi.unstubAllGlobals());

function page(): HTMLButtonElement {
  document.body.innerHTML = `<form id="apply"><input name="/amount" value="5"><input type="file" name="/proof"></form>
    <tb-ahead form="apply" failed="没有取到"><button form="apply" formaction="/services/x/forecast">流程</button></tb-ahead>
    <div data-ahead>旧一</div><div data-ahead>旧二</div>`;
  return document.querySelector("button") as HTMLButtonElement;
}

const places = () => [...document.querySelectorAll("[data-ahead]")].map((place) => place.textContent);

test("every place shows the forecast for what was typed, and no file is sent", async () => {
  const fetched = vi.fn(async (_address: string, _options: { body: FormData }) => ({
    ok: true,
    text: async () => "<main><div data-ahead><ol><li>学院意见</li></ol></div></main>",
  }));
  vi.stubGlobal("fetch", fetched);
  const press = new MouseEvent("click", { bubbles: true, cancelable: true });
  page().dispatchEvent(press);
  expect(press.defaultPrevented).toBe(true);
  await vi.waitFor(() => expect(places()).toEqual(["学院意见", "学院意见"]));
  const body = fetched.mock.calls[0]?.[1].body;
  expect([...(body?.keys() ?? [])]).toEqual(["/amount"]);
  expect(document.querySelector("[aria-busy]")).toBeNull();
});

test("what could not be fetched is said, and the older forecast stays", async () => {
  vi.stubGlobal("fetch", async () => ({ ok: false, status: 500 }));
  page().click();
  await vi.waitFor(() => expect(places()).toEqual(["没有取到旧一", "没有取到旧二"]));
  page().click();
  await vi.waitFor(() => expect(document.querySelectorAll("[role=status]").length).toBe(2));
});

test("with a key held down the browser opens its own window", () => {
  const press = new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true });
  page().dispatchEvent(press);
  expect(press.defaultPrevented).toBe(false);
});
