/**
 * Around a button that asks for the forecast of a form: fetches it anew for what has been typed so far.
 *
 * `<tb-ahead form="apply" failed="没有取到"><button form="apply" formaction="/services/…/forecast">流程</button></tb-ahead>`
 * Every `[data-ahead]` of the page shows the answer; without a script the button opens a page with it.
 */
export class Ahead extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => void this.ask(event as MouseEvent));
  }

  private async ask(event: MouseEvent): Promise<void> {
    const button = (event.target as HTMLElement).closest("button");
    const form = document.getElementById(this.getAttribute("form") ?? "");
    if (!button || !(form instanceof HTMLFormElement) || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    event.preventDefault();
    const places = [...document.querySelectorAll<HTMLElement>("[data-ahead]")];
    for (const place of places) place.setAttribute("aria-busy", "true");
    try {
      const found = await this.fetched(button.formAction, form);
      for (const place of places) place.replaceChildren(...[...found.childNodes].map(copied));
    } catch {
      for (const place of places) this.tell(place);
    }
    for (const place of places) place.removeAttribute("aria-busy");
  }

  private async fetched(address: string, form: HTMLFormElement): Promise<Element> {
    const data = new FormData(form);
    // What lies ahead does not hang on the bytes of a file.
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    const response = await fetch(address, { method: "POST", body: data });
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.querySelector("[data-ahead]");
    if (!found) throw new Error("no forecast");
    return found;
  }

  private tell(place: HTMLElement): void {
    place.querySelector("[data-failed]")?.remove();
    const words = document.createElement("p");
    words.className = "s13 t-amber";
    words.dataset.failed = "";
    words.setAttribute("role", "status");
    words.textContent = this.getAttribute("failed");
    place.prepend(words);
  }
}

function copied(node: Node): Node {
  return document.importNode(node, true);
}
