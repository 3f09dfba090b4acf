// Every word with the server. An answer is its JSON (null for 204); everything else is thrown under a name that says what happened.

export class Locked extends Error {} // signed out, or the page is locked
export class Left extends Error {} // the clip is no longer this reviewer's
export class Busy extends Error {} // not now: the log cannot be written, or there is no network

export class Unfit extends Error {
  constructor(errors) {
    super("unfit");
    this.errors = errors;
  }
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;

function token() {
  return document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

async function ask(address, options) {
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    throw new Busy(address); // no network looks like nothing else
  }
  if (answer.status === 403 || answer.redirected) throw new Locked(address);
  if (answer.status === 404 || answer.status === 409) throw new Left(address);
  if (answer.status === 422) throw new Unfit((await answer.json()).errors ?? {});
  if (!answer.ok) throw new Busy(`${address} answered ${answer.status}`);
  return answer;
}

/** fields: values, or lists of values for repeated fields. keepalive lets it outlive the page (up to 64 kB). */
export async function post(address, fields = {}, { keepalive = false } = {}) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  const answer = await ask(address, { method: "POST", body, keepalive, headers: { "X-CSRFToken": token() } });
  return answer.status === 204 ? null : answer.json();
}

export async function getHtml(address) {
  return (await ask(address, {})).text();
}

export async function getBlob(address) {
  return (await ask(address, {})).blob();
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Tries again for as long as the answer is "not now". onBusy(true) when that begins, onBusy(false) when it is over. */
export async function insist(act, onBusy) {
  for (let wait_ms = FIRST_WAIT_MS; ; wait_ms = Math.min(2 * wait_ms, LONGEST_WAIT_MS)) {
    try {
      const answer = await act();
      if (wait_ms > FIRST_WAIT_MS) onBusy(false);
      return answer;
    } catch (error) {
      if (!(error instanceof Busy)) throw error;
      onBusy(true);
      await pause(wait_ms);
    }
  }
}
