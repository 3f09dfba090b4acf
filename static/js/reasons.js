// The row of reasons for a skip: opened by a key, answered by a number, closed by Escape.

export class Reasons {
  #before = null;

  constructor(element, onReason) {
    this.element = element;
    this.buttons = [...element.querySelectorAll("[data-reason]")];
    element.addEventListener("click", (event) => {
      const reason = event.target.closest("[data-reason]")?.dataset.reason;
      if (!reason) return;
      this.close();
      onReason(reason);
    });
    element.addEventListener("keydown", (event) => {
      if (!/^[1-9]$/.test(event.key) || event.altKey || event.ctrlKey) return;
      event.stopPropagation(); // here the numbers mean the reasons
      event.preventDefault();
      this.buttons[Number(event.key) - 1]?.click();
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  toggle() {
    if (this.isOpen) return this.close();
    this.#before = document.activeElement;
    this.element.hidden = false;
    this.buttons[0].focus();
  }

  /** The focus goes back to where it was: to the transcript for whoever was writing. */
  close() {
    if (!this.isOpen) return;
    this.element.hidden = true;
    if (this.#before?.isConnected) this.#before.focus();
  }
}
