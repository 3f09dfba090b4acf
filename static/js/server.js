// Every word with the server. An answer is its JSON (null for 204); everything else is thrown under a name that says what happened.

export class Locked extends Error {} // signed out, or the page is locked
export class Left extends Error {} // the clip is no longer this reviewer's
export class Busy extends Error {} // not now: the log cannot be written, something broke over there, or there is no network

/** What was sent does not fit. errors: { name: sentence }; schema: the project's questions as they are now, where they have changed. */
export class Unfit extends Error {
  constructor({ errors = {}, schema = null }) {
    super("unfit");
    Object.assign(this, { errors, schema });
  }
}

/** It will not be taken, however often it is sent. */
export class Refused extends Error {
  constructor(address, status) {
    super(`${address} answered ${status}`);
    this.status = status;
  }
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;
const MOST_KEPT = 30_000; // bytes; a browser lets 64 kB outlive the page, and two of ours may be on their way at once
const PASSING = [408, 429];

function token() {
  return document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

function orBusy(address, promise) {
  return promise.catch(() => {
    throw new Busy(address); // no network looks like nothing else, before the answer or in the middle of it
  });
}

async function check(address, answer) {
  const { status } = answer;
  if (status === 403 || answer.redirected) throw new Locked(address);
  if (status === 404 || status === 409) throw new Left(address);
  if (status === 422) throw new Unfit(await orBusy(address, answer.json()));
  if (status >= 400 && status < 500 && !PASSING.includes(status)) throw new Refused(address, status);
  if (!answer.ok) throw new Busy(`${address} answered ${status}`);
}

async function ask(address, read, options = {}) {
  const answer = await orBusy(address, fetch(address, { credentials: "same-origin", cache: "no-store", ...options }));
  await check(address, answer);
  return orBusy(address, read(answer));
}

/** fields: values, or lists of values for repeated fields. keepalive lets it outlive the page, unless it is too large for that. */
export function post(address, fields = {}, { keepalive = false } = {}) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) params.append(name, one);
  const body = params.toString();
  const headers = { "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" };
  const read = async (answer) => (answer.status === 204 ? null : answer.json());
  return ask(address, read, { method: "POST", body, headers, keepalive: keepalive && body.length <= MOST_KEPT });
}

export function getHtml(address) {
  return ask(address, (answer) => answer.text());
}

export function getBlob(address) {
  return ask(address, (answer) => answer.blob());
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
