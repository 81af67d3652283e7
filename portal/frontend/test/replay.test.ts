import { beforeEach, describe, expect, it, vi } from "vitest";
import { pictureAt, Replay } from "../src/islands/replay.ts";

customElements.define("tongban-replay", Replay);

const STEPS = [
  { came: "apply", kind: "enter", element: "apply" },
  { went: "apply", passed: "apply", came: "head", flow: "f1", kind: "enter", element: "head" },
  { undone: "apply", kind: "undo", element: "apply" },
  { went: "head", flow: "f1", kind: "undo", element: "head" },
  { came: "apply", flow: "f0", kind: "enter", element: "apply" },
  { kind: "fail", element: "apply" },
];

type Painted = { states: Record<string, string[]>; times: [string, string][]; shown: string | null };

/** Stands where the diagram stands, and keeps what it was told to show. */
class Board extends HTMLElement {
  static latest: Painted = { states: {}, times: [], shown: null };
  paint(states: Record<string, string[]>, times: [string, string][]): void {
    Board.latest = { ...Board.latest, states, times };
  }
  show(element: string | null): void {
    Board.latest = { ...Board.latest, shown: element };
  }
}
customElements.define("tb-diagram", Board);

function draw(attributes = ""): Replay {
  const items = STEPS.map((step, index) => {
    const data = Object.entries(step).map(([name, value]) => `data-${name}="${value}"`);
    return `<li id="step-${index + 1}" ${data.join(" ")}><a href="#step-${index + 1}">步骤 ${index + 1}</a></li>`;
  });
  const page = document.createElement("main");
  page.innerHTML = `<tongban-replay play="播放" pause="暂停" slider="步骤" speed="速度" ${attributes}>
    <tb-diagram></tb-diagram><ol class="tb-story">${items.join("")}</ol></tongban-replay>`;
  document.body.replaceChildren(page);
  return page.querySelector("tongban-replay") as Replay;
}

function slider(): HTMLInputElement {
  return document.querySelector(".tb-player input") as HTMLInputElement;
}

function press(target: Element, key: string): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

function named(text: string): HTMLButtonElement {
  const found = [...document.querySelectorAll<HTMLButtonElement>(".tb-player button")];
  return found.find((one) => one.textContent === text || one.ariaLabel === text) as HTMLButtonElement;
}

describe("replay", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    location.hash = "";
  });

  it("begins at the end: where the matter stands", () => {
    draw();
    expect(slider().value).toBe("6");
    expect(Board.latest.states).toEqual({ done: ["f0"], current: [], failed: ["apply"] });
  });

  it("shows each step as it was when the slider is moved", () => {
    draw();
    slider().value = "2";
    slider().dispatchEvent(new Event("input"));
    expect(Board.latest.states).toEqual({ done: ["apply", "f1"], current: ["head"], failed: [] });
    expect(Board.latest.shown).toBe("head");
    expect(document.querySelector("[aria-current=step]")?.id).toBe("step-2");
    expect(slider().getAttribute("aria-valuetext")).toBe("步骤 2");
  });

  it("takes back what was undone", () => {
    draw();
    document.querySelector<HTMLElement>("#step-5 a")?.click();
    expect(Board.latest.states).toEqual({ done: ["f0"], current: ["apply"], failed: [] });
  });

  it("goes on from the picture that its page begins with", () => {
    draw(`standing='{"pay":1}' passed='{"apply":2}' flows='{"fx":1}'`);
    document.querySelector<HTMLElement>("#step-2 a")?.click();
    expect(Board.latest.states.current).toEqual(["pay", "head"]);
    expect(Board.latest.states.done).toContain("fx");
    expect(Board.latest.times).toEqual([["apply", "3"]]);
  });

  it("plays from the beginning and stops at the end", () => {
    const replay = draw('first="头"');
    named("播放").click();
    expect(slider().value).toBe("0");
    expect(named("暂停")).toBeTruthy();
    vi.advanceTimersByTime(2000);
    expect(slider().value).toBe("2");
    vi.advanceTimersByTime(60_000);
    expect(slider().value).toBe("6");
    expect(named("播放")).toBeTruthy();
    replay.remove();
  });

  it("stops playing when somebody takes the slider or leaves the page", () => {
    const replay = draw();
    named("播放").click();
    slider().value = "3";
    slider().dispatchEvent(new Event("input"));
    vi.advanceTimersByTime(5000);
    expect(slider().value).toBe("3");
    named("播放").click();
    replay.remove();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is moved by keys: space on the slider, arrows on its buttons", () => {
    draw();
    press(slider(), " ");
    vi.advanceTimersByTime(1000);
    expect(slider().value).toBe("1");
    press(slider(), " ");
    expect(vi.getTimerCount()).toBe(0);
    press(named("播放"), "ArrowRight");
    expect(slider().value).toBe("2");
    press(named("播放"), "ArrowLeft");
    expect(slider().value).toBe("1");
  });

  it("begins at the step that the address names", () => {
    location.hash = "#step-2";
    draw();
    expect(slider().value).toBe("2");
  });

  it("adds nothing where there is nothing to replay", () => {
    document.body.innerHTML =
      "<tongban-replay><tb-diagram></tb-diagram><ol class='tb-story'></ol></tongban-replay>";
    expect(document.querySelector(".tb-player")).toBeNull();
  });

  it("goes through ten thousand steps at once in no time worth noticing", () => {
    const step = document.createElement("li");
    step.dataset.came = "a";
    const empty = { standing: new Map(), passed: new Map(), flows: new Map() };
    const now = pictureAt(empty, Array<HTMLElement>(10_000).fill(step), 10_000);
    expect(now.standing.get("a")).toBe(10_000);
  });
});
