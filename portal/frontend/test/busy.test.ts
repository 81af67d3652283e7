import { beforeAll, expect, test } from "vitest";
import { BusySubmit } from "../src/islands/busy.ts";

beforeAll(() => customElements.define("tb-busy", BusySubmit));

test("a second press is ignored, and the button says that it is busy", () => {
  document.body.innerHTML = '<tb-busy text="提交中"><form><button>提交</button></form></tb-busy>';
  const form = document.querySelector("form") as HTMLFormElement;
  const button = document.querySelector("button") as HTMLButtonElement;
  const press = () => new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter: button });
  expect(form.dispatchEvent(press())).toBe(true);
  expect(button.textContent).toBe("提交中");
  expect(button.getAttribute("aria-busy")).toBe("true");
  expect(form.dispatchEvent(press())).toBe(false);
});

test("closing a dialog leaves its form ready to be sent later", () => {
  document.body.innerHTML = `<tb-busy text="提交中"><form>
    <button id="no" formmethod="dialog">取消</button><button id="yes">撤销</button></form></tb-busy>`;
  const form = document.querySelector("form");
  const press = (id: string) => {
    const submitter = document.getElementById(id);
    const event = new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter });
    form?.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(press("no")).toBe(false);
  expect(document.getElementById("no")?.textContent).toBe("取消");
  expect(press("yes")).toBe(false);
  expect(press("yes")).toBe(true);
});
