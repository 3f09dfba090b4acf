// A player for pages that show one clip: an element with data-audio, data-peaks, data-duration, data-holes and perhaps data-words becomes
// waveform, words and buttons. The audio is fetched when play is first pressed: opening a page is not listening, and the log tells them apart.
// data-grant instead of data-audio: an address that is asked for a grant first, and answers with the audio's.

import { doings, drawControls } from "./controls.js";
import { listen } from "./keys.js";
import { Player } from "./player.js";
import { getBlob, post } from "./server.js";
import { text } from "./texts.js";
import { Waveform, peaksOf } from "./waveform.js";
import { Words } from "./words.js";

const mounted = new WeakMap(); // asked for twice, an element has one player

function clipOf({ peaks, duration, holes, words }) {
  return { peaks: peaksOf(peaks), duration_s: Number(duration), holes_s: JSON.parse(holes || "[]"), words: JSON.parse(words || "[]") };
}

function add(element, name, attributes = {}) {
  const part = document.createElement("div");
  part.className = name;
  for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
  element.append(part);
  return part;
}

/** Fetches once; a failure may be tried again, and is said in the page. */
function onceOf(element, player, place) {
  let asked = null;
  const told = add(element, "listen-told small", { role: "status" });
  const ask = async () => {
    const { grant, audio } = element.dataset;
    const sound = await getBlob(grant ? (await post(grant)).audio : audio);
    const at_s = player.at_s;
    place(URL.createObjectURL(sound));
    player.seek(at_s);
    told.textContent = "";
  };
  return () =>
    (asked ??= ask().catch((error) => {
      asked = null;
      told.textContent = text("no-audio");
      throw error;
    }));
}

/** element.marked is [start_s, end_s] or null; the event "marked" (it bubbles) tells of every change. Returns the Player.

data-keys="page" gives the keys to the whole page; otherwise they work while the focus is inside the element. */
export function mountPlayer(element) {
  if (mounted.has(element)) return mounted.get(element);
  const clip = clipOf(element.dataset);
  const player = new Player(new Audio());
  mounted.set(element, player);
  const waveform = new Waveform(add(element, "wave"), player, { nonce: element.dataset.nonce });
  const words = new Words(add(element, "words", { tabindex: "0", role: "group", "aria-label": text("words") }), player);
  const fetched = onceOf(element, player, (address) => waveform.show(clip, address));
  const does = { ...doings(player), play: () => (player.isPlaying ? player.pause() : fetched().then(() => player.play(), () => {})) };
  drawControls(add(element, "controls", { role: "group", "aria-label": text("player") }), player, does);
  listen(does, { target: element.dataset.keys === "page" ? document : element });
  element.marked = null;
  player.addEventListener("mark", () => {
    element.marked = player.mark;
    element.dispatchEvent(new CustomEvent("marked", { bubbles: true, detail: player.mark }));
  });
  player.take(clip);
  waveform.show(clip);
  words.show(clip.words);
  if (element.dataset.mark) player.setMark(JSON.parse(element.dataset.mark));
  addEventListener("pagehide", () => {
    URL.revokeObjectURL(player.audio.src);
    player.audio.removeAttribute("src");
  });
  return player;
}

// A page that needs nothing more than players loads this file alone.
for (const element of document.querySelectorAll("[data-player]")) mountPlayer(element);
