// Every two seconds: which clips are here and how much of them was heard; the answer says which have been taken away.

import { Busy, post } from "./server.js";

const EVERY_MS = 2000;

/** slots(): [{ id, heard_s }] held now. isActive(): was anything done since the last pulse. isOver(): nothing is asked any more. */
export function startPulse({ address, slots, isOver, isActive, onAnswer, onBusy, onError }) {
  let isWaiting = false;
  const beat = async () => {
    if (isWaiting || isOver()) return; // a slow network gets no queue of pulses
    isWaiting = true;
    const held = slots();
    const heard = held.filter((slot) => slot.heard_s > 0).map((slot) => `${slot.id}:${slot.heard_s.toFixed(1)}`);
    try {
      onAnswer(await post(address, { slot: held.map((slot) => slot.id), heard, ...(isActive() ? { active: 1 } : {}) }));
      onBusy(false);
    } catch (error) {
      if (error instanceof Busy) onBusy(true);
      else onError(error);
    } finally {
      isWaiting = false;
    }
  };
  return setInterval(beat, EVERY_MS);
}
