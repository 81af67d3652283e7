/**
 * Around a form whose action cannot be undone: asks once more in a native dialog, naming the action.
 *
 * `<tb-confirm question="…" action="删除草稿" cancel="取消"><form>…</form></tb-confirm>`
 */
export class Confirm extends HTMLElement {
  private sure = false;

  connectedCallback(): void {
    this.addEventListener("submit", (event) => {
      if (this.sure) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.ask(event.target as HTMLFormElement, event.submitter);
    });
  }

  private ask(form: HTMLFormElement, submitter: HTMLElement | null): void {
    const dialog = this.dialog();
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue !== "yes") return;
      this.sure = true;
      form.requestSubmit(submitter);
    });
    dialog.showModal();
  }

  private dialog(): HTMLDialogElement {
    const dialog = document.createElement("dialog");
    dialog.className = "tb-dlg";
    dialog.innerHTML =
      '<form method="dialog"><div class="in"><p></p></div><footer><button class="btn" value="no" autofocus></button>' +
      '<button class="btn btn-danger" value="yes"></button></footer></form>';
    const words = [this.getAttribute("question"), this.getAttribute("cancel"), this.getAttribute("action")];
    dialog.querySelectorAll("p, button").forEach((element, index) => {
      element.textContent = words[index];
    });
    dialog.setAttribute("aria-label", words[0] ?? "");
    return dialog;
  }
}
