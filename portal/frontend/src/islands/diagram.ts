type Canvas = {
  zoom(scale?: number | "fit-viewport", center?: "auto" | { x: number; y: number }): number;
  addMarker(element: string, marker: string): void;
  removeMarker(element: string, marker: string): void;
  scrollToElement(element: string, padding?: number): void;
};
type Drawn = { parent?: object; businessObject?: { name?: string } };
type Registry = { get(id: string): Drawn | undefined };
type Overlay = { position: object; html: HTMLElement };
type Overlays = {
  add(element: string, overlay: Overlay): void;
  add(element: string, type: string, overlay: Overlay): void;
  remove(filter: { type: string }): void;
};
type Bus = { on(event: string, heard: (told: { element?: { id: string; parent?: object } }) => void): void };
/** An element with findings: its id, the number of the worst, its level, how many there are. */
type Pin = [string, number, string, number];
type Viewer = { importXML(xml: string): Promise<unknown>; get<T>(name: string): T; destroy(): void };

const STATES = ["done", "coming", "current", "failed", "added", "altered", "removed"];
/** Of an element: its id, what stands on it, how hot it is from 1 to 5 or 0, and what a screen reader says. */
type Heat = [string, string, number, string];
const TONES: Record<string, string> = {
  refused: "red",
  complete: "amber",
  changed: "green",
  advice: "brand",
};
const HERE = "tb-m-here";
const WARNING = "failed";
const TIMES = "times";
const READABLE = 0.8;
const MARGIN = 0.94;
const CORNERS = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5";

/**
 * Draws a BPMN diagram with its states; the bpmn.io mark stays fully visible.
 *
 * `<tb-diagram src="/instances/…/diagram.bpmn" done="a b" current="c" failed="" zoom-in="放大" …>text for
 * readers without a script</tb-diagram>`. It is drawn when it first comes into view. With `pins` the findings of
 * elements stand on it by their numbers; an element that is chosen is told by the event `tb-element`.
 */
export class Diagram extends HTMLElement {
  private viewer: Viewer | null = null;
  private watcher: IntersectionObserver | null = null;
  private here: string | null = null;
  private marked: [string, string][] = [];

  connectedCallback(): void {
    this.watcher = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) void this.draw();
    });
    this.watcher.observe(this);
  }

  disconnectedCallback(): void {
    this.watcher?.disconnect();
    this.viewer?.destroy();
  }

  /** Draws another diagram in its place. */
  async open(source: string): Promise<void> {
    this.setAttribute("src", source);
    this.here = null;
    this.viewer?.destroy();
    await this.draw();
  }

  /** Brings an element into view and marks it, and no other. */
  show(element: string | null): void {
    const canvas = this.viewer?.get<Canvas>("canvas");
    if (this.here) canvas?.removeMarker(this.here, HERE);
    this.here = element && this.viewer?.get<Registry>("elementRegistry").get(element) ? element : null;
    if (!this.here) return;
    canvas?.addMarker(this.here, HERE);
    canvas?.scrollToElement(this.here, 60);
  }

  /** Shows other states in place of those it shows, now or once it is drawn. */
  paint(states: Record<string, string[]>, times: [string, string][] = []): void {
    for (const [state, ids] of Object.entries(states)) this.setAttribute(state, ids.join(" "));
    this.setAttribute("times", times.map((pair) => pair.join("=")).join(" "));
    this.mark();
    this.warn();
    this.count();
  }

  private async draw(): Promise<void> {
    this.watcher?.disconnect();
    const fallback = [...this.childNodes];
    try {
      const [{ default: NavigatedViewer }, xml] = await Promise.all([import("../viewer.ts"), this.load()]);
      const canvas = document.createElement("div");
      canvas.className = "canvas";
      this.replaceChildren(canvas);
      this.viewer = new NavigatedViewer({ container: canvas }) as unknown as Viewer;
      await this.viewer.importXML(xml);
      this.marked = [];
      this.mark();
      this.warn();
      this.count();
      this.pin();
      this.heat();
      this.fit();
      this.append(this.buttons());
      this.dataset.state = "drawn";
    } catch {
      this.viewer?.destroy();
      this.replaceChildren(...fallback);
      this.dataset.state = "failed";
    }
  }

  private async load(): Promise<string> {
    const response = await fetch(this.getAttribute("src") ?? "");
    if (!response.ok) throw new Error(String(response.status));
    return response.text();
  }

  private ids(name: string): string[] {
    return (this.getAttribute(name) ?? "").split(/\s+/).filter(Boolean);
  }

  private mark(): void {
    const canvas = this.viewer?.get<Canvas>("canvas");
    const registry = this.viewer?.get<Registry>("elementRegistry");
    for (const [id, marker] of this.marked.splice(0)) canvas?.removeMarker(id, marker);
    for (const state of STATES)
      for (const id of this.ids(state)) {
        if (!registry?.get(id)) continue;
        canvas?.addMarker(id, `tb-m-${state}`);
        this.marked.push([id, `tb-m-${state}`]);
      }
  }

  /** How often elements were passed: `times="task=3 loop=:2/5"`, the items behind a colon. */
  private count(): void {
    const overlays = this.viewer?.get<Overlays>("overlays");
    const registry = this.viewer?.get<Registry>("elementRegistry");
    overlays?.remove({ type: TIMES });
    for (const told of this.ids("times")) {
      const cut = told.lastIndexOf("=");
      const id = told.slice(0, cut);
      if (!registry?.get(id)?.parent) continue;
      const [times, items] = told.slice(cut + 1).split(":");
      const name = registry.get(id)?.businessObject?.name || id;
      const spoken = [times && this.words("times-label", times), items && this.words("items-label", items)];
      const badge = image("tb-times", `${name}: ${spoken.filter(Boolean).join(", ")}`);
      badge.textContent = [times && `${times}×`, items].filter(Boolean).join(" · ");
      overlays?.add(id, TIMES, { position: { bottom: 10, left: -8 }, html: badge });
    }
  }

  /** A badge on each step that could not be carried out: a red edge alone is overlooked, or not seen as red. */
  private warn(): void {
    const overlays = this.viewer?.get<Overlays>("overlays");
    const registry = this.viewer?.get<Registry>("elementRegistry");
    overlays?.remove({ type: WARNING });
    for (const id of this.ids("failed")) {
      if (!registry?.get(id)?.parent) continue;
      const badge = image("tb-pin is-red", this.getAttribute("failed-label") ?? "!");
      badge.dataset.failed = id;
      badge.append("!");
      overlays?.add(id, WARNING, { position: { top: -10, right: 12 }, html: badge });
    }
  }

  /** Findings by their numbers; what is chosen on the diagram is told. */
  private pin(): void {
    const told = this.getAttribute("pins");
    if (!told || !this.viewer) return;
    const registry = this.viewer.get<Registry>("elementRegistry");
    const overlays = this.viewer.get<Overlays>("overlays");
    const canvas = this.viewer.get<Canvas>("canvas");
    for (const [id, number, level, count] of JSON.parse(told) as Pin[]) {
      // What everything else stands on is no place for a mark.
      if (!registry.get(id)?.parent) continue;
      canvas.addMarker(id, `tb-m-${level}`);
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.pin = id;
      button.className = `tb-pin is-${TONES[level]}`;
      const spoken = document.createElement("span");
      spoken.className = "visually-hidden";
      spoken.textContent = ` ${this.getAttribute("pin-label")?.replace("{element}", id)}: ${count}`;
      button.append(count > 1 ? `${number}+` : String(number), spoken);
      button.addEventListener("click", () => this.choose(id));
      overlays.add(id, { position: { top: -10, right: 12 }, html: button });
    }
    // The ground that everything stands on has no parent: whoever clicks there chooses nothing.
    this.viewer.get<Bus>("eventBus").on("element.click", ({ element }) => {
      this.choose(element?.parent ? element.id : null);
    });
  }

  /** Figures on the elements that they are about, each the warmer the larger it is. */
  private heat(): void {
    const told = this.getAttribute("heat");
    if (!told || !this.viewer) return;
    const registry = this.viewer.get<Registry>("elementRegistry");
    const overlays = this.viewer.get<Overlays>("overlays");
    const canvas = this.viewer.get<Canvas>("canvas");
    for (const [id, words, level, spoken] of JSON.parse(told) as Heat[]) {
      if (!registry.get(id)?.parent) continue;
      if (level) canvas.addMarker(id, `tb-m-heat-${level}`);
      const badge = image("tb-heat", spoken);
      badge.dataset.heat = id;
      badge.append(words);
      overlays.add(id, { position: { top: -12, left: 6 }, html: badge });
    }
  }

  private words(label: string, figure: string): string {
    return (this.getAttribute(label) ?? "{n}").replace("{n}", figure);
  }

  private choose(element: string | null): void {
    this.show(element);
    this.dispatchEvent(new CustomEvent("tb-element", { bubbles: true, detail: element }));
  }

  /** The whole diagram where its words stay readable, else the place where the matter stands. */
  private fit(): void {
    const canvas = this.viewer?.get<Canvas>("canvas");
    const whole = (canvas?.zoom("fit-viewport", "auto") ?? 0) * MARGIN;
    canvas?.zoom(Math.max(whole, READABLE), "auto");
    if (!canvas || whole >= READABLE) return;
    const pinned = [...this.querySelectorAll<HTMLElement>("[data-pin], [data-heat]")].map(
      (one) => one.dataset.pin ?? one.dataset.heat ?? "",
    );
    const here = [...this.ids("failed"), ...this.ids("current"), ...this.ids("done"), ...pinned][0];
    if (here) canvas.scrollToElement(here, 40);
  }

  private buttons(): HTMLElement {
    const bar = document.createElement("div");
    bar.className = "tb-zoom";
    const canvas = this.viewer?.get<Canvas>("canvas");
    const moves: [string, string, () => void][] = [
      ["zoom-in", "+", () => canvas?.zoom((canvas.zoom() ?? 1) * 1.25)],
      ["zoom-out", "−", () => canvas?.zoom((canvas.zoom() ?? 1) / 1.25)],
      ["zoom-fit", "", () => canvas?.zoom("fit-viewport", "auto")],
    ];
    for (const [label, sign, move] of moves) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(sign || corners());
      button.setAttribute("aria-label", this.getAttribute(label) ?? label);
      button.addEventListener("click", move);
      bar.append(button);
    }
    return bar;
  }
}

/** A badge: what stands on it is short, so a screen reader says a sentence, and so does a title. */
function image(className: string, spoken: string): HTMLElement {
  const badge = document.createElement("span");
  badge.className = className;
  badge.setAttribute("role", "img");
  badge.setAttribute("aria-label", spoken);
  badge.title = spoken;
  return badge;
}

/** Four corners, drawn: the character for it is missing from many fonts. */
function corners(): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  const looks = {
    class: "i",
    viewBox: "0 0 24 24",
    fill: "none",
    stroke: "currentColor",
    "aria-hidden": "true",
  };
  for (const [name, value] of Object.entries(looks)) picture.setAttribute(name, value);
  path.setAttribute("d", CORNERS);
  picture.append(path);
  return picture;
}
