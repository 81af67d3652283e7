import { Diagram } from "./diagram.ts";

/**
 * Around a diagram and its findings: what is chosen on one is shown on the other.
 *
 * A link with `data-show` leads to an element of the diagram; an element that is chosen there leaves only its
 * findings. Buttons with `data-marks` and `data-source` choose what the diagram shows.
 * `<tb-findings some="只看 {element} 的检查结果" nothing="…">`
 */
export class Findings extends HTMLElement {
  connectedCallback(): void {
    for (const one of this.querySelectorAll<HTMLElement>("[data-needs-script]")) one.hidden = false;
    this.addEventListener("tb-element", (event) => this.only((event as CustomEvent<string | null>).detail));
    this.addEventListener("click", (event) => this.press(event));
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
      choose(marks);
      if (this.diagram) this.diagram.dataset.marks = marks.dataset.marks;
    } else if (source) {
      choose(source);
      void this.diagram?.open(source.dataset.source ?? "");
    } else if (target.closest("[data-filter] button")) this.only(null);
  }

  private jump(element: string, finding: Element | null): void {
    for (const one of this.querySelectorAll(".tb-find.on")) one.classList.remove("on");
    finding?.classList.add("on");
    this.diagram?.scrollIntoView({ block: "center" });
    this.diagram?.show(element);
  }

  private only(element: string | null): void {
    const findings = [...this.querySelectorAll<HTMLElement>(".tb-find")];
    if (!findings.length) return;
    for (const one of findings) one.hidden = element !== null && one.dataset.element !== element;
    for (const group of this.querySelectorAll<HTMLElement>(".tb-finds section"))
      group.hidden = ![...group.querySelectorAll<HTMLElement>(".tb-find")].some((one) => !one.hidden);
    const shown = findings.some((one) => !one.hidden);
    const bar = this.querySelector<HTMLElement>("[data-filter]");
    if (!bar) return;
    bar.hidden = element === null;
    const words = this.getAttribute(shown ? "some" : "nothing") ?? "";
    const place = bar.querySelector("[data-words]");
    if (place) place.textContent = words.replace("{element}", element ?? "");
  }
}

function choose(button: HTMLElement): void {
  for (const one of button.parentElement?.querySelectorAll("[aria-pressed]") ?? [])
    one.setAttribute("aria-pressed", String(one === button));
}
