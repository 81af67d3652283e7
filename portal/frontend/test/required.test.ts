import { beforeAll, beforeEach, expect, test } from "vitest";
import { Required } from "../src/islands/required.ts";

beforeAll(() => customElements.define("tb-required", Required));
beforeEach(() => {
  document.body.innerHTML = `<form id="f"><div class="tb-grid">
    <label class="l req" for="a">电话</label><div class="v"><input id="a"></div>
    <div class="l req" id="b-l">项目</div><div class="v"><input type="hidden" value=""><div id="b"><input type="checkbox"></div></div>
    <div class="l req" id="c-l">证明</div><div class="v"><div id="c"><input type="file"></div></div>
    <label class="l" for="d">班级</label><div class="v"><input id="d"></div>
    </div></form><div id="n" hidden><span></span></div>
    <tb-required form="f" count="n" counted="{done}/{all}" left="还差 {n} 项" none="齐了"><h2></h2><ul></ul></tb-required>`;
});

const title = () => document.querySelector("h2")?.textContent;
const open = () => [...document.querySelectorAll("li a")].map((link) => link.getAttribute("href"));
const change = () => document.querySelector("form")?.dispatchEvent(new Event("input", { bubbles: true }));

test("counts required cells only and links to each that is open", () => {
  change();
  expect(title()).toBe("还差 3 项");
  expect(open()).toEqual(["#a", "#b", "#c"]);
  expect(document.querySelector("#n span")?.textContent).toBe("0/3");
});

test("a text, a tick and a stored file each fill their cell", () => {
  const box = document.querySelector<HTMLInputElement>("[type=checkbox]");
  const text = document.querySelector<HTMLInputElement>("#a");
  if (text) text.value = "1";
  if (box) box.checked = true;
  change();
  expect(open()).toEqual(["#c"]);
  document
    .querySelector("#c")
    ?.insertAdjacentHTML("beforeend", `<input type="hidden" name="/c/0/id" value="9">`);
  change();
  expect(title()).toBe("齐了");
  expect(document.querySelector<HTMLElement>("#n i")?.style.width).toBe("100%");
});
