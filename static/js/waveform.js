// The drawn clip: peaks that came ready-made, holes hatched and named, the mark, and a slider for hand and keyboard.

import WaveSurfer from "../vendor/wavesurfer/wavesurfer.esm.js";
import { text } from "./texts.js";

const HEIGHT_PX = 84;
const DRAG_PX = 4; // a smaller movement is a click
const STEPS_S = { ArrowLeft: -0.1, ArrowRight: 0.1, ArrowDown: -0.1, ArrowUp: 0.1, PageDown: -1, PageUp: 1 };

export function peaksOf(base64) {
  return Float32Array.from(atob(base64), (one) => one.charCodeAt(0) / 127);
}

/** Where words have times, a hole carries the placeholder that was put there. */
export function nameOfHole([start_s, end_s], words = []) {
  const middle_s = (word) => (word.start_s + word.end_s) / 2;
  const covered = words.find((word) => word.text.startsWith("[") && middle_s(word) >= start_s - 0.05 && middle_s(word) <= end_s + 0.05);
  return covered?.text.match(/\[[^\]]+\]/)?.[0] ?? text("removed");
}

function part(name, parent) {
  const element = document.createElement("div");
  element.className = name;
  parent.append(element);
  return element;
}

/** Wants a Player; seeks and marks by itself. nonce: of the page, for the style sheet that wavesurfer brings. */
export class Waveform {
  #surfer;
  #clip = null;
  #drag = null;

  constructor(element, player, { nonce = "" } = {}) {
    this.player = player;
    this.names = part("wave-names", element);
    this.names.setAttribute("aria-hidden", "true");
    const frame = part("wave-frame", element);
    const canvas = part("wave-canvas", frame);
    this.over = part("wave-over", frame);
    this.markBox = part("wave-mark", this.over);
    this.markBox.hidden = true;
    this.cursor = part("wave-cursor", this.over);
    this.slider = this.over;
    for (const [name, value] of Object.entries({ role: "slider", tabindex: "0", "aria-label": text("position"), "aria-valuemin": "0" })) {
      this.slider.setAttribute(name, value);
    }
    this.#surfer = WaveSurfer.create({
      container: canvas, media: player.audio, height: HEIGHT_PX, interact: false, cursorWidth: 0, barWidth: 2, barGap: 1, barRadius: 1,
      normalize: true, barHeight: 0.88, hideScrollbar: true, cspNonce: nonce, ...this.#colours(element),
    });
    this.#adoptStyle();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#surfer.setOptions(this.#colours(element)));
    this.#listen();
    this.clear();
  }

  /** Puts the address into the player's audio element too: wavesurfer insists on doing that itself. */
  show(clip, address = "") {
    this.#clip = clip;
    this.#surfer.setTime(0); // or the last clip's progress stays painted on this one
    this.#surfer.load(address, [clip.peaks], clip.duration_s).catch(() => {}); // left before it was drawn
    const holes = clip.holes_s.map((hole) => this.#hole(hole));
    this.names.replaceChildren(...clip.holes_s.map((hole, index) => this.#name(hole, clip.holes_s[index + 1])));
    this.over.replaceChildren(...holes, this.markBox, this.cursor);
    this.slider.setAttribute("aria-valuemax", clip.duration_s.toFixed(1));
    this.#moved();
  }

  clear() {
    this.show({ peaks: new Float32Array(2), duration_s: 0.001, holes_s: [] });
  }

  /** Its style element becomes a constructed sheet: axe copies style elements of shadow trees, and our policy would report each copy. */
  #adoptStyle() {
    const shadow = this.#surfer.getWrapper().getRootNode();
    const style = shadow.querySelector("style");
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style.textContent);
    shadow.adoptedStyleSheets = [sheet];
    style.remove();
  }

  #colours(element) {
    const token = (name) => getComputedStyle(element).getPropertyValue(name).trim();
    return { waveColor: token("--line-strong"), progressColor: token("--accent") };
  }

  #place(element, start_s, end_s) {
    element.style.left = `${(100 * start_s) / this.#clip.duration_s}%`;
    if (end_s !== undefined) element.style.width = `${(100 * (end_s - start_s)) / this.#clip.duration_s}%`;
    return element;
  }

  #hole([start_s, end_s]) {
    const element = document.createElement("div");
    element.className = "wave-hole";
    return this.#place(element, start_s, end_s);
  }

  #name(hole, following) {
    const element = document.createElement("span");
    element.textContent = nameOfHole(hole, this.#clip.words);
    element.title = `${element.textContent} ${hole[0].toFixed(1)}–${hole[1].toFixed(1)} s`;
    element.style.maxWidth = `${(100 * ((following?.[0] ?? this.#clip.duration_s) - hole[0])) / this.#clip.duration_s}%`;
    return this.#place(element, hole[0]);
  }

  #listen() {
    this.player.addEventListener("frame", () => this.#moved());
    this.player.addEventListener("mark", () => this.#marked());
    this.over.addEventListener("pointerdown", (event) => this.#press(event));
    this.over.addEventListener("pointermove", (event) => this.#pull(event));
    this.over.addEventListener("pointerup", (event) => this.#let(event));
    this.over.addEventListener("pointercancel", () => (this.#drag = null));
    this.slider.addEventListener("keydown", (event) => this.#key(event));
  }

  #seconds(event) {
    const box = this.over.getBoundingClientRect();
    return Math.min(Math.max(0, (event.clientX - box.left) / box.width), 1) * this.#clip.duration_s;
  }

  #press(event) {
    if (event.button !== 0) return;
    this.over.setPointerCapture(event.pointerId);
    this.#drag = { x: event.clientX, start_s: this.#seconds(event), isFar: false };
  }

  #pull(event) {
    if (!this.#drag) return;
    this.#drag.isFar ||= Math.abs(event.clientX - this.#drag.x) >= DRAG_PX;
    if (this.#drag.isFar) this.player.setMark([this.#drag.start_s, this.#seconds(event)]);
  }

  #let(event) {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag) return;
    if (!drag.isFar) return this.player.seek(this.#seconds(event));
    this.player.loop(this.player.mark !== null);
    if (this.player.mark) this.player.seek(this.player.mark[0]);
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const ends_s = { Home: 0, End: this.#clip.duration_s };
    const to_s = event.key in STEPS_S ? this.player.at_s + STEPS_S[event.key] : ends_s[event.key];
    if (to_s === undefined) return;
    event.preventDefault();
    this.player.seek(to_s);
  }

  #moved() {
    const now_s = this.player.at_s;
    this.#place(this.cursor, now_s);
    const hole = this.#clip.holes_s.find(([start_s, end_s]) => now_s >= start_s && now_s < end_s);
    this.slider.setAttribute("aria-valuenow", now_s.toFixed(1));
    const said = text("position-of", { now: now_s.toFixed(1), all: this.#clip.duration_s.toFixed(1) });
    this.slider.setAttribute("aria-valuetext", hole ? `${said}, ${nameOfHole(hole, this.#clip.words)}` : said);
  }

  #marked() {
    const mark = this.player.mark;
    this.markBox.hidden = !mark;
    if (mark) this.#place(this.markBox, ...mark);
  }
}
