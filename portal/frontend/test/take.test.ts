import { beforeAll, beforeEach, expect, test } from "vitest";
import { Take } from "../src/islands/take.ts";

class Sent {
  static last: Sent;
  upload = new EventTarget();
  status = 0;
  responseText = "";
  headers: Record<string, string> = {};
  private heard = new EventTarget();
  constructor() {
    Sent.last = this;
  }
  open(): void {}
  send(): void {}
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  addEventListener(name: string, heard: () => void): void {
    this.heard.addEventListener(name, heard);
  }
  answer(status: number, told: string): void {
    this.status = status;
    this.responseText = told;
    this.heard.dispatchEvent(new Event(status ? "load" : "error"));
  }
}

beforeAll(() => {
  customElements.define("tb-take", Take);
  globalThis.XMLHttpRequest = Sent as unknown as typeof XMLHttpRequest;
});

beforeEach(() => {
  document.body.innerHTML = `<tb-take uploading="上传中" checking="检查中" failed="没有传到"><form action="/designs">
    <input type="file" name="files"><p class="tb-err" id="e" hidden><span data-words></span></p>
    <div data-progress hidden><progress max="100"></progress><span role="status"></span></div></form></tb-take>`;
});

const submit = () => {
  const event = new Event("submit", { bubbles: true, cancelable: true });
  document.querySelector("form")?.dispatchEvent(event);
  return event.defaultPrevented;
};
const words = (selector: string) => document.querySelector(selector)?.textContent;
const hidden = (selector: string) => document.querySelector<HTMLElement>(selector)?.hidden;

test("files travel with a bar that says how far they are", () => {
  expect(submit()).toBe(true);
  expect(Sent.last.headers.Accept).toBe("application/json");
  const half = Object.assign(new Event("progress"), { lengthComputable: true, loaded: 5, total: 10 });
  Sent.last.upload.dispatchEvent(half);
  expect(document.querySelector("progress")?.value).toBe(50);
  expect(words("[role=status]")).toBe("上传中");
  Sent.last.upload.dispatchEvent(
    Object.assign(new Event("progress"), { lengthComputable: true, loaded: 1, total: 1 }),
  );
  expect(words("[role=status]")).toBe("检查中");
});

test("a refusal is told at the field, and the form can be sent again", () => {
  submit();
  Sent.last.answer(422, '{"title": "XML 格式有错"}');
  expect(words("[data-words]")).toBe("XML 格式有错");
  expect([hidden(".tb-err"), hidden("[data-progress]")]).toEqual([false, true]);
  expect(document.querySelector("input")?.getAttribute("aria-invalid")).toBe("true");
  const before = Sent.last;
  submit();
  expect(Sent.last).not.toBe(before);
  expect(hidden(".tb-err")).toBe(true);
});

test("a connection that broke is told, and so is an answer that is none", () => {
  submit();
  Sent.last.answer(0, "");
  expect(words("[data-words]")).toBe("没有传到");
  submit();
  Sent.last.answer(502, "<html>");
  expect(words("[data-words]")).toBe("没有传到");
});
