// The reviewer's day: joins the stage, the clips, the drafts and the keys. What each of them does is told in its own module.

import { alarms } from "./alarms.js";
import { Clips } from "./clips.js";
import { doings } from "./controls.js";
import { Drafts, owes } from "./drafts.js";
import { Idle } from "./idle.js";
import { decorate, listen } from "./keys.js";
import { lockUnattended } from "./locking.js";
import { Panel } from "./panel.js";
import { startPulse } from "./pulse.js";
import { Reasons } from "./reasons.js";
import { tellSaved } from "./saved.js";
import { Left, Locked, Refused, Unfit, pause, post } from "./server.js";
import { sideOf } from "./side.js";
import { Stage } from "./stage.js";
import { Strip } from "./strip.js";
import { text } from "./texts.js";

const LAST_WORDS_MS = 2000; // so long a lock waits for what is on its way
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

function shown(slot, error) {
  shown_ms = performance.now();
  drafts.watch(slot);
  parts.saved.textContent = "";
  reasons.close();
  side.follow();
  if (unread) side.openNotices(); // between clips, and only then, by itself
  if (!slot) wasWriting = document.activeElement === parts.area;
  else if (document.activeElement === document.body) (wasWriting ? parts.area : slider).focus();
  if (error instanceof Unfit) complain(error.errors);
  else if (error) strip.show(text("answer-refused", { status: error.status }), { kind: "bad", last_s: 20 });
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
  drafts.giveUp(clips.current); // every word is in the answer, which is sent until the server has it
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
    const marks = JSON.stringify(stage.marks);
    const answer = await clips.insist("second-ear", () => clips.post(slot, "second-ear", { marks }));
    strip.show(text(answer?.is_new === false ? "second-ear-already" : "second-ear-asked"));
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

/** verb: of the word that was not taken, where a clip had left the screen with it. */
function failed(error, verb = "") {
  if (isLocked) return;
  if (error instanceof Locked) lock();
  else if (error instanceof Left) hadLeft(verb);
  else if (error instanceof Unfit) strip.show(Object.values(error.errors).join(" "), { kind: "bad" });
  else if (error instanceof Refused) strip.show(text("refused", { status: error.status }), { kind: "bad" });
  else throw error;
}

function hadLeft(verb) {
  const lost = { submit: "answer-lost", escalate: "escalation-lost" }[verb];
  strip.show(text(lost ?? "had-left"), { kind: lost ? "bad" : "warn", last_s: lost ? 20 : 8 });
}

/** Everything that only this page knows goes to the server now, and may outlive the page. */
function sendLastWords() {
  return Promise.all([drafts.sendNow(), clips.sendNow()]);
}

/** Hidden and silent at once. What is on its way then is sent all the same. */
function closeDown() {
  isLocked = true;
  const sent = sendLastWords();
  panel.close();
  strip.hide();
  clips.close();
  return sent;
}

function lock() {
  if (isLocked) return;
  closeDown();
  location.assign(lockedUrl);
}

/** The server is told before the page leaves: it counts on its own. */
async function lockIdle() {
  if (isLocked) return;
  await Promise.race([closeDown(), pause(LAST_WORDS_MS)]);
  if (await lockUnattended(lockUrl, workUrl)) return location.assign(lockedUrl);
  await sendLastWords(); // what the two seconds were too short for: the clip comes back with its draft
  location.reload();
}

function lost(slot) {
  if (isLocked) return;
  const isKnown = slot === clips.current || slot.typed > 0; // a clip that was never on the screen is nobody's loss
  const kept = slot.typed || slot.draft ? "taken-away-kept" : "taken-away";
  const said = owes(slot) ? "taken-away-lost" : kept;
  drafts.giveUp(slot);
  clips.takeAway(slot);
  if (isKnown) strip.show(text(said), { kind: "warn", last_s: 20 });
}

function heartbeat({ live, gone, notices }, sent_ms) {
  for (const slot of clips.held.filter(({ id }) => gone.map(String).includes(id))) {
    if (owes(slot)) drafts.rescue(slot);
    else if (slot.sure_ms < sent_ms) lost(slot); // else this answer is older than what we know
  }
  clips.renew(live);
  countNotices(notices);
}

function countNotices(count) {
  unread = count;
  Object.assign(parts["notices-count"], { textContent: count, hidden: !count });
}

const drafts = new Drafts({
  slots: () => clips.held,
  send: async (slot, { keepalive }) => {
    if (slot === clips.current) clips.keep();
    const answer = await clips.post(slot, "draft", fieldsOf(slot), { keepalive });
    slot.sure_ms = Date.now();
    clips.renew({ [slot.id]: answer.lease_s });
    return answer;
  },
  onState: (state, what) => tellSaved(parts.saved, state, what),
  onLoss: (error, slot) => (error instanceof Left ? lost(slot) : failed(error)),
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
  onIdle: lockIdle,
});
startPulse({
  address: pulseUrl,
  slots: () => clips.held.map((slot) => ({ id: slot.id, heard_s: slot === clips.current ? player.heard_s : slot.heard_s })),
  isOver: () => isLocked,
  isActive: () => idle.takeActive() && !stage.isCovered,
  onAnswer: (answer, sent_ms) => !isLocked && heartbeat(answer, sent_ms),
  onBusy: (isBusy) => setBusy("pulse", isBusy),
  onLocked: failed,
});
addEventListener("beforeunload", (event) => {
  sendLastWords(); // now already: the request that takes the page away may lock the session
  if (!isLocked && (clips.isOwing || drafts.isOwing)) event.preventDefault();
});
addEventListener("pagehide", () => {
  sendLastWords();
  clips.close(); // what the browser remembers of the page has no clip in it
});
addEventListener("pageshow", (event) => event.persisted && location.reload());
clips.start();
