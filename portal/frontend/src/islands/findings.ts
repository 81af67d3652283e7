import { Diagram } from "./diagram.ts";

/**
 * Around a diagram and its findings: what is chosen on one is shown on the other.
 *
 * A link with `data-show` leads to an element of the diagram; an element that is chosen there leaves only its
 * findings. Links with `data-only` leave those of a level. Buttons with `data-marks` and `data-source` choose what
 * the diagram shows. A text with `data-typed` chooses the last option beside it.
 * `<tb-findings level="" at-level="只看 {level}" some="只看 {element} 的检查结果" nothing="…">`
 */
export class Findings extends HTMLElement {
  private element: string | null = null;
  private level = "";

  connectedCallback(): void {
    this.level = this.getAttribute("level") ?? "";
    for (const one of this.querySelectorAll<HTMLElement>("[data-needs-script]")) one.hidden = false;
    this.addEventListener("tb-element", (event) => this.choose((event as CustomEvent<string | null>).detail));
    this.addEventListener("click", (event) => this.press(event));
    this.addEventListener("input", (event) => take(event.target as Element));
  }

  private get diagram(): Diagram | null {
    const found = this.querySelector("tb-diagram");
    return found instanceof Diagram ? found : null;
  }

  private press(event: MouseEvent): void {
    const target = event.target as Element;
    const link = target.closest<HTMLElement>("[data-show]");
    const marks = target.closest<HTMLElement>("[data-marks]");
    const source = target.closest<HTMLElement>("[data-source]");
    if (link) {
      event.preventDefault();
      this.jump(link.dataset.show ?? "", link.closest(".tb-find"));
    } else if (marks && marks !== this.diagram) {
      press(marks);
      if (this.diagram) this.diagram.dataset.marks = marks.dataset.marks;
    } else if (source) {
      press(source);
      void this.diagram?.open(source.dataset.source ?? "");
    } else this.leave(event, target);
  }

  /** Leaves the findings of a level, or all again. */
  private leave(event: MouseEvent, target: Element): void {
    const level = target.closest<HTMLElement>("[data-only]")?.dataset.only;
    if (level === undefined && !target.closest("[data-all]")) return;
    event.preventDefault();
    this.level = level === undefined || level === this.level ? "" : level;
    this.choose(null);
  }

  private jump(element: string, finding: Element | null): void {
    for (const one of this.querySelectorAll(".tb-find.on")) one.classList.remove("on");
    finding?.classList.add("on");
    this.diagram?.scrollIntoView({ block: "center" });
    this.diagram?.show(element);
  }

  private choose(element: string | null): void {
    this.element = element;
    if (element !== null) this.level = "";
    const findings = [...this.querySelectorAll<HTMLElement>(".tb-find")];
    if (!findings.length) return;
    for (const one of findings) one.hidden = element !== null && one.dataset.element !== element;
    this.fold();
    for (const group of this.querySelectorAll<HTMLElement>(".tb-finds section"))
      group.hidden = !some(group) || (this.level !== "" && group.dataset.level !== this.level);
    this.tell(findings.some((one) => !one.hidden));
  }

  /** Those of a kind are unfolded where one of them is looked for. */
  private fold(): void {
    for (const kind of this.querySelectorAll<HTMLDetailsElement>(".tb-kind")) {
      kind.hidden = !some(kind);
      const wanted = this.element !== null && !kind.hidden;
      // What somebody unfolded himself stays so.
      if (wanted !== kind.open && (wanted || kind.dataset.opened)) {
        kind.open = wanted;
        kind.dataset.opened = wanted ? "1" : "";
      }
    }
  }

  private tell(found: boolean): void {
    let level = "";
    for (const one of this.querySelectorAll<HTMLElement>("[data-only]")) {
      const here = one.dataset.only === this.level;
      one.setAttribute("aria-current", String(here));
      if (here) level = one.dataset.called ?? "";
    }
    const bar = this.querySelector<HTMLElement>("[data-filter]");
    if (!bar) return;
    bar.hidden = this.element === null && !this.level;
    const words = this.getAttribute(this.level ? "at-level" : found ? "some" : "nothing") ?? "";
    const place = bar.querySelector("[data-words]");
    if (place) place.textContent = words.replace("{element}", this.element ?? "").replace("{level}", level);
  }
}

function some(group: HTMLElement): boolean {
  return [...group.querySelectorAll<HTMLElement>(".tb-find")].some((one) => !one.hidden);
}

/** Whoever types what a repair is told means that, and none of the options. */
function take(typed: Element): void {
  if (!typed.matches("[data-typed]")) return;
  const options = typed.closest("fieldset")?.querySelectorAll<HTMLInputElement>("[type=radio]") ?? [];
  const last = [...options].at(-1);
  if (last) last.checked = true;
}

function press(button: HTMLElement): void {
  for (const one of button.parentElement?.querySelectorAll("[aria-pressed]") ?? [])
    one.setAttribute("aria-pressed", String(one === button));
}
