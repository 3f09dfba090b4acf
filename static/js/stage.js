// What of a clip is on the screen: sound, waveform, words, transcript, questions, tags and the facts of the top line.

import { drawControls } from "./controls.js";
import { Editor } from "./editor.js";
import { Labels } from "./labels.js";
import { Player } from "./player.js";
import { clock, text } from "./texts.js";
import { Waveform } from "./waveform.js";
import { Words } from "./words.js";

const SHORT_S = 60;

function partsOf(root) {
  return Object.fromEntries([...root.querySelectorAll("[data-part]")].map((element) => [element.dataset.part, element]));
}

export class Stage {
  #ends_ms = 0;
  #address = "";

  /** onChange: something of the answer was changed. onPlayable: the sound of the shown clip can be played. */
  constructor(root, { onChange, onPlayable }) {
    this.parts = partsOf(root);
    const { wave, words, controls, labels, tags } = this.parts;
    this.player = new Player(new Audio());
    this.player.audio.addEventListener("canplay", onPlayable);
    this.waveform = new Waveform(wave, this.player, { nonce: root.dataset.nonce });
    this.words = new Words(words, this.player);
    drawControls(controls, this.player);
    this.editor = new Editor(this.parts, onChange);
    this.labels = new Labels(labels, onChange);
    this.tags = [...tags.querySelectorAll("[data-tag]")];
    tags.addEventListener("click", (event) => {
      const tag = event.target.closest("[data-tag]");
      if (!tag) return;
      this.#press(tag, tag.getAttribute("aria-pressed") !== "true");
      onChange();
    });
    this.player.take();
    setInterval(() => this.#count(), 1000);
  }

  show(slot) {
    const { clip, answer } = slot;
    this.#forgetSound();
    this.#address = URL.createObjectURL(slot.audio);
    this.waveform.show(clip, this.#address);
    this.player.take({ ...clip, heard_s: slot.heard_s });
    this.words.show(clip.words);
    if (clip.focus_s?.length) this.player.setMark(clip.focus_s[0]); // a second ear is asked for these
    this.editor.show(clip, answer.transcript);
    this.labels.show(clip.schema, answer.labels);
    this.parts.questions.hidden = clip.schema.length === 0;
    for (const tag of this.tags) this.#press(tag, answer.tags.includes(tag.dataset.tag));
    this.#facts(slot.project, clip.locale, text("seconds", { count: clip.duration_s.toFixed(1) }), clip.topic ?? "");
    this.lease(slot.ends_ms);
    this.#turn("work");
    this.parts.actions.hidden = false;
  }

  /** No clip on the screen, and why: "asking", "sending" or "none". */
  clear(reason) {
    this.#forgetSound();
    this.player.take();
    this.waveform.clear();
    this.words.show();
    this.editor.clear();
    this.labels.show([]);
    this.#facts("", "", "", "");
    this.lease(0);
    for (const one of this.parts.empty.querySelectorAll("[data-reason-of-empty]")) one.hidden = one.dataset.reasonOfEmpty !== reason;
    this.#turn("empty");
    this.parts.actions.hidden = reason === "none";
  }

  /** Hides what could be read or heard, for a break. */
  cover(isCovered) {
    if (isCovered) this.player.pause();
    this.parts.cover.hidden = !isCovered;
    this.parts.work.classList.toggle("is-covered", isCovered);
    this.parts.work.inert = this.parts.actions.inert = isCovered;
    this.#count();
  }

  get isCovered() {
    return !this.parts.cover.hidden;
  }

  read() {
    const tags = this.tags.filter((tag) => tag.getAttribute("aria-pressed") === "true").map((tag) => tag.dataset.tag);
    return { transcript: this.editor.value, labels: this.labels.read(), tags };
  }

  get marks() {
    return this.player.mark ? [this.player.mark] : [];
  }

  lease(ends_ms) {
    this.#ends_ms = ends_ms;
    this.#count();
  }

  #press(tag, isOn) {
    tag.setAttribute("aria-pressed", String(isOn));
  }

  #facts(project, locale, length, topic) {
    Object.entries({ project, locale, length, topic }).forEach(([name, words]) => {
      this.parts[name].textContent = words;
      this.parts[name].hidden = !words;
    });
  }

  #count() {
    const left_s = (this.#ends_ms - Date.now()) / 1000;
    this.parts.lease.hidden = !this.#ends_ms;
    this.parts.lease.textContent = text(left_s < SHORT_S ? "lease-short" : "lease-left", { time: clock(left_s) });
    this.parts.lease.classList.toggle("badge-warn", left_s < SHORT_S);
    if (this.isCovered) this.parts["cover-lease"].textContent = this.#ends_ms ? text("lease-runs", { time: clock(left_s) }) : "";
  }

  #turn(shown) {
    this.parts.work.hidden = shown !== "work";
    this.parts.empty.hidden = shown !== "empty";
  }

  #forgetSound() {
    const { audio } = this.player;
    audio.pause();
    if (!this.#address) return;
    URL.revokeObjectURL(this.#address);
    this.#address = "";
    audio.removeAttribute("src");
    audio.load(); // lets go of what it had buffered
  }
}
