// All keys of the pages where people listen. The dispatcher, the buttons' titles and the help read this one table.
//
// chord works everywhere, the editor included. plain works only while the focus is outside of what is typed into, and only for what does
// no harm when hit by mistake: nothing that sends a clip away has one. 1…9 stands for nine keys.

import { text } from "./texts.js";

export const KEYS = [
  { id: "play", chord: "Alt+K", plain: "K Space", group: "listen" },
  { id: "back", chord: "Alt+J", plain: "J", group: "listen", repeats: true },
  { id: "word-back", chord: "Alt+H", plain: "H", group: "listen", repeats: true },
  { id: "slower", chord: "Alt+,", plain: ",", group: "listen", repeats: true },
  { id: "faster", chord: "Alt+.", plain: ".", group: "listen", repeats: true },
  { id: "loop", chord: "Alt+L", plain: "L", group: "listen" },
  { id: "mark-start", chord: "Alt+[", plain: "[", group: "listen" },
  { id: "mark-end", chord: "Alt+]", plain: "]", group: "listen" },
  { id: "unmark", chord: "Alt+0", plain: "0", group: "listen" },
  { id: "to-editor", chord: "Alt+Enter", plain: "", group: "write" },
  { id: "leave-editor", chord: "Escape", plain: "", group: "write" },
  { id: "placeholder", chord: "Alt+1…9", plain: "", group: "write" },
  { id: "chip-left", chord: "Alt+Shift+Left", plain: "", group: "write", repeats: true },
  { id: "chip-right", chord: "Alt+Shift+Right", plain: "", group: "write", repeats: true },
  { id: "tag-unintelligible", chord: "Alt+U", plain: "U", group: "tags" },
  { id: "tag-noise", chord: "Alt+N", plain: "N", group: "tags" },
  { id: "tag-truncated", chord: "Alt+T", plain: "T", group: "tags" },
  { id: "tag-foreign", chord: "Alt+F", plain: "F", group: "tags" },
  { id: "tag-overlap", chord: "Alt+O", plain: "O", group: "tags" },
  { id: "label-pick", chord: "Alt+Shift+1…9", plain: "1…9", group: "labels" },
  { id: "label-next", chord: "Alt+Shift+Down", plain: "Y", group: "labels" },
  { id: "label-back", chord: "Alt+Shift+Up", plain: "", group: "labels" },
  { id: "submit", chord: "Ctrl+Enter", plain: "", group: "clip" },
  { id: "skip", chord: "Alt+S", plain: "S", group: "clip" },
  { id: "second-ear", chord: "Alt+A", plain: "A", group: "clip" },
  { id: "break", chord: "Alt+B", plain: "B", group: "clip" },
  { id: "leaking", chord: "Alt+P", plain: "", group: "alarm" },
  { id: "hidden", chord: "Alt+W", plain: "", group: "alarm" },
  { id: "not-meant", chord: "Alt+X", plain: "", group: "alarm" },
  { id: "escalate", chord: "Alt+E", plain: "", group: "alarm" },
  { id: "undo", chord: "Alt+Z", plain: "", group: "alarm" },
  { id: "strip", chord: "Alt+C", plain: "C", group: "alarm" },
  { id: "guidelines", chord: "Alt+G", plain: "G", group: "page" },
  { id: "notices", chord: "Alt+M", plain: "M", group: "page" },
  { id: "keys", chord: "Alt+/", plain: "?", group: "page" },
];
export const GROUPS = ["listen", "write", "tags", "labels", "clip", "alarm", "page"];

// On an Apple keyboard Option alone types letters (Option+E is the accent of é), so the layer is Control and Option together there.
const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const LAYER = isApple ? "Ctrl+Alt" : "Alt";

const CODES = { BracketLeft: "[", BracketRight: "]", Comma: ",", Period: ".", Slash: "/" };
const chords = new Map(KEYS.flatMap((key) => `${key.chord} ${key.plain}`.split(" ").map((chord) => [chord, key])));
const plains = new Set(KEYS.flatMap((key) => key.plain.split(" ")));

function namesOf(event) {
  // The letter first, so that other layouts find theirs; the place on the keyboard second, because Alt and Shift change what a key types.
  const typed = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key.replace("Arrow", "");
  const place = CODES[event.code] ?? event.code.replace(/^(Key|Digit)/, "");
  return [typed, place];
}

function isTypedInto(element) {
  return element.matches?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button])");
}

function isOwnKey(element, name) {
  return ["Space", "Enter"].includes(name) && element.matches?.("button, a, input, summary");
}

function heldOf({ ctrlKey, metaKey, altKey }) {
  if (isApple && altKey) return ctrlKey ? "Alt+" : "Option+"; // nothing of ours begins with Option
  return (ctrlKey || metaKey ? "Ctrl+" : "") + (altKey ? "Alt+" : "");
}

/** [key, digit] of a keydown, or nothing. AltGr types letters in many languages and is never ours, nor is Alt with the
number pad: on Windows its digits spell é and ș. */
export function keyFor(event, { arePlainOn = true } = {}) {
  if (event.isComposing || event.getModifierState?.("AltGraph") || !event.key) return null;
  if (event.altKey && event.location === KeyboardEvent.DOM_KEY_LOCATION_NUMPAD) return null;
  const held = heldOf(event);
  for (const name of namesOf(event)) {
    const shift = event.shiftKey && !(held === "" && /^[^\w]$/.test(name)) ? "Shift+" : "";
    const digit = /^[1-9]$/.test(name) ? Number(name) : 0;
    const chord = held + shift + (digit ? "1…9" : name);
    const key = chords.get(chord);
    if (!key) continue;
    const refused = plains.has(chord) && (!arePlainOn || isTypedInto(event.target) || isOwnKey(event.target, name));
    if (!refused) return [key, digit];
  }
  return null;
}

/** Calls handlers[id](event, digit); one that answers false leaves the key to the browser. */
export function listen(handlers, { target = document, arePlainOn = () => true } = {}) {
  target.addEventListener("keydown", (event) => {
    const found = event.defaultPrevented ? null : keyFor(event, { arePlainOn: arePlainOn() });
    const handler = found && handlers[found[0].id];
    if (!handler) return;
    if (event.repeat && !found[0].repeats) event.preventDefault();
    else if (handler(event, found[1]) !== false) event.preventDefault();
  });
}

export function labelOf(key) {
  return text(`key-${key.id}`);
}

/** A chord as this keyboard calls it. */
export function shown(chord) {
  return chord.replace(/^Alt/, LAYER);
}

/** Tells every button with data-key its key, for the pointer and for screen readers; a data-cap inside shows it to everybody. */
export function decorate(root) {
  for (const element of root.querySelectorAll("[data-key]")) {
    const key = KEYS.find((one) => one.id === element.dataset.key);
    const chord = shown(key.chord);
    element.title = `${labelOf(key)} (${chord})`;
    element.setAttribute("aria-keyshortcuts", chord.replace("Ctrl", "Control"));
    for (const cap of element.querySelectorAll("[data-cap]")) cap.textContent = chord;
  }
}
