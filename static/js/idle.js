// When did somebody last do something here? The page locks itself by this; the server counts on its own.

const SIGNS = ["keydown", "pointerdown", "input", "wheel"];

export class Idle {
  #last_ms = Date.now(); // the wall clock: it goes on while a laptop sleeps
  #wasActive = true;

  /** isBusy(): is something being played, which counts as well. */
  constructor({ after_s, isBusy, onIdle }) {
    for (const sign of SIGNS) addEventListener(sign, () => this.touch(), { capture: true, passive: true });
    const timer = setInterval(() => {
      if (isBusy()) this.touch();
      if (Date.now() - this.#last_ms < after_s * 1000) return;
      clearInterval(timer);
      onIdle();
    }, 1000);
  }

  touch() {
    this.#last_ms = Date.now();
    this.#wasActive = true;
  }

  /** True when something was done since this was asked last. */
  takeActive() {
    const was = this.#wasActive;
    this.#wasActive = false;
    return was;
  }
}
