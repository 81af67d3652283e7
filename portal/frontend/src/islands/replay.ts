import type { Diagram } from "./diagram.ts";

/** What a diagram shows at one moment. */
export type Picture = {
  standing: Map<string, number>;
  passed: Map<string, number>;
  flows: Map<string, number>;
};

const KEYS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };
const SPEEDS = [1, 2, 4, 0.5];
const SECOND = 1000;

/** The picture after the first `count` of some steps, from the one before all of them. */
export function pictureAt(before: Picture, steps: readonly HTMLElement[], count: number): Picture {
  const now = {
    standing: new Map(before.standing),
    passed: new Map(before.passed),
    flows: new Map(before.flows),
  };
  for (const step of steps.slice(0, count)) {
    for (const id of words(step.dataset.came)) add(now.standing, id, 1);
    for (const id of words(step.dataset.went)) add(now.standing, id, -1);
    for (const id of words(step.dataset.passed)) add(now.passed, id, 1);
    for (const id of words(step.dataset.undone)) add(now.passed, id, -1);
    if (step.dataset.flow) add(now.flows, step.dataset.flow, step.dataset.kind === "undo" ? -1 : 1);
  }
  return now;
}

function words(text: string | undefined): string[] {
  return (text ?? "").split(/\s+/).filter(Boolean);
}

function add(counts: Map<string, number>, id: string, by: number): void {
  const count = (counts.get(id) ?? 0) + by;
  if (count > 0) counts.set(id, count);
  else counts.delete(id);
}

/**
 * Replays the history of a matter on its diagram, step by step.
 *
 * `<tongban-replay standing='{"apply":1}' passed="{}" flows="{}" play="播放" pause=…><tb-diagram …></tb-diagram>
 * <ol class="tb-story"><li data-came="b" data-went="a" data-passed="a" data-flow="f">…</li></ol></tongban-replay>`.
 * The list is the whole of it where no script runs; the slider goes through the same list.
 */
export class Replay extends HTMLElement {
  private steps: HTMLElement[] = [];
  private initial: Picture = { standing: new Map(), passed: new Map(), flows: new Map() };
  private at = 0;
  private timer: number | undefined;
  private speed = 0;
  private slider = document.createElement("input");
  private player = document.createElement("button");
  private pace = document.createElement("button");
  private said = document.createElement("output");

  connectedCallback(): void {
    this.steps = [...this.querySelectorAll<HTMLElement>(".tb-story > li")];
    const diagram = this.querySelector("tb-diagram");
    if (!this.steps.length || !diagram || this.querySelector(".tb-player")) return;
    this.initial = {
      standing: this.counts("standing"),
      passed: this.counts("passed"),
      flows: this.counts("flows"),
    };
    diagram.after(this.bar());
    for (const [index, step] of this.steps.entries())
      step.querySelector("a")?.addEventListener("click", (event) => {
        event.preventDefault();
        this.stop();
        this.go(index + 1);
      });
    const asked = this.steps.findIndex((step) => `#${step.id}` === location.hash);
    this.go(asked < 0 ? this.steps.length : asked + 1);
  }

  disconnectedCallback(): void {
    this.stop();
  }

  /** Shows the matter after the first `count` steps of this page. */
  go(count: number): void {
    this.at = Math.min(Math.max(count, 0), this.steps.length);
    const now = pictureAt(this.initial, this.steps, this.at);
    const step = this.steps[this.at - 1];
    const failed = step?.dataset.kind === "fail" ? words(step.dataset.element) : [];
    const standing = [...now.standing.keys()].filter((id) => !failed.includes(id));
    const done = [...now.passed.keys()].filter((id) => !now.standing.has(id) && !failed.includes(id));
    const times = [...now.passed].filter(([, count]) => count > 1).map(([id, count]) => [id, String(count)]);
    const diagram = this.querySelector<Diagram>("tb-diagram");
    diagram?.paint?.(
      { done: [...done, ...now.flows.keys()], current: standing, failed },
      times as [string, string][],
    );
    diagram?.show?.(step?.dataset.element ?? null);
    this.tell(step);
  }

  private tell(step: HTMLElement | undefined): void {
    for (const one of this.querySelectorAll(".tb-story > [aria-current]"))
      one.removeAttribute("aria-current");
    step?.setAttribute("aria-current", "step");
    const list = step?.parentElement;
    if (step && list) list.scrollTop = step.offsetTop - list.offsetTop - list.clientHeight / 3;
    this.slider.value = String(this.at);
    const text = step?.textContent?.replace(/\s+/g, " ").trim() ?? "";
    this.slider.setAttribute("aria-valuetext", text);
    this.said.textContent = text;
    this.player.disabled = !this.steps.length;
  }

  private counts(name: string): Map<string, number> {
    return new Map(Object.entries(JSON.parse(this.getAttribute(name) || "{}") as Record<string, number>));
  }

  private bar(): HTMLElement {
    const bar = document.createElement("div");
    bar.className = "tb-player";
    Object.assign(this.slider, { type: "range", min: "0", max: String(this.steps.length), step: "1" });
    this.slider.className = "form-range";
    this.slider.setAttribute("aria-label", this.getAttribute("slider") ?? "");
    this.slider.addEventListener("input", () => {
      this.stop();
      this.go(Number(this.slider.value));
    });
    this.player.type = this.pace.type = "button";
    this.player.className = "btn btn-primary";
    this.player.addEventListener("click", () => (this.timer === undefined ? this.start() : this.stop()));
    this.pace.className = "btn";
    this.pace.addEventListener("click", () => this.faster());
    this.label();
    bar.append(
      this.move("first", "|◀", () => 0),
      this.move("back", "◀", () => this.at - 1),
      this.player,
      this.move("next", "▶", () => this.at + 1),
      this.move("last", "▶|", () => this.steps.length),
      this.slider,
      this.pace,
      this.said,
    );
    bar.addEventListener("keydown", (event) => this.key(event));
    return bar;
  }

  private move(name: string, sign: string, where: () => number): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn tb-move";
    button.textContent = `${sign}\ufe0e`;
    button.setAttribute("aria-label", this.getAttribute(name) ?? name);
    button.addEventListener("click", () => {
      this.stop();
      this.go(where());
    });
    return button;
  }

  /** The arrows of the slider are the browser's own; on a button they do the same. */
  private key(event: KeyboardEvent): void {
    const onSlider = event.target === this.slider;
    if (onSlider && event.key === " ") this.timer === undefined ? this.start() : this.stop();
    else if (!onSlider && event.key in KEYS) {
      this.stop();
      this.go(this.at + (KEYS[event.key] ?? 0));
    } else return;
    event.preventDefault();
  }

  private start(): void {
    if (this.at >= this.steps.length) this.go(0);
    this.timer = window.setInterval(
      () => {
        if (this.at < this.steps.length) this.go(this.at + 1);
        if (this.at >= this.steps.length) this.stop();
      },
      SECOND / (SPEEDS[this.speed] ?? 1),
    );
    this.label();
  }

  private stop(): void {
    window.clearInterval(this.timer);
    this.timer = undefined;
    this.label();
  }

  private faster(): void {
    this.speed = (this.speed + 1) % SPEEDS.length;
    if (this.timer !== undefined) {
      this.stop();
      this.start();
    }
    this.label();
  }

  private label(): void {
    const playing = this.timer !== undefined;
    this.player.textContent = this.getAttribute(playing ? "pause" : "play");
    this.pace.textContent = `${SPEEDS[this.speed]}×`;
    this.pace.setAttribute("aria-label", `${this.getAttribute("speed")} ${SPEEDS[this.speed]}×`);
    // Whoever listens is told each step that he asks for, and not spoken over while it plays.
    this.said.setAttribute("aria-live", playing ? "off" : "polite");
  }
}
