// The transcript: a plain textarea, so that caret, undo, input methods and screen readers stay the browser's, with a layer behind it that
// paints the placeholders as chips. Nothing here may ever hold typing up.

import { compare, shortened } from "./diff.js";
import { shown } from "./keys.js";
import * as placeholders from "./placeholders.js";
import { text } from "./texts.js";

function piece(name, words) {
  const element = document.createElement(name);
  element.textContent = words;
  return element;
}

export class Editor {
  #hypothesis = "";
  #isWaiting = false;

  /** parts: area, backdrop, changes, missing, menu. onChange: something was typed. */
  constructor(parts, onChange) {
    Object.assign(this, parts);
    this.area.addEventListener("input", () => {
      this.#paintSoon();
      onChange();
    });
    this.area.addEventListener("scroll", () => this.#scroll(), { passive: true });
    this.area.addEventListener("keydown", (event) => this.#swallow(event));
    this.menu.addEventListener("click", (event) => {
      const name = event.target.closest("button")?.dataset.placeholder;
      if (name) this.insert(name);
    });
  }

  get value() {
    return this.area.value;
  }

  show({ hypothesis, placeholders: names }, transcript) {
    this.#hypothesis = hypothesis;
    this.area.value = transcript;
    this.area.setSelectionRange(transcript.length, transcript.length);
    this.area.scrollTop = 0;
    this.#drawMenu(names);
    this.#paint();
  }

  clear() {
    this.show({ hypothesis: "", placeholders: [] }, "");
  }

  insertNth(number) {
    const name = this.menu.querySelectorAll("button")[number - 1]?.dataset.placeholder;
    if (name) this.insert(name);
  }

  insert(name) {
    const { selectionStart, selectionEnd, value } = this.area;
    this.#replace(selectionStart, selectionEnd, placeholders.spaced(value, selectionStart, selectionEnd, name));
  }

  /** Moves the placeholder at the caret; false when there is none, so that the key stays the browser's. */
  move(direction) {
    const chip = placeholders.touching(this.area.value, this.area.selectionStart);
    if (!chip || document.activeElement !== this.area) return false;
    const change = placeholders.moved(this.area.value, chip, direction);
    if (!change) return true;
    this.#replace(change.start, change.end, change.text);
    this.area.setSelectionRange(change.caret, change.caret);
    return true;
  }

  #replace(start, end, words) {
    this.area.focus();
    this.area.setSelectionRange(start, end);
    // The only way to change a textarea that its undo remembers; where it is gone, undo is lost and the text is right.
    if (!document.execCommand("insertText", false, words)) {
      this.area.setRangeText(words, start, end, "end");
      this.area.dispatchEvent(new Event("input"));
    }
  }

  #swallow(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const { selectionStart: caret, selectionEnd, value } = this.area;
    if (caret !== selectionEnd) return;
    const look = { Backspace: placeholders.endingAt, Delete: placeholders.startingAt }[event.key];
    const chip = look?.(value, caret);
    // Only selected: the browser's own deletion takes it, and its undo brings it back.
    if (chip) this.area.setSelectionRange(chip.start, chip.end);
  }

  #drawMenu(names) {
    this.menu.replaceChildren(
      ...names.map((name, index) => {
        const button = piece("button", name);
        Object.assign(button, { type: "button", className: "chip-button" });
        button.dataset.placeholder = name;
        if (index < 9) {
          const chord = shown(`Alt+${index + 1}`);
          button.title = `${text("insert", { name })} (${chord})`;
          button.setAttribute("aria-keyshortcuts", chord.replace("Ctrl", "Control"));
          button.append(Object.assign(piece("kbd", index + 1), { ariaHidden: "true" }));
        }
        return button;
      }),
    );
    this.menu.parentElement.hidden = names.length === 0;
  }

  #paintSoon() {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() => {
      this.#isWaiting = false;
      this.#paint();
    });
  }

  #paint() {
    const value = this.area.value;
    const parts = placeholders.pieces(value).map((one) => (one.isPlaceholder ? piece("mark", one.text) : document.createTextNode(one.text)));
    this.backdrop.replaceChildren(...parts, "\n "); // a last empty line has a height in a textarea only
    this.#scroll();
    const gone = [...new Set(placeholders.missing(this.#hypothesis, value))];
    this.missing.hidden = gone.length === 0;
    const said = gone.length ? text("placeholder-gone", { names: gone.join(", ") }) : "";
    if (this.missing.textContent !== said) this.missing.textContent = said; // an unchanged sentence is not said again
    this.#drawChanges(value);
  }

  #drawChanges(value) {
    const runs = compare(this.#hypothesis, value);
    const isSame = runs.every((run) => run.kind === "same");
    const names = { same: "span", gone: "del", new: "ins" };
    this.changes.replaceChildren(
      ...(isSame ? [text("unchanged")] : shortened(runs).flatMap((run) => [piece(names[run.kind], run.words.join(" ")), " "])),
    );
  }

  #scroll() {
    this.backdrop.scrollTop = this.area.scrollTop;
  }
}
