/**
 * Around a form: the pressed button keeps its width, spins and says so, and a second press is ignored.
 *
 * `<tb-busy text="提交中"><form>…</form></tb-busy>`
 */
export class BusySubmit extends HTMLElement {
  private pressed: { button: HTMLElement; html: string } | null = null;

  connectedCallback(): void {
    this.addEventListener("submit", (event) => this.press(event));
    // After a refusal the first field at fault has the focus, unless the page knows a better place; the list
    // of faults stays in view.
    if (!this.querySelector("form [autofocus]"))
      this.querySelector<HTMLElement>("form [aria-invalid=true]")?.focus({ preventScroll: true });
    // Coming back by the browser's own button shows the page as it was left: pressed.
    window.addEventListener("pageshow", () => this.release());
  }

  private press(event: SubmitEvent): void {
    const button = event.submitter;
    // Closing a dialog sends nothing, so the form must stay ready for the next time it is opened.
    if (button instanceof HTMLButtonElement && button.getAttribute("formmethod") === "dialog") return;
    if (this.pressed) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented || !(button instanceof HTMLElement)) return;
    this.pressed = { button, html: button.innerHTML };
    button.style.minWidth = `${button.offsetWidth}px`;
    button.setAttribute("aria-busy", "true");
    const spin = document.createElement("span");
    spin.className = "tb-spin";
    spin.setAttribute("aria-hidden", "true");
    button.replaceChildren(spin, this.getAttribute("text") ?? "");
  }

  private release(): void {
    if (!this.pressed) return;
    this.pressed.button.removeAttribute("aria-busy");
    this.pressed.button.innerHTML = this.pressed.html;
    this.pressed = null;
  }
}
