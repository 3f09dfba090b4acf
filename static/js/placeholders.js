// Placeholders in a text, without any page: where they are, what is missing, where one goes when it is moved.

const PATTERN = /\[[A-Z]+(?:_[A-Z]+)*_\d+\]/g;

/** [{ text, start, end }] in order. */
export function find(text) {
  return [...text.matchAll(PATTERN)].map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }));
}

/** The text cut into pieces: [{ text, isPlaceholder }]. */
export function pieces(text) {
  const found = [];
  let at = 0;
  for (const one of find(text)) {
    found.push({ text: text.slice(at, one.start), isPlaceholder: false }, { text: one.text, isPlaceholder: true });
    at = one.end;
  }
  return [...found, { text: text.slice(at), isPlaceholder: false }].filter((piece) => piece.text);
}

export function endingAt(text, caret) {
  return find(text).find((one) => one.end === caret) ?? null;
}

export function startingAt(text, caret) {
  return find(text).find((one) => one.start === caret) ?? null;
}

/** The placeholder that a caret touches: it is inside, or at either edge. */
export function touching(text, caret) {
  return find(text).find((one) => one.start <= caret && caret <= one.end) ?? null;
}

/** Placeholders that the hypothesis had more often than the text: each as often as it is missing. */
export function missing(hypothesis, text) {
  const left = find(text).map((one) => one.text);
  return find(hypothesis).map((one) => one.text).filter((name) => {
    const index = left.indexOf(name);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** What to put before and behind a placeholder so that it stands as a word of its own. */
export function spaced(text, start, end, name) {
  const before = start > 0 && !/[\s([{"'¿¡-]/.test(text[start - 1]) ? " " : "";
  const behind = end < text.length && !/[\s.,;:!?)\]}"'-]/.test(text[end]) ? " " : "";
  return before + name + behind;
}

/** Moving changes places with one neighbouring word: { start, end, text, caret } to be put in place, or null at the edge of the text. */
export function moved(text, chip, direction) {
  if (direction < 0) {
    const before = text.slice(0, chip.start).match(/(\S+)(\s*)$/);
    if (!before) return null;
    const start = chip.start - before[0].length;
    return { start, end: chip.end, text: chip.text + (before[2] || " ") + before[1], caret: start + chip.text.length };
  }
  const behind = text.slice(chip.end).match(/^(\s*)(\S+)/);
  if (!behind) return null;
  const gap = behind[1] || " ";
  const end = chip.end + behind[0].length;
  return { start: chip.start, end, text: behind[2] + gap + chip.text, caret: chip.start + behind[2].length + gap.length + chip.text.length };
}
