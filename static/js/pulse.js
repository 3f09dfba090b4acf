// Every two seconds: which clips are here and how much of them was heard; the answer says which have been taken away.

import { Locked, post } from "./server.js";

const EVERY_MS = 2000;

/** slots(): [{ id, heard_s }] held now. isActive(): was anything done since it was asked last. isOver(): nothing is asked any more.

onAnswer(answer, sent_ms): what the server said, and when it was asked. */
export function startPulse({ address, slots, isOver, isActive, onAnswer, onBusy, onLocked }) {
  let isWaiting = false;
  let isOwed = false; // activity that the server has not heard of
  const beat = async () => {
    if (isWaiting || isOver()) return; // a slow network gets no queue of pulses
    isWaiting = true;
    isOwed = isActive() || isOwed;
    const sent_ms = Date.now();
    const held = slots();
    const heard = held.filter((slot) => slot.heard_s > 0).map((slot) => `${slot.id}:${slot.heard_s.toFixed(1)}`);
    try {
      const answer = await post(address, { slot: held.map((slot) => slot.id), heard, ...(isOwed ? { active: 1 } : {}) });
      isOwed = false;
      onBusy(false);
      onAnswer(answer, sent_ms);
    } catch (error) {
      if (error instanceof Locked) onLocked(error);
      else onBusy(true);
    } finally {
      isWaiting = false;
    }
  };
  return setInterval(beat, EVERY_MS);
}
