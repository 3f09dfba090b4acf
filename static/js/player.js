// What playing means here: speed with the pitch kept, loops, the beep over holes, and the seconds that were really heard.

import { Beep } from "./beep.js";
import { join } from "./players.js";

export const SPEEDS = [0.5, 0.65, 0.8, 1, 1.25, 1.5, 1.75, 2];
const REWIND_S = 0.5;
const LARGEST_STEP_S = 1; // more than this between two looks is a seek or a sleeping tab, not listening

/** Fires "frame" (the position moved), "state" (playing, speed, loop changed) and "mark". */
export class Player extends EventTarget {
  heard_s = 0;
  mark = null;
  isLooping = false;
  rewinds = true;
  #holes = [];
  #words = [];
  #last_s = null;
  #speed = SPEEDS.indexOf(1);
  beep = new Beep();

  constructor(audio) {
    super();
    this.audio = audio;
    audio.preservesPitch = true;
    for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, () => this.#turned());
    audio.addEventListener("timeupdate", () => this.#look()); // a hidden tab draws no frames but is heard
    audio.addEventListener("seeking", () => (this.#last_s = null));
    join(this);
  }

  /** Another clip is in the audio element now (or none: null). */
  take({ duration_s = 0, holes_s = [], words = [], heard_s = 0 } = {}) {
    Object.assign(this, { duration_s, heard_s, isLooping: false });
    this.#holes = holes_s;
    this.#words = words;
    this.#last_s = null;
    this.setMark(null);
    this.#applySpeed();
    this.#say("frame");
  }

  get isPlaying() {
    return !this.audio.paused && !this.audio.ended;
  }

  get at_s() {
    return this.audio.currentTime;
  }

  get speed() {
    return SPEEDS[this.#speed];
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  play() {
    this.beep.wake();
    if (this.isLooping && this.mark && (this.at_s < this.mark[0] || this.at_s >= this.mark[1])) this.seek(this.mark[0]);
    return this.audio.play().catch(() => {}); // taken away while it was starting
  }

  pause() {
    if (!this.isPlaying) return;
    this.#look();
    this.audio.pause();
    if (this.rewinds) this.seek(this.at_s - REWIND_S);
  }

  seek(seconds) {
    this.#last_s = null;
    this.audio.currentTime = Math.min(Math.max(0, seconds), Math.max(0, this.duration_s - 0.01));
    this.#say("frame");
  }

  back(seconds = 1) {
    this.seek(this.at_s - seconds);
  }

  /** To the start of the word that is being said, or of the one before when it has just begun. */
  backWord() {
    const starts = this.#words.map((word) => word.start_s).filter((start_s) => start_s < this.at_s - 0.25);
    this.seek(starts.length ? starts.at(-1) : this.#words.length ? 0 : this.at_s - 0.5);
  }

  faster(steps) {
    this.#speed = Math.min(Math.max(0, this.#speed + steps), SPEEDS.length - 1);
    this.#applySpeed();
  }

  loop(isOn = !this.isLooping) {
    this.isLooping = isOn;
    this.audio.loop = isOn && !this.mark;
    this.#say("state");
  }

  /** [start_s, end_s] or null; what is shorter than a syllable is a slip of the hand. */
  setMark(range) {
    const sorted = range && [Math.max(0, Math.min(...range)), Math.min(this.duration_s, Math.max(...range))].map((s) => Math.round(s * 100) / 100);
    this.mark = sorted && sorted[1] - sorted[0] >= 0.05 ? sorted : null;
    this.audio.loop = this.isLooping && !this.mark;
    this.#say("mark");
  }

  markFrom(seconds = this.at_s) {
    this.setMark([seconds, this.mark && this.mark[1] > seconds ? this.mark[1] : this.duration_s]);
  }

  markUpTo(seconds = this.at_s) {
    this.setMark([this.mark && this.mark[0] < seconds ? this.mark[0] : 0, seconds]);
  }

  #applySpeed() {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = this.speed;
    this.#say("state");
  }

  #turned() {
    if (this.isPlaying) this.#frames();
    else this.beep.rest();
    this.#say("state");
  }

  #frames() {
    this.#look();
    if (this.isPlaying) requestAnimationFrame(() => this.#frames());
  }

  #look() {
    const now_s = this.at_s;
    const before_s = this.#last_s;
    this.#last_s = now_s;
    const step_s = before_s === null ? 0 : now_s - before_s;
    if (step_s > 0 && step_s < LARGEST_STEP_S) this.heard_s += step_s;
    this.beep.sound(this.isPlaying && this.#holes.some(([start_s, end_s]) => now_s >= start_s && now_s < end_s));
    const [start_s, end_s] = this.mark ?? [];
    // Only when the end is crossed: whoever clicks behind the mark wants to hear what is there.
    if (this.isLooping && this.mark && before_s !== null && before_s < end_s && now_s >= end_s) this.seek(start_s);
    else this.#say("frame");
  }

  #say(name) {
    this.dispatchEvent(new Event(name));
  }
}
