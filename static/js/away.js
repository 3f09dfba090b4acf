// On every page of a signed-in person: what is done here counts as being here, and a page that nobody touches hides itself and locks.

import { Idle } from "./idle.js";
import { lockUnattended } from "./locking.js";
import { hush, isAnythingHeard } from "./players.js";
import { post } from "./server.js";

const TELL_EVERY_MS = 60_000;

const form = document.querySelector("[data-lock-form]");
const main = document.querySelector("main");
const idle = new Idle({ after_s: Number(form.dataset.idleS), isBusy: isAnythingHeard, onIdle: lock });

/** Silent and hidden first. */
async function lock() {
  hush();
  main.hidden = true;
  if (!(await lockUnattended(form.action, form.elements.next.value))) return comeBack();
  location.assign(location.pathname + location.search); // locked, so this leads to the code; without the fragment, or nothing is loaded
}

function comeBack() {
  main.hidden = false;
  idle.reset();
}

// Keys of the page would play what is hidden.
addEventListener("keydown", (event) => main.hidden && event.stopImmediatePropagation(), { capture: true });
idle.takeActive(); // opening the page was a request of its own
setInterval(() => idle.takeActive() && !main.hidden && post(form.dataset.hereUrl).catch(() => {}), TELL_EVERY_MS);
