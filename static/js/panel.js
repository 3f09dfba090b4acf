// The side panel: guidelines, keys or notices beside the work, never on top of it, and never with the focus.

export class Panel {
  #shown = "";

  /** buttons: { name: element } whose aria-expanded follows. */
  constructor(element, buttons) {
    this.element = element;
    this.buttons = buttons;
    this.title = element.querySelector("[data-panel-title]");
    this.body = element.querySelector("[data-panel-body]");
    element.querySelector("[data-panel-close]").addEventListener("click", () => this.close());
  }

  get isOpen() {
    return this.#shown !== "";
  }

  isShowing(name) {
    return this.#shown === name;
  }

  /** fill(body) draws into it, now or after waiting. Opening what is open closes it. */
  async toggle(name, title, fill) {
    if (this.#shown === name) return this.close();
    await this.open(name, title, fill);
  }

  async open(name, title, fill) {
    this.#shown = name;
    this.title.textContent = title;
    this.body.replaceChildren();
    this.element.hidden = false;
    this.#tell();
    await fill(this.body, () => this.#shown === name);
  }

  close() {
    this.#shown = "";
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = true;
    this.body.replaceChildren();
    this.#tell();
    if (hadFocus) Object.values(this.buttons)[0].focus();
  }

  #tell() {
    for (const [name, button] of Object.entries(this.buttons)) button.setAttribute("aria-expanded", String(name === this.#shown));
  }
}
