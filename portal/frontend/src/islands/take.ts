/**
 * Around a form with a file input: files may be dropped on it, and while they travel a bar says how far they are.
 *
 * Without it the form is sent as it is. `<tb-take uploading="…" checking="…" failed="…">`
 */
export class Take extends HTMLElement {
  private sending = false;

  connectedCallback(): void {
    for (const type of ["dragover", "dragleave", "drop"])
      this.addEventListener(type, (event) => this.drag(event as DragEvent));
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.sending) this.send(event.target as HTMLFormElement);
    });
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector("input[type=file]");
  }

  private drag(event: DragEvent): void {
    event.preventDefault();
    this.querySelector(".tb-take")?.classList.toggle("is-over", event.type === "dragover");
    const files = event.dataTransfer?.files;
    if (event.type !== "drop" || !files?.length || !this.input) return;
    this.input.files = files;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private send(form: HTMLFormElement): void {
    this.sending = true;
    this.refuse("");
    this.show(0);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) this.show((100 * event.loaded) / event.total);
    });
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.answered(request));
    request.send(new FormData(form));
  }

  private answered(request: XMLHttpRequest): void {
    const told = read(request.responseText);
    if (request.status === 201 && told.address) {
      location.assign(told.address);
      return;
    }
    this.sending = false;
    this.show(null);
    this.refuse(told.title || this.getAttribute("failed") || "");
  }

  private show(percent: number | null): void {
    const row = this.querySelector<HTMLElement>("[data-progress]");
    const bar = row?.querySelector("progress");
    const words = row?.querySelector("[role=status]");
    if (!row || !bar || !words) return;
    row.hidden = percent === null;
    bar.value = percent ?? 0;
    words.textContent = this.getAttribute((percent ?? 0) < 100 ? "uploading" : "checking");
  }

  private refuse(words: string): void {
    const place = this.querySelector<HTMLElement>(".tb-err");
    const text = place?.querySelector("[data-words]");
    if (!place || !text) return;
    text.textContent = words;
    place.hidden = !words;
    if (!words) {
      this.input?.removeAttribute("aria-invalid");
      return;
    }
    this.input?.setAttribute("aria-invalid", "true");
    this.input?.setAttribute("aria-describedby", `files-h ${place.id}`);
    this.input?.focus();
  }
}

function read(text: string): { address?: string; title?: string } {
  try {
    return JSON.parse(text) as { address?: string; title?: string };
  } catch {
    return {};
  }
}
