// On every page of a signed-in person: what is done here counts as being here, and a page that nobody touches hides itself and locks.

import { Idle } from "./idle.js";
import { post } from "./server.js";

const TELL_EVERY_MS = 60_000;

const form = document.querySelector("[data-lock-form]");
const idle = new Idle({
  after_s: Number(form.dataset.idleS),
  isBusy: () => false,
  onIdle: () => {
    document.querySelector("main").hidden = true;
    form.elements.idle.value = "1";
    form.submit();
  },
});
idle.takeActive(); // opening the page was a request of its own
setInterval(() => idle.takeActive() && post(form.dataset.hereUrl).catch(() => {}), TELL_EVERY_MS);
