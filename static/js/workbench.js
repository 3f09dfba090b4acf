// The reviewer's day: joins the stage, the clips, the drafts and the keys. What each of them does is told in its own module.

import { alarms } from "./alarms.js";
import { Clips } from "./clips.js";
import { doings } from "./controls.js";
import { Drafts } from "./drafts.js";
import { Idle } from "./idle.js";
import { decorate, listen } from "./keys.js";
import { Panel } from "./panel.js";
import { startPulse } from "./pulse.js";
import { Reasons } from "./reasons.js";
import { Left, Locked, Unfit, insist, post } from "./server.js";
import { sideOf } from "./side.js";
import { Stage } from "./stage.js";
import { Strip } from "./strip.js";
import { text } from "./texts.js";

const SAME_PRESS_MS = 300; // a key that bounces must not submit the next clip unheard

const root = document.getElementById("workbench");
const { nextUrl, pulseUrl, noticesUrl, lockUrl, lockedUrl, workUrl, idleS } = root.dataset;
const stage = new Stage(root, { onChange: () => drafts.touch(), onPlayable: playable });
const { parts, player } = stage;
const slider = parts.wave.querySelector("[role=slider]");
const strip = new Strip(parts.strip, () => slider.focus());
const panel = new Panel(parts.panel, { guidelines: parts.guidelines, notices: parts.notices, keys: parts.keys });
const clips = new Clips({ workUrl, nextUrl, stage, onShown: shown, setBusy, onError: failed });
const reasons = new Reasons(parts.reasons, skipped);
const settings = { arePlainOn: true };
const busy = new Set(); // who is waiting for the server to be able to record
const categories = [...document.getElementById("categories").content.children].map((one) => [one.dataset.category, one.textContent]);
let isLocked = false;
let isMeasuring = false;
let wasWriting = false; // when the last clip left and no other was there
let unread = 0;
let shown_ms = 0;

// -- the clip on the stage ---------------------------------------------------------------------------

function shown(slot, errors) {
  shown_ms = performance.now();
  drafts.forget();
  parts.saved.textContent = "";
  reasons.close();
  side.follow();
  if (unread) side.openNotices(); // between clips, and only then, by itself
  if (!slot) wasWriting = document.activeElement === parts.area;
  else if (document.activeElement === document.body) (wasWriting ? parts.area : slider).focus();
  if (errors) complain(errors);
  else if (slot?.isUnsaved) drafts.touch();
}

function playable() {
  if (!isMeasuring || !clips.current) return;
  isMeasuring = false;
  performance.measure("sotto:next", "sotto:submit");
}

function fieldsOf({ answer, heard_s }) {
  return { transcript: answer.transcript, labels: JSON.stringify(answer.labels), tags: answer.tags, heard_s: heard_s.toFixed(1) };
}

function complain(errors) {
  const others = stage.labels.complain(errors);
  if (!others.length) return;
  strip.show(others.join(" "), { kind: "bad" });
  parts.area.focus();
}

async function submit() {
  if (!clips.current || performance.now() - shown_ms < SAME_PRESS_MS) return;
  performance.mark("sotto:submit");
  const missing = stage.labels.missing();
  if (Object.keys(missing).length) return complain(missing);
  isMeasuring = true;
  strip.hide();
  clips.keep();
  const answer = await clips.depart("submit", fieldsOf(clips.current), { sound: clips.current.audio });
  if (answer) parts.done.textContent = text("done-today", { count: answer.done_today });
}

/** Sends the clip away without an answer of ours; [slot, answer], or null when it did not go. */
async function leave(verb, fields) {
  const slot = clips.current;
  if (!slot) return null;
  strip.hide();
  clips.keep();
  const answer = await clips.depart(verb, fields);
  return answer && [slot, answer];
}

async function skipped(reason) {
  if (await leave("release", { reason })) strip.show(text("skipped"));
}

async function secondEar() {
  const slot = clips.current;
  if (!slot) return;
  try {
    await clips.insist("second-ear", () => clips.post(slot, "second-ear", { marks: JSON.stringify(stage.marks) }));
    strip.show(text("second-ear-asked"));
  } catch (error) {
    failed(error);
  }
}

// -- what the server says ----------------------------------------------------------------------------

function setBusy(who, isBusy) {
  if (isBusy) busy.add(who);
  else busy.delete(who);
  const said = busy.size ? text("busy") : "";
  if (parts.status.textContent !== said) parts.status.textContent = said; // said once, not every two seconds
}

function failed(error) {
  if (error instanceof Locked) lock();
  else if (error instanceof Left) strip.show(text("had-left"), { kind: "warn" });
  else if (error instanceof Unfit) strip.show(Object.values(error.errors).join(" "), { kind: "bad" });
  else throw error;
}

/** Hidden and silent at once. When the page itself saw that nobody is here, the server is told before the page leaves: it counts on its own. */
async function lock({ isIdle = false } = {}) {
  if (isLocked) return;
  isLocked = true;
  panel.close();
  strip.hide();
  clips.close();
  if (isIdle) await insist(() => post(lockUrl, { idle: 1, next: workUrl }), () => {}).catch(() => {}); // its answer leads elsewhere, which is no error here
  location.assign(lockedUrl);
}

function takenAway(id) {
  if (clips.takeAway(id)) strip.show(text("taken-away"), { kind: "warn", last_s: 20 });
}

function heartbeat({ live, gone, notices }) {
  for (const id of gone) takenAway(String(id));
  clips.renew(live);
  countNotices(notices);
}

function countNotices(count) {
  unread = count;
  Object.assign(parts["notices-count"], { textContent: count, hidden: !count });
}

const drafts = new Drafts({
  save: async ({ keepalive }) => {
    const slot = clips.current;
    if (!slot) return null;
    clips.keep();
    const answer = await clips.post(slot, "draft", fieldsOf(slot), { keepalive });
    slot.isUnsaved = false;
    clips.renew({ [slot.id]: answer.lease_s });
    return answer;
  },
  onState: (state, answer) => {
    if (clips.current) clips.current.isUnsaved = state !== "saved";
    if (state === "typing") return;
    const time = answer && new Date(answer.saved_at).toLocaleTimeString([], { hour12: false });
    parts.saved.textContent = state === "failed" ? text("not-saved") : time ? text("saved", { time }) : "";
    parts.saved.classList.toggle("is-failed", state === "failed");
  },
  onLoss: (error) => (error instanceof Left && clips.current ? takenAway(clips.current.id) : failed(error)),
});

// -- keys and buttons --------------------------------------------------------------------------------

const side = sideOf({ panel, clips, noticesUrl, settings, onNoticesRead: () => countNotices(0), onLocked: failed });

function escape() {
  if (reasons.isOpen) return reasons.close();
  if (document.activeElement.matches("textarea, input[type=text]")) return slider.focus();
  if (panel.isOpen) return panel.close();
  return false;
}

const handlers = {
  ...doings(player),
  ...side.doings,
  ...alarms({ clips, strip, stage, categories, leave, post, onError: failed }),
  ...Object.fromEntries(stage.tags.map((tag) => [`tag-${tag.dataset.tag}`, () => tag.click()])),
  "to-editor": () => parts.area.focus(),
  "leave-editor": escape,
  placeholder: (_event, digit) => stage.editor.insertNth(digit),
  "chip-left": () => stage.editor.move(-1),
  "chip-right": () => stage.editor.move(1),
  "label-pick": (_event, digit) => stage.labels.pick(digit),
  "label-next": () => stage.labels.go(1),
  "label-back": () => stage.labels.go(-1),
  submit,
  skip: () => clips.current && reasons.toggle(),
  "second-ear": secondEar,
  break: () => stage.cover(true),
  strip: () => strip.focus(),
};

function uncover(event) {
  if (!stage.isCovered || ["Alt", "Control", "Shift", "Meta"].includes(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // the first key or click lifts the cover and does nothing else
  if (!event.repeat) stage.cover(false);
}

for (const sign of ["keydown", "click"]) addEventListener(sign, uncover, { capture: true });
root.addEventListener("click", (event) => {
  const id = event.target.closest("[data-action]")?.dataset.key;
  if (id) handlers[id](event);
});
parts.area.addEventListener("blur", () => drafts.flush());
player.audio.addEventListener("error", () => clips.current && strip.show(text("silent"), { kind: "warn", last_s: 20 }));
listen(handlers, { arePlainOn: () => settings.arePlainOn });
decorate(root);

const idle = new Idle({
  after_s: Number(idleS),
  isBusy: () => player.isPlaying,
  onIdle: () => {
    drafts.flush({ keepalive: true });
    lock({ isIdle: true });
  },
});
startPulse({
  address: pulseUrl,
  slots: () => clips.held.map((slot) => ({ id: slot.id, heard_s: slot === clips.current ? player.heard_s : slot.heard_s })),
  isOver: () => isLocked,
  isActive: () => idle.takeActive() && !stage.isCovered,
  onAnswer: (answer) => !isLocked && heartbeat(answer),
  onBusy: (isBusy) => setBusy("pulse", isBusy),
  onError: failed,
});
addEventListener("pagehide", () => clips.close()); // after the drafts' own: what the browser remembers of the page has no clip in it
addEventListener("pageshow", (event) => event.persisted && location.reload());
clips.start();
