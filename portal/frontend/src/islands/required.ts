/**
 * Counts the required fields of a form that are filled in, and links to those that are not.
 *
 * `<tb-required form="apply" count="filled" counted="必填 {done}/{all}" left="还差 {n} 项" none="…"><h2/><ul/></tb-required>`
 * `count` names an element elsewhere that gets words and a bar. Without a script, both stay hidden.
 */
export class Required extends HTMLElement {
  private readonly onChange = (): void => this.show();

  connectedCallback(): void {
    for (const type of ["input", "change", "tb-change"]) this.form?.addEventListener(type, this.onChange);
    this.show();
  }

  disconnectedCallback(): void {
    for (const type of ["input", "change", "tb-change"]) this.form?.removeEventListener(type, this.onChange);
  }

  private get form(): HTMLElement | null {
    return document.getElementById(this.getAttribute("form") ?? "");
  }

  private show(): void {
    const labels = [...(this.form?.querySelectorAll<HTMLElement>(".tb-grid > .l.req") ?? [])];
    const open = labels.filter((label) => !filled(label.nextElementSibling));
    this.hidden = labels.length === 0;
    this.count(labels.length - open.length, labels.length);
    const title = this.querySelector("h2");
    if (title)
      title.textContent = open.length ? this.words("left", { n: open.length }) : this.words("none", {});
    this.querySelector("ul")?.replaceChildren(...open.map(entry));
  }

  private count(done: number, all: number): void {
    const place = document.getElementById(this.getAttribute("count") ?? "");
    if (!place) return;
    place.hidden = all === 0;
    const words = place.querySelector("span");
    if (words) words.textContent = this.words("counted", { done, all });
    bar(place).style.width = `${all ? Math.round((100 * done) / all) : 0}%`;
  }

  private words(name: string, numbers: Record<string, number>): string {
    return (this.getAttribute(name) ?? "").replace(/\{(\w+)\}/g, (_, key: string) =>
      String(numbers[key] ?? ""),
    );
  }
}

/** A hidden blank value only says that boxes were on the page; an attachment is its hidden id. */
function filled(cell: Element | null): boolean {
  const inputs = cell?.querySelectorAll<HTMLInputElement>("input, select, textarea") ?? [];
  return [...inputs].some((input) => {
    if (input.type === "checkbox" || input.type === "radio") return input.checked;
    if (input.type === "hidden") return input.name.endsWith("/id") && input.value !== "";
    return input.value.trim() !== "";
  });
}

function bar(place: HTMLElement): HTMLElement {
  const known = place.querySelector<HTMLElement>(".tb-bar i");
  if (known) return known;
  const frame = document.createElement("span");
  frame.className = "tb-bar";
  place.append(frame);
  return frame.appendChild(document.createElement("i"));
}

function entry(label: HTMLElement): HTMLElement {
  const target = (label as HTMLLabelElement).htmlFor || label.nextElementSibling?.querySelector("[id]")?.id;
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${target ?? label.id}`;
  link.textContent = label.textContent?.trim() ?? "";
  item.append(link);
  return item;
}
