/**
 * Shows only the parts that belong to what is chosen; without a script all are there, each with a word on why.
 *
 * `<tb-only by="action"><p data-why>…</p><fieldset data-for="jump restart">…</fieldset></tb-only>`
 * `by` names a select or an input. What is hidden is sent nevertheless: the server reads what it needs.
 */
export class Only extends HTMLElement {
  private readonly onChange = (): void => this.show();
  private by: HTMLSelectElement | HTMLInputElement | null = null;

  connectedCallback(): void {
    this.by = document.getElementById(this.getAttribute("by") ?? "") as typeof this.by;
    this.by?.addEventListener("change", this.onChange);
    for (const why of this.own("[data-why]")) why.hidden = true;
    this.show();
  }

  disconnectedCallback(): void {
    this.by?.removeEventListener("change", this.onChange);
  }

  private show(): void {
    const chosen = this.by?.value ?? "";
    for (const part of this.own("[data-for]"))
      part.hidden = !(part.dataset.for ?? "").split(" ").includes(chosen);
  }

  /** What lies in an island within this one is that one's. */
  private own(selector: string): HTMLElement[] {
    const found = [...this.querySelectorAll<HTMLElement>(selector)];
    return found.filter((one) => one.closest("tb-only") === this);
  }
}
