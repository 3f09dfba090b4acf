// What a reviewer does when a clip should not be here, or somebody may need help. One key each, and no question first.

import { text } from "./texts.js";

const CATEGORY_S = 20;

/** The doings of these keys by id. categories: [[value, words]]. leave(verb, fields) sends the clip away and gives [slot, answer] or null. */
export function alarms({ clips, strip, stage, categories, leave, post, onError }) {
  let takeBack = null;
  const marks = () => ({ marks: JSON.stringify(stage.marks) });

  function offerCategories(escalation) {
    const address = `${clips.workUrl}escalation/${escalation}/category/`;
    const send = (category) => clips.insist("category", () => post(address, { category })).catch(onError);
    const buttons = categories.map(([value, words]) => [words, () => send(value)]);
    strip.show(text("escalated"), { buttons, last_s: CATEGORY_S, kind: "warn" });
  }

  async function escalate() {
    const done = await leave("escalate", marks());
    if (done) offerCategories(done[1].escalation);
  }

  async function escalateAfterAll(slot) {
    takeBack = null;
    try {
      offerCategories((await clips.insist("escalate", () => clips.post(slot, "escalate", { heard_s: slot.heard_s.toFixed(1) }))).escalation);
    } catch (error) {
      onError(error, "escalate");
    }
  }

  async function undo() {
    const act = takeBack;
    takeBack = null;
    if (!act) return;
    strip.hide();
    await act().catch(onError);
  }

  async function notMeant() {
    const done = await leave("not-meant");
    if (!done) return;
    const [slot, { undo_s }] = done;
    const mine = () => clips.takeBack(slot);
    takeBack = mine;
    setTimeout(() => (takeBack = takeBack === mine ? null : takeBack), undo_s * 1000);
    const buttons = [[text("undo"), undo], [text("danger"), () => escalateAfterAll(slot)]];
    strip.show(text("not-meant-sent"), { buttons, last_s: undo_s, kind: "warn" });
  }

  return {
    escalate,
    "not-meant": notMeant,
    undo,
    leaking: async () => (await leave("leaking", marks())) && strip.show(text("leaking-sent")),
    hidden: async () => {
      if (clips.current && !clips.current.clip.holes_s.length) return strip.show(text("no-hole"));
      return (await leave("hidden", marks())) && strip.show(text("hidden-sent"));
    },
  };
}
