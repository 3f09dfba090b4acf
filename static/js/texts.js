// Sentences of the scripts live in the page (templates/texts.html), where they are marked for translation.

const source = document.getElementById("texts")?.content;
const texts = new Map([...(source?.querySelectorAll("[data-text]") ?? [])].map((one) => [one.dataset.text, one.textContent.trim()]));

/** The sentence of an id with its {values} filled in; the id itself when the page forgot it, so that a test sees it. */
export function text(id, values = {}) {
  return (texts.get(id) ?? id).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Seconds as 1:05, for what counts down or lasts. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
