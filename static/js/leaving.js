// Clips that have left the screen, and the last word about each that the server has not confirmed yet.

import { insist } from "./server.js";

export const HOLDS_UP_MS = 10_000;

async function attempt(word) {
  try {
    return await (word.underWay = word.send());
  } finally {
    word.underWay = null;
  }
}

export class Leaving {
  #words = new Map(); // by slot id: { send, began_ms, underWay }

  get ids() {
    return [...this.#words.keys()];
  }

  /** Clips that are about to be confirmed still count as in hand over there: asking for the next one is worth a short wait, and no more. */
  get holdsUp() {
    return [...this.#words.values()].some((word) => Date.now() - word.began_ms < HOLDS_UP_MS);
  }

  /** Calls send() until the server has it, or will not have it. */
  async see(id, send, onBusy) {
    const word = { send, began_ms: Date.now(), underWay: null };
    this.#words.set(id, word);
    try {
      return await insist(() => attempt(word), onBusy);
    } finally {
      this.#words.delete(id);
      onBusy(false);
    }
  }

  /** The page is about to go: nothing waits for its next try any more. Settles when each was answered. */
  sendNow() {
    return Promise.allSettled([...this.#words.values()].map((word) => word.underWay ?? attempt(word)));
  }
}
