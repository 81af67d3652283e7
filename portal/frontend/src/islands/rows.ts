/**
 * Around a form: adding or removing a row redraws the sheet in place instead of the whole page.
 *
 * The server draws the sheet anew in either case; nothing about rows is known here.
 */
export class Rows extends HTMLElement {
  connectedCallback(): void {
    // Before the islands inside: such a press is no submission, so it must not look like one.
    this.addEventListener("submit", (event) => this.intercept(event), { capture: true });
  }

  private intercept(event: SubmitEvent): void {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement) || button.name !== "row") return;
    event.preventDefault();
    event.stopPropagation();
    void this.redraw(event.target as HTMLFormElement, button);
  }

  private async redraw(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
    const wanted = button.value;
    button.disabled = true;
    try {
      const body = new FormData(form);
      body.append("row", wanted);
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const sheet = page.querySelector(".tb-sheet");
      if (!response.ok || !sheet) throw new Error(String(response.status));
      form.querySelector(".tb-sheet")?.replaceWith(document.importNode(sheet, true));
      this.focus_(form, wanted);
      form.dispatchEvent(new CustomEvent("tb-change", { bubbles: true }));
    } catch {
      button.disabled = false;
    }
  }

  /** The first cell of a new row, or the list's button after a removal. */
  private focus_(form: HTMLFormElement, wanted: string): void {
    const pointer = wanted.slice(wanted.indexOf(":") + 1);
    const list = wanted.startsWith("add:") ? pointer : pointer.replace(/\/\d+$/, "");
    const add = form.querySelector<HTMLElement>(`[name="row"][value="add:${CSS.escape(list)}"]`);
    const rows = [...form.querySelectorAll<HTMLElement>(`[name^="${CSS.escape(list)}/"]:not([type=hidden])`)];
    const last = /\/(\d+)\//.exec(rows.at(-1)?.getAttribute("name")?.slice(list.length) ?? "")?.[1];
    const first = rows.find((input) => input.getAttribute("name")?.startsWith(`${list}/${last}/`));
    (wanted.startsWith("add:") ? first : add)?.focus();
  }
}
