// What can be opened beside the work: guidelines, the answers to escalations, the keys.

import { drawKeys } from "./keys_help.js";
import { Locked, getHtml } from "./server.js";
import { text } from "./texts.js";

/** { doings by key, openNotices, follow }: follow() is called with every new clip. settings.arePlainOn is switched in the panel of keys. */
export function sideOf({ panel, clips, noticesUrl, settings, onNoticesRead, onLocked }) {
  async function fetched(body, isStill, address) {
    try {
      const part = await getHtml(address);
      if (isStill()) body.innerHTML = part; // of our own server, and the policy lets no script in it run
    } catch (error) {
      if (error instanceof Locked) onLocked(error);
      else if (isStill()) body.textContent = text("busy");
    }
  }

  let shownGuidelines = "";

  function openGuidelines() {
    shownGuidelines = clips.current?.guidelines ?? "";
    if (shownGuidelines) panel.open("guidelines", text("guidelines"), (body, isStill) => fetched(body, isStill, shownGuidelines));
  }

  /** Left open, the guidelines become those of the next clip's project. */
  function follow() {
    if (panel.isShowing("guidelines") && clips.current && clips.current.guidelines !== shownGuidelines) openGuidelines();
  }

  async function openNotices() {
    onNoticesRead();
    await panel.open("notices", text("notices"), (body, isStill) => fetched(body, isStill, noticesUrl));
  }

  function plainKeys() {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: settings.arePlainOn });
    box.addEventListener("change", () => (settings.arePlainOn = box.checked));
    const label = Object.assign(document.createElement("label"), { className: "controls-setting" });
    label.append(box, text("plain-keys-on"));
    return label;
  }

  function keys() {
    panel.toggle("keys", text("keys"), (body) => {
      const table = document.createElement("div");
      drawKeys(table);
      body.append(plainKeys(), table);
    });
  }

  const guidelines = () => (panel.isShowing("guidelines") ? panel.close() : openGuidelines());
  const notices = () => (panel.isShowing("notices") ? panel.close() : openNotices());
  return { doings: { guidelines, keys, notices }, openNotices, follow };
}
