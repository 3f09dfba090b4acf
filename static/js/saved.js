// The words beside the transcript that tell whether the server has it.

import { Refused, Unfit } from "./server.js";
import { text } from "./texts.js";

function why(error) {
  if (error instanceof Unfit) return Object.values(error.errors).join(" ");
  return error instanceof Refused ? text("refused", { status: error.status }) : "";
}

function notSaved(error) {
  const reason = why(error);
  return reason ? text("not-saved-because", { why: reason }) : text("not-saved");
}

/** As Drafts tells it: "saved" with the server's answer, or "failed" with the error. */
export function tellSaved(element, state, { answer, error } = {}) {
  if (state === "typing") return;
  const time = answer && new Date(answer.saved_at).toLocaleTimeString([], { hour12: false });
  element.textContent = state === "saved" ? text("saved", { time }) : notSaved(error);
  element.classList.toggle("is-failed", state === "failed");
}
