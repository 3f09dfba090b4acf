// The words of the hypothesis in one thin line: the one being said is highlighted, a click or the arrows go to another.

/** The index of the word that is said at a moment; between two words the one before. -1 before the first. */
export function wordAt(words, now_s) {
  return words.findLastIndex((word) => word.start_s <= now_s + 0.001);
}

export class Words {
  #words = [];
  #current = -1;

  constructor(element, player) {
    this.element = element;
    this.player = player;
    player.addEventListener("frame", () => this.#highlight());
    element.addEventListener("click", (event) => this.#go(event.target.dataset?.index));
    element.addEventListener("keydown", (event) => this.#key(event));
  }

  show(words = []) {
    this.#words = words;
    this.#current = -1;
    this.element.hidden = words.length === 0;
    this.element.replaceChildren(...words.flatMap((word, index) => [this.#span(word, index), " "]));
    this.element.scrollLeft = 0;
    this.#highlight();
  }

  #span(word, index) {
    const span = document.createElement("span");
    span.textContent = word.text;
    span.dataset.index = index;
    return span;
  }

  #go(index) {
    const word = this.#words[Number(index)];
    if (index !== undefined && word) this.player.seek(word.start_s);
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#go(Math.max(0, wordAt(this.#words, this.player.at_s) + step));
  }

  #highlight() {
    const index = wordAt(this.#words, this.player.at_s);
    if (index === this.#current) return;
    const spans = this.element.children;
    spans[this.#current]?.classList.remove("is-said");
    spans[index]?.classList.add("is-said");
    this.#current = index;
    if (spans[index]) this.element.scrollLeft = spans[index].offsetLeft - this.element.clientWidth / 2;
  }
}
