// What is typed is kept on the server while it is typed, and nowhere else.
//
// A slot counts how often something was typed and up to where the server has it; owes() is the difference.

import { Busy, Left, Locked } from "./server.js";

const REST_MS = 600;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;

/** Is there something of the slot that the server does not have? */
export function owes(slot) {
  return slot.typed > slot.kept;
}

export class Drafts {
  #slot = null; // whose words are on the screen
  #timer = 0;
  #wait_ms = FIRST_WAIT_MS;
  #isStuck = false; // as it stands it will not be taken, however often it is sent

  /** send(slot, { keepalive }) sends what the page has of a slot; slots(): all it holds. onState("typing" | "saved" | "failed", { answer, error }).

  onLoss(error, slot): it cannot be saved here any more. */
  constructor({ send, slots, onState, onLoss }) {
    Object.assign(this, { send, slots, onState, onLoss });
    document.addEventListener("visibilitychange", () => document.hidden && this.sendNow());
    addEventListener("online", () => this.flush());
  }

  /** Words that the server was asked to keep, and has not. */
  get isOwing() {
    return this.slots().some((slot) => owes(slot) && slot.isRefused);
  }

  touch() {
    if (!this.#slot) return;
    this.#slot.typed++;
    this.#isStuck = false;
    this.onState("typing");
    this.#later(REST_MS);
  }

  /** Another clip is shown (or none: null). What was typed last into the one before is sent in the same moment. */
  watch(slot) {
    const before = this.#slot;
    clearTimeout(this.#timer);
    this.#slot = slot;
    this.#wait_ms = FIRST_WAIT_MS;
    this.#isStuck = false;
    if (before && before !== slot && owes(before)) this.#save(before, { keepalive: true }).catch(() => {}); // it stays owed
    if (slot && owes(slot)) this.#later(REST_MS);
  }

  /** The words of this slot are nobody's business any more. */
  giveUp(slot) {
    slot.kept = slot.typed;
  }

  /** The server says that the slot is no longer ours; while nobody else has it, a draft takes it back. */
  rescue(slot) {
    if (slot === this.#slot) return this.flush();
    return this.#save(slot).catch((error) => (error instanceof Left || error instanceof Locked) && this.onLoss(error, slot));
  }

  /** The page may be gone before the answers are there. Settles when each was answered. */
  sendNow() {
    const others = this.slots().filter((slot) => slot !== this.#slot && owes(slot));
    return Promise.allSettled([this.flush({ keepalive: true }), ...others.map((slot) => this.#save(slot, { keepalive: true }))]);
  }

  async flush({ keepalive = false } = {}) {
    const slot = this.#slot;
    if (!slot || !owes(slot) || (this.#isStuck && !keepalive)) return;
    if (slot.sending && !keepalive) return this.#later(REST_MS);
    clearTimeout(this.#timer);
    try {
      const answer = await this.#save(slot, { keepalive });
      if (slot !== this.#slot) return;
      this.#wait_ms = FIRST_WAIT_MS;
      if (!owes(slot)) this.onState("saved", { answer });
    } catch (error) {
      if (slot === this.#slot) this.#failed(error);
    }
    if (slot === this.#slot && owes(slot) && !this.#isStuck) this.#later(Math.max(REST_MS, this.#wait_ms > FIRST_WAIT_MS ? this.#wait_ms : 0));
  }

  /** Two that are on their way together may arrive in either order, so the second of them does not settle what the server has. */
  async #save(slot, options = {}) {
    const { typed } = slot;
    const isAlone = slot.sending++ === 0;
    try {
      const answer = await this.send(slot, options);
      if (isAlone) slot.kept = Math.max(slot.kept, typed);
      slot.isRefused = false;
      return answer;
    } catch (error) {
      slot.isRefused = true;
      throw error;
    } finally {
      slot.sending--;
    }
  }

  #failed(error) {
    if (error instanceof Left || error instanceof Locked) {
      this.#isStuck = true;
      return this.onLoss(error, this.#slot);
    }
    this.#isStuck = !(error instanceof Busy);
    this.#wait_ms = Math.min(2 * this.#wait_ms, LONGEST_WAIT_MS);
    this.onState("failed", { error });
  }

  #later(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), milliseconds);
  }
}
