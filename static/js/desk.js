// The privacy desk's page: what is marked in the player, or was marked by a flag, stands in the fields of the mask form.

import { mountPlayer } from "./listen.js";

const form = document.querySelector("[data-mask-form]");
const release = document.querySelector("[data-release-form] button");

/** Outwards to a hundredth, so that nothing of a mark is lost. */
function fill(start_s, end_s) {
  if (!form) return;
  form.elements.start_s.value = (Math.floor(start_s * 100) / 100).toFixed(2);
  form.elements.end_s.value = (Math.ceil(end_s * 100) / 100).toFixed(2);
}

for (const element of document.querySelectorAll("[data-player]")) {
  const player = mountPlayer(element);
  if (!release) continue;
  release.disabled = true; // what nobody played, nobody has judged
  player.audio.addEventListener("playing", () => (release.disabled = false), { once: true });
  element.addEventListener("marked", () => element.marked && fill(...element.marked));
}
for (const button of document.querySelectorAll("[data-start][data-end]")) {
  button.addEventListener("click", () => {
    fill(Number(button.dataset.start), Number(button.dataset.end));
    form?.elements.start_s.focus();
  });
}
