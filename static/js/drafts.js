// What is typed is kept on the server while it is typed, and nowhere else.

import { Busy } from "./server.js";

const REST_MS = 600;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;

export class Drafts {
  #timer = 0;
  #wait_ms = FIRST_WAIT_MS;
  #isUnsaved = false;
  #isSending = false;
  #round = 0;

  /** save({ keepalive }) sends what the page shows now; onState("typing" | "saved" | "failed", answer). onLoss(error): it cannot be saved here. */
  constructor({ save, onState, onLoss }) {
    Object.assign(this, { save, onState, onLoss });
    // keepalive: the page may be gone before the answer is there.
    document.addEventListener("visibilitychange", () => document.hidden && this.flush({ keepalive: true }));
    addEventListener("pagehide", () => this.flush({ keepalive: true }));
    addEventListener("online", () => this.flush());
  }

  touch() {
    this.#isUnsaved = true;
    this.onState("typing");
    this.#later(REST_MS);
  }

  /** Another clip is shown: what was unsaved of the last one is no longer this page's business. */
  forget() {
    this.#round++;
    this.#isUnsaved = false;
    this.#isSending = false;
    this.#wait_ms = FIRST_WAIT_MS;
    clearTimeout(this.#timer);
  }

  async flush({ keepalive = false } = {}) {
    if (!this.#isUnsaved || (this.#isSending && !keepalive)) return;
    clearTimeout(this.#timer);
    const round = this.#round;
    this.#isUnsaved = false;
    this.#isSending = true;
    try {
      const answer = await this.save({ keepalive });
      if (round !== this.#round) return;
      this.#wait_ms = FIRST_WAIT_MS;
      if (!this.#isUnsaved) this.onState("saved", answer);
    } catch (error) {
      if (round === this.#round) this.#failed(error);
    } finally {
      if (round === this.#round) this.#ended();
    }
  }

  #failed(error) {
    if (!(error instanceof Busy)) return this.onLoss(error);
    this.#isUnsaved = true;
    this.onState("failed");
    this.#wait_ms = Math.min(2 * this.#wait_ms, LONGEST_WAIT_MS);
  }

  #ended() {
    this.#isSending = false;
    if (this.#isUnsaved) this.#later(Math.max(REST_MS, this.#wait_ms > FIRST_WAIT_MS ? this.#wait_ms : 0));
  }

  #later(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), milliseconds);
  }
}
