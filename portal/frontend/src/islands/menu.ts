/** Closes the `<details>` inside when the focus or a click goes elsewhere, or on Escape. */
export class Menu extends HTMLElement {
  private readonly outside = (event: Event): void => {
    if (!this.contains(event.target as Node)) this.close();
  };

  connectedCallback(): void {
    document.addEventListener("click", this.outside);
    document.addEventListener("focusin", this.outside);
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.details?.open) return;
      this.close();
      this.querySelector("summary")?.focus();
    });
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.outside);
    document.removeEventListener("focusin", this.outside);
  }

  private get details(): HTMLDetailsElement | null {
    return this.querySelector("details");
  }

  private close(): void {
    this.details?.removeAttribute("open");
  }
}
