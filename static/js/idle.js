// When did somebody last do something here? The page locks itself by this; the server counts on its own.

const SIGNS = ["keydown", "pointerdown", "input", "wheel"];
const LISTENING_MS = 5 * 60_000; // whoever listens does nothing else for a while; a loop goes on when nobody is there

export class Idle {
  #last_ms = Date.now(); // the wall clock: it goes on while a laptop sleeps
  #sign_ms = Date.now();
  #wasActive = true;
  #isOver = false;

  /** isBusy(): is something being played, which counts for five minutes after the last sign. onIdle() once, and again only after a reset. */
  constructor({ after_s, isBusy, onIdle }) {
    for (const sign of SIGNS) addEventListener(sign, () => this.touch(), { capture: true, passive: true });
    setInterval(() => {
      if (isBusy() && Date.now() - this.#sign_ms < LISTENING_MS) this.#seen();
      if (this.#isOver || Date.now() - this.#last_ms < after_s * 1000) return;
      this.#isOver = true;
      onIdle();
    }, 1000);
  }

  touch() {
    this.#sign_ms = Date.now();
    this.#seen();
  }

  /** Somebody is there after all. */
  reset() {
    this.touch();
    this.#isOver = false;
  }

  /** True when something was done since this was asked last. */
  takeActive() {
    const was = this.#wasActive;
    this.#wasActive = false;
    return was;
  }

  #seen() {
    this.#last_ms = Date.now();
    this.#wasActive = true;
  }
}
