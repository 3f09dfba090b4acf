// Which clip is on the stage, which ones are ready behind it, and which have left but are not yet confirmed by the server.

import { Left, Unfit, insist, post } from "./server.js";
import { deal } from "./slots.js";

const ASK_AGAIN_MS = 10000;

export class Clips {
  current = null;
  #ready = []; // dealt and fetched, not yet shown: one, or two after something came back
  #leaving = new Set();
  #isAsking = false;
  #isClosed = false;
  #again = 0;

  /** onShown(slot or null) after a change of the clip; setBusy(who, isBusy); onError(error) for what is not mended here. */
  constructor({ workUrl, nextUrl, stage, onShown, setBusy, onError }) {
    Object.assign(this, { workUrl, nextUrl, stage, onShown, setBusy, onError });
  }

  /** Everything the page has of the reviewer's clips: the one that is shown first. */
  get held() {
    return [this.current, ...this.#ready].filter(Boolean);
  }

  post(slot, verb, fields = {}, options = {}) {
    return post(`${this.workUrl}${slot.id}/${verb}/`, fields, options);
  }

  insist(who, act) {
    return insist(act, (isBusy) => this.setBusy(who, isBusy));
  }

  /** What is on the screen now becomes what the page knows of the current clip. */
  keep() {
    if (this.current) Object.assign(this.current, { answer: this.stage.read(), heard_s: this.stage.player.heard_s });
  }

  start() {
    this.#present(null);
  }

  /** The clip leaves the screen at once; its last word is sent until the server has it. The answer, or null when there is none.

  sound: kept until then, for a clip that may come back because its answer does not fit. */
  async depart(verb, fields = {}, { sound = null } = {}) {
    const slot = this.current;
    if (!slot || this.#isClosed) return null;
    this.#leaving.add(slot.id);
    slot.audio = sound;
    this.#present(this.#ready.shift() ?? null);
    try {
      return await this.insist(slot.id, () => this.post(slot, verb, { heard_s: slot.heard_s.toFixed(1), ...fields }));
    } catch (error) {
      if (error instanceof Unfit && sound) this.#comeBack(slot, error.errors);
      else this.onError(error);
      return null;
    } finally {
      if (this.current !== slot) slot.audio = null;
      this.#leaving.delete(slot.id);
      this.setBusy(slot.id, false);
      this.fill();
    }
  }

  /** After an undo: dealt again by a new grant, with what was typed before it left. */
  async takeBack(slot) {
    await this.insist("undo", () => this.post(slot, "undo"));
    const back = await deal(this.nextUrl, this.held.map((one) => one.id), (isBusy) => this.setBusy("deal", isBusy));
    if (!back || this.#isClosed) return;
    if (back.id === slot.id) back.answer = slot.answer;
    this.#comeBack(back);
  }

  /** True when it was here: its lease is over, or it was withdrawn. */
  takeAway(id) {
    const index = this.#ready.findIndex((slot) => slot.id === id);
    const isShown = this.current?.id === id;
    if (index >= 0) this.#ready.splice(index, 1);
    if (isShown) this.#present(this.#ready.shift() ?? null);
    else if (index >= 0) this.fill();
    return isShown || index >= 0;
  }

  renew(live) {
    for (const slot of this.held) if (slot.id in live) slot.ends_ms = Date.now() + live[slot.id] * 1000;
    if (this.current) this.stage.lease(this.current.ends_ms);
  }

  /** Nothing is shown, kept or asked for from here on. */
  close() {
    this.#isClosed = true;
    clearTimeout(this.#again);
    this.current = null;
    this.#ready = [];
    this.stage.clear("asking");
  }

  async fill() {
    if (this.#isAsking || this.#isClosed || this.#leaving.size || (this.current && this.#ready.length)) return;
    this.#isAsking = true;
    clearTimeout(this.#again);
    const slot = await this.#deal();
    this.#isAsking = false;
    if (this.#isClosed) return;
    if (!slot) {
      if (!this.current && !this.#leaving.size) this.stage.clear("none");
      this.#again = setTimeout(() => this.fill(), ASK_AGAIN_MS);
    } else if (this.current) this.#ready.push(slot);
    else this.#present(slot);
    if (slot) this.fill();
  }

  async #deal() {
    try {
      return await deal(this.nextUrl, this.held.map((one) => one.id), (isBusy) => this.setBusy("deal", isBusy));
    } catch (error) {
      if (!(error instanceof Left)) this.onError(error); // left while its sound was fetched: another is asked for later
      return null;
    }
  }

  #comeBack(slot, errors = null) {
    this.keep();
    if (this.current) this.#ready.unshift(this.current);
    this.#present(slot, errors);
  }

  #present(slot, errors = null) {
    this.current = slot;
    if (slot) this.stage.show(slot);
    else this.stage.clear(this.#leaving.size ? "sending" : "asking");
    this.onShown(slot, errors);
    this.fill();
  }
}
