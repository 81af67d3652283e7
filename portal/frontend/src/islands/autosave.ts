const QUIET = 1500;
const RETRY = 8000;

/**
 * Inside a form: saves it as a draft a moment after the last change, and says so in words.
 *
 * `<tb-autosave url="/services/x/draft" saving="…" saved="草稿已自动保存 {time}" failed="…">`
 * The answer `{"draft": 7, "time": "10:42"}` names the draft; its id goes into the field `draft`.
 */
export class Autosave extends HTMLElement {
  private timer = 0;
  private sending: Promise<void> | null = null;
  private dirty = false;
  private left = false;

  connectedCallback(): void {
    const form = this.form;
    for (const type of ["input", "change", "tb-change"])
      form?.addEventListener(type, () => this.later(QUIET));
    form?.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", this.onHide);
  }

  disconnectedCallback(): void {
    this.stop();
    document.removeEventListener("visibilitychange", this.onHide);
  }

  private readonly onHide = (): void => {
    if (document.visibilityState === "hidden" && this.dirty && !this.left) void this.save();
  };

  private get form(): HTMLFormElement | null {
    const id = this.getAttribute("form");
    return (id ? document.getElementById(id) : this.closest("form")) as HTMLFormElement | null;
  }

  private later(wait: number): void {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), wait);
  }

  private stop(): void {
    this.left = true;
    clearTimeout(this.timer);
  }

  /** One request at a time, so that the first answer's draft id is known to the second request. */
  private async save(): Promise<void> {
    if (this.sending) return this.later(QUIET);
    this.dirty = false;
    this.say("saving");
    this.sending = this.send().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  private async send(): Promise<void> {
    const form = this.form;
    if (!form) return;
    try {
      const response = await fetch(this.getAttribute("url") ?? "", {
        method: "POST",
        body: this.body(form),
        headers: { Accept: "application/json" },
        keepalive: document.visibilityState === "hidden",
      });
      if (!response.ok) throw new Error(String(response.status));
      this.saved(form, await response.json());
    } catch {
      this.say("failed");
      if (!this.left) this.later(RETRY);
    }
  }

  private body(form: HTMLFormElement): FormData {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  private saved(form: HTMLFormElement, answer: { draft?: number; time?: string }): void {
    const field = form.elements.namedItem("draft");
    if (field instanceof HTMLInputElement && answer.draft) field.value = String(answer.draft);
    this.say("saved", answer.time);
  }

  private say(state: "saving" | "saved" | "failed", time = ""): void {
    const words = this.querySelector("[data-words]") ?? this;
    words.textContent = (this.getAttribute(state) ?? "").replace("{time}", time);
    this.classList.toggle("is-bad", state === "failed");
  }
}
