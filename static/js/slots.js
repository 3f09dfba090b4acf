// Clips are dealt one ahead: while one is worked on the next is already in memory, sound and all.

import { getBlob, insist, post } from "./server.js";
import { peaksOf } from "./waveform.js";

/** A dealt clip as the page holds it. answer: what was typed; audio: the sound as a Blob, or null once it has left. */
function slotOf(dealt, audio) {
  const { hypothesis } = dealt.clip;
  const answer = { transcript: hypothesis, labels: {}, tags: [], ...dealt.draft };
  return {
    ...dealt,
    id: dealt.slot,
    clip: { ...dealt.clip, peaks: peaksOf(dealt.clip.peaks) },
    audio,
    answer,
    heard_s: dealt.draft?.heard_s ?? 0,
    ends_ms: Date.now() + dealt.lease_s * 1000,
    sure_ms: Date.now(), // when the server last said that it is ours
    ...{ typed: 0, kept: 0, sending: 0, isRefused: false }, // for its draft: drafts.js
  };
}

/** The next clip with its sound, or null when nothing waits. held: ids the page has. */
export async function deal(address, held, onBusy) {
  const dealt = await insist(() => post(address, { have: held }), onBusy);
  if (!dealt) return null;
  return slotOf(dealt, await insist(() => getBlob(dealt.audio), onBusy));
}
