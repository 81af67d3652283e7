/**
 * A list of which several rows can be chosen: chooses all, counts them, and asks in a dialog.
 *
 * `<tb-bulk dialog="bulk-dialog"><form id="bulk"><label data-all hidden><input type="checkbox"></label>
 * <button><output data-count/></button></form> … <input type="checkbox" name="task" form="bulk"></tb-bulk>`
 */
export class Bulk extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("[data-all]")?.removeAttribute("hidden");
    this.addEventListener("change", (event) => this.changed(event));
    this.addEventListener("htmx:after:swap", () => this.show());
    this.count();
  }

  private get boxes(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>("input[name=task]")];
  }

  private get all(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("[data-all] input");
  }

  private changed(event: Event): void {
    const all = this.all;
    if (all && event.target === all) for (const box of this.boxes) box.checked = all.checked;
    this.count();
  }

  private count(): void {
    const chosen = this.boxes.filter((box) => box.checked).length;
    const output = this.querySelector("[data-count]");
    if (output) output.textContent = chosen ? ` ${chosen}` : "";
    this.querySelector("button")?.toggleAttribute("disabled", chosen === 0);
    if (!this.all) return;
    this.all.checked = chosen === this.boxes.length;
    this.all.indeterminate = chosen > 0 && chosen < this.boxes.length;
  }

  private show(): void {
    const dialog = document.getElementById(this.getAttribute("dialog") ?? "");
    if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
    dialog.showModal();
    dialog.querySelector("[data-close]")?.addEventListener("click", (click) => {
      click.preventDefault();
      dialog.close();
    });
  }
}
