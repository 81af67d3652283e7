type Stored = { id: string; name: string; size: number };

/**
 * Around a form: files are uploaded when they are chosen or dropped, and the form then only names them.
 *
 * Without it, files travel with the form itself. `<tb-upload url="/attachments" uploading="…" failed="…" remove="…">`
 */
export class Upload extends HTMLElement {
  connectedCallback(): void {
    this.classList.add("is-on");
    this.addEventListener("change", (event) => {
      const input = event.target;
      if (input instanceof HTMLInputElement && input.type === "file")
        void this.take(input, [...(input.files ?? [])]);
    });
    for (const type of ["dragover", "dragleave", "drop"])
      this.addEventListener(type, (event) => this.drag(event as DragEvent));
  }

  private drag(event: DragEvent): void {
    const area = (event.target as Element).closest(".tb-drop");
    const input = area?.querySelector<HTMLInputElement>("input[type=file]");
    if (!area || !input) return;
    event.preventDefault();
    area.classList.toggle("is-over", event.type === "dragover");
    if (event.type === "drop") void this.take(input, [...(event.dataTransfer?.files ?? [])]);
  }

  private async take(input: HTMLInputElement, files: File[]): Promise<void> {
    const chosen = input.multiple ? files : files.slice(0, 1);
    input.value = "";
    for (const file of chosen) await this.send(input, file);
    input.dispatchEvent(new CustomEvent("tb-change", { bubbles: true }));
  }

  private async send(input: HTMLInputElement, file: File): Promise<void> {
    const row = this.row(`${this.getAttribute("uploading")} ${file.name}`);
    input.closest(".tb-drop")?.before(row);
    try {
      const body = new FormData();
      body.append("file", file);
      body.append("csrf_token", this.querySelector<HTMLInputElement>("[name=csrf_token]")?.value ?? "");
      const headers = { Accept: "application/json" };
      const response = await fetch(this.getAttribute("url") ?? "", { method: "POST", body, headers });
      if (!response.ok) throw new Error(String(response.status));
      this.name(input, row, (await response.json()) as Stored);
    } catch {
      row.classList.add("t-red");
      this.say(row, `${file.name} ${this.getAttribute("failed")}`);
      row.append(this.remover(row, file.name));
    }
  }

  /** The stored file becomes three hidden fields, at the next free place of the list. */
  private name(input: HTMLInputElement, row: HTMLElement, stored: Stored): void {
    const taken = [
      ...this.querySelectorAll<HTMLInputElement>(`input[type=hidden][name^="${CSS.escape(input.name)}/"]`),
    ];
    const numbers = taken.map((one) => Number(one.name.slice(input.name.length + 1).split("/")[0]));
    const place = `${input.name}/${Math.max(-1, ...numbers) + 1}`;
    this.say(row, stored.name);
    for (const part of ["id", "name", "size"] as const) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = `${place}/${part}`;
      field.value = String(stored[part]);
      row.append(field);
    }
    row.append(this.remover(row, stored.name));
  }

  private say(row: HTMLElement, words: string): void {
    const label = row.querySelector(".cut");
    if (label) label.textContent = words;
  }

  private row(words: string): HTMLElement {
    const row = document.createElement("div");
    row.className = "tb-file";
    row.setAttribute("role", "status");
    const label = document.createElement("span");
    label.className = "grow cut";
    label.textContent = words;
    row.append(label);
    return row;
  }

  private remover(row: HTMLElement, name: string): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-link";
    button.textContent = this.getAttribute("remove");
    button.setAttribute("aria-label", `${this.getAttribute("remove")} ${name}`);
    button.addEventListener("click", () => {
      row.dispatchEvent(new CustomEvent("tb-change", { bubbles: true }));
      row.remove();
    });
    return button;
  }
}
