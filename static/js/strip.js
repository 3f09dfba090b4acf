// One line of news with a few buttons, above the actions. It goes away by itself and never takes the focus.

export class Strip {
  #timer = 0;

  /** goHome(): where the focus goes when the strip disappears under it. */
  constructor(element, goHome) {
    Object.assign(this, { element, goHome });
    this.words = element.querySelector("[data-strip-words]");
    this.cap = element.querySelector("[data-key=strip]");
    this.buttons = element.querySelector("[data-strip-buttons]");
    element.addEventListener("keydown", (event) => {
      if (!/^[1-9]$/.test(event.key) || event.altKey || event.ctrlKey) return;
      event.stopPropagation(); // here the numbers mean these buttons
      this.buttons.children[Number(event.key) - 1]?.click();
    });
  }

  /** buttons: [[words, act]]. last_s: how long it stays. kind: "" | "warn" | "bad". */
  show(words, { buttons = [], last_s = 8, kind = "" } = {}) {
    clearTimeout(this.#timer);
    this.element.className = `strip notice ${kind && `notice-${kind}`}`;
    this.words.textContent = words;
    this.cap.hidden = buttons.length === 0;
    this.buttons.replaceChildren(...buttons.map(([label, act], index) => this.#button(label, act, index)));
    this.element.hidden = false;
    this.#timer = setTimeout(() => this.hide(), last_s * 1000);
  }

  hide() {
    clearTimeout(this.#timer);
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = true;
    if (hadFocus) this.goHome();
    this.buttons.replaceChildren();
  }

  focus() {
    this.buttons.firstElementChild?.focus();
  }

  #button(label, act, index) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button-quiet button-small", textContent: label });
    const cap = document.createElement("kbd");
    cap.textContent = index + 1;
    cap.setAttribute("aria-hidden", "true");
    button.append(cap);
    button.addEventListener("click", () => {
      this.hide();
      act();
    });
    return button;
  }
}
