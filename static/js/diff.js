// Which words were changed, without any page.

function words(text) {
  return text.split(/\s+/).filter(Boolean);
}

/** lengths[i][j]: of the longest common subsequence of a from i and b from j. */
function commonLengths(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

function steps(a, b) {
  const lengths = commonLengths(a, b);
  const found = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push(["same", a[i]]);
      [i, j] = [i + 1, j + 1];
    } else if (i < a.length && (j === b.length || lengths[i + 1][j] >= lengths[i][j + 1])) found.push(["gone", a[i++]]);
    else found.push(["new", b[j++]]);
  }
  return found;
}

function joined(found) {
  const runs = [];
  for (const [kind, word] of found) {
    if (runs.at(-1)?.kind === kind) runs.at(-1).words.push(word);
    else runs.push({ kind, words: [word] });
  }
  return runs;
}

/** Runs of { kind: "same" | "gone" | "new", words } that lead from one text to the other. */
export function compare(before, after) {
  const [a, b] = [words(before), words(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const middle = steps(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return joined([...a.slice(0, head).map((word) => ["same", word]), ...middle, ...a.slice(a.length - tail).map((word) => ["same", word])]);
}

/** Only the changes with a few words around them: what is the same at length becomes "…". */
export function shortened(runs, around = 3) {
  return runs.map((run, index) => {
    if (run.kind !== "same") return run;
    const before = index === 0 ? [] : run.words.slice(0, around);
    const behind = index === runs.length - 1 ? [] : run.words.slice(-around);
    return before.length + behind.length >= run.words.length ? run : { kind: "same", words: [...before, "…", ...behind] };
  });
}
