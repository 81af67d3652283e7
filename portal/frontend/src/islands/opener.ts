/**
 * A link to a page of its own opens that page's dialog here instead, where there is one.
 *
 * `<tb-opener dialog="return-dialog"><a href="/tasks/7/return">退回</a></tb-opener>`
 */
export class Opener extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => this.open(event as MouseEvent));
  }

  private open(event: MouseEvent): void {
    const dialog = document.getElementById(this.getAttribute("dialog") ?? "");
    if (!(dialog instanceof HTMLDialogElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
    dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close(), { once: true });
    this.carry(dialog);
  }

  /** What was typed as the opinion on the page is not typed again in the dialog. */
  private carry(dialog: HTMLDialogElement): void {
    const from = document.querySelector<HTMLTextAreaElement>("[data-opinion]");
    const to = dialog.querySelector<HTMLTextAreaElement>("[data-takes-opinion]");
    if (!from || !to || to.value || !from.value) return;
    to.value = from.value;
    to.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
