// Which clip is on the stage and which ones are ready behind it. What has left is seen to by Leaving.

import { HOLDS_UP_MS, Leaving } from "./leaving.js";
import { Left, Refused, Unfit, insist, post } from "./server.js";
import { deal } from "./slots.js";

const ASK_AGAIN_MS = 10_000;

export class Clips {
  current = null;
  #ready = []; // dealt and fetched, not yet shown: one, or two after something came back
  #leaving = new Leaving();
  #undone = null; // taken back, and not dealt again yet
  #isAsking = false;
  #isClosed = false;
  #again = 0;

  /** onShown(slot or null, error) after a change of the clip; setBusy(who, isBusy); onError(error, verb) for what is not mended here. */
  constructor({ workUrl, nextUrl, stage, onShown, setBusy, onError }) {
    Object.assign(this, { workUrl, nextUrl, stage, onShown, setBusy, onError });
  }

  /** Everything the page has of the reviewer's clips: the one that is shown first. */
  get held() {
    return [this.current, ...this.#ready].filter(Boolean);
  }

  get isOwing() {
    return this.#leaving.ids.length > 0;
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

  sound: kept until then, for a clip that comes back when its answer is not taken. */
  async depart(verb, fields = {}, { sound = null } = {}) {
    const slot = this.current;
    if (!slot || this.#isClosed) return null;
    slot.audio = sound;
    const send = () => this.post(slot, verb, { heard_s: slot.heard_s.toFixed(1), ...fields }, { keepalive: true });
    const confirmed = this.#leaving.see(slot.id, send, (isBusy) => this.setBusy(slot.id, isBusy));
    this.#present(this.#ready.shift() ?? null);
    setTimeout(() => this.fill(), HOLDS_UP_MS + 100);
    try {
      return await confirmed;
    } catch (error) {
      if (sound && (error instanceof Unfit || error instanceof Refused)) this.#comeBack(slot, error);
      else this.onError(error, verb);
      return null;
    } finally {
      if (this.current !== slot) slot.audio = null;
      this.fill();
    }
  }

  /** What has left and is not confirmed is sent once more, at once. */
  sendNow() {
    return this.#leaving.sendNow();
  }

  /** After an undo: dealt again by a new grant, with what was typed before it left. */
  async takeBack(slot) {
    await this.insist("undo", () => this.post(slot, "undo"));
    this.#undone = slot;
    this.fill();
  }

  /** Its lease is over, or it was withdrawn. */
  takeAway(slot) {
    this.#ready = this.#ready.filter((one) => one !== slot);
    if (this.current === slot) this.#present(this.#ready.shift() ?? null);
    else this.fill();
  }

  renew(live) {
    for (const slot of this.held) if (Object.hasOwn(live, slot.id)) slot.ends_ms = Date.now() + live[slot.id] * 1000;
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

  /** One asking at a time: two could be given the same clip. */
  async fill() {
    const isFull = this.current && this.#ready.length && !this.#undone;
    if (this.#isAsking || this.#isClosed || this.#leaving.holdsUp || isFull) return;
    this.#isAsking = true;
    clearTimeout(this.#again);
    const undone = this.#undone;
    const slot = await this.#deal().finally(() => (this.#isAsking = false));
    if (this.#isClosed) return;
    const isNew = Boolean(slot) && this.#take(slot);
    if (this.#undone === undone) this.#undone = null; // asked for since it was taken back: it will not come
    if (isNew || this.#undone) this.fill();
    else this.#nothing();
  }

  async #deal() {
    const have = [...this.held.map((slot) => slot.id), ...this.#leaving.ids];
    try {
      return await deal(this.nextUrl, have, (isBusy) => this.setBusy("deal", isBusy));
    } catch (error) {
      if (!(error instanceof Left)) this.onError(error); // left while its sound was fetched: another is asked for later
      return null;
    }
  }

  #nothing() {
    if (!this.current && !this.isOwing) this.stage.clear("none");
    this.#again = setTimeout(() => this.fill(), ASK_AGAIN_MS);
  }

  /** False for a second copy of what is here already. */
  #take(slot) {
    if (this.held.some((one) => one.id === slot.id)) return false;
    if (slot.id === this.#undone?.id) this.#takeUndone(slot);
    else if (this.current) this.#ready.push(slot);
    else this.#present(slot);
    return true;
  }

  #takeUndone(slot) {
    const { answer } = this.#undone;
    this.#undone = null;
    this.#comeBack(Object.assign(slot, { answer })); // over there its draft went with it
  }

  #comeBack(slot, error = null) {
    if (error?.schema) slot.clip.schema = error.schema;
    slot.typed++; // no draft has what the answer had
    this.keep();
    if (this.current) this.#ready.unshift(this.current);
    this.#present(slot, error);
  }

  #present(slot, error = null) {
    if (this.#isClosed) return;
    this.current = slot;
    if (slot) this.stage.show(slot);
    else this.stage.clear(this.isOwing ? "sending" : "asking");
    this.onShown(slot, error);
    this.fill();
  }
}
