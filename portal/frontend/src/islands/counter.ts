/**
 * Counts the characters of the text area inside and puts a canned comment into it.
 *
 * `<tb-counter max="500"><textarea/><output/><button data-text="同意。"/></tb-counter>`
 */
export class Counter extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("input", () => this.show());
    this.addEventListener("click", (event) => this.insert(event));
    this.show();
  }

  private get area(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  private show(): void {
    const output = this.querySelector("output");
    if (!output || !this.area) return;
    // People count characters, not UTF-16 units: 𠮷 is one.
    const length = [...this.area.value].length;
    const max = Number(this.getAttribute("max") ?? 500);
    output.textContent = `${length}/${max}`;
    output.classList.toggle("is-over", length > max);
  }

  private insert(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-text]");
    if (!button || !this.area) return;
    this.area.value += button.dataset.text ?? "";
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.area.focus();
  }
}
