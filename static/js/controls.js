// The row of buttons of a player. Buttons and keys do the same things, so both are made from one list of doings.

import { decorate } from "./keys.js";
import { text } from "./texts.js";

/** What the keys of the group "listen" do, by id. */
export function doings(player) {
  return {
    play: () => player.toggle(),
    back: () => player.back(),
    "word-back": () => player.backWord(),
    slower: () => player.faster(-1),
    faster: () => player.faster(1),
    loop: () => player.loop(),
    "mark-start": () => player.markFrom(),
    "mark-end": () => player.markUpTo(),
    unmark: () => player.setMark(null),
  };
}

function button(id, label) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", className: "button button-quiet button-small", textContent: label });
  element.dataset.key = id;
  return element;
}

function output(name) {
  const element = document.createElement("span");
  element.className = name;
  return element;
}

function setting(label, isOn, onChange) {
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", checked: isOn });
  box.addEventListener("change", () => onChange(box.checked));
  const element = document.createElement("label");
  element.className = "controls-setting";
  element.append(box, label);
  return element;
}

/** Draws the row. does: as of doings(), where a page has put something before one of them. */
export function drawControls(element, player, does = doings(player)) {
  const play = button("play", text("play"));
  play.className = "button button-small controls-play";
  const [slower, faster] = [button("slower", "−"), button("faster", "+")];
  const [loop, unmark] = [button("loop", text("loop")), button("unmark", text("unmark"))];
  const [time, speed, mark] = [output("controls-time"), output("controls-speed"), output("controls-mark")];
  element.append(
    play, button("back", text("back")), button("word-back", text("word-back")), time, slower, speed, faster, loop,
    button("mark-start", text("mark-start")), button("mark-end", text("mark-end")), mark, unmark, output("controls-gap"),
    setting(text("beep"), player.beep.isOn, (isOn) => (player.beep.isOn = isOn)),
    setting(text("rewind"), player.rewinds, (isOn) => (player.rewinds = isOn)),
  );
  decorate(element);
  for (const one of [slower, faster]) one.setAttribute("aria-label", one.title);
  element.addEventListener("click", (event) => does[event.target.closest("[data-key]")?.dataset.key]?.());
  const drawTime = () => (time.textContent = `${player.at_s.toFixed(1)} / ${(player.duration_s ?? 0).toFixed(1)} s`);
  const draw = () => {
    play.textContent = text(player.isPlaying ? "pause" : "play");
    loop.setAttribute("aria-pressed", String(player.isLooping));
    speed.textContent = `${player.speed}×`;
    [slower.disabled, faster.disabled] = [player.speed <= 0.5, player.speed >= 2];
    mark.textContent = player.mark ? `${player.mark[0].toFixed(1)}–${player.mark[1].toFixed(1)} s` : "";
    mark.hidden = unmark.hidden = !player.mark;
    drawTime();
  };
  player.addEventListener("frame", drawTime);
  for (const name of ["state", "mark"]) player.addEventListener(name, draw);
  draw();
}
