// A page that nobody touches asks the server to lock the session.

import { Left, insist, post } from "./server.js";

/** False when the server knows better: somebody is there, in another window of the same session. */
export async function lockUnattended(address, next) {
  try {
    await insist(() => post(address, { idle: 1, next }), () => {});
  } catch (error) {
    return !(error instanceof Left); // its answer leads to another page, which is no error here
  }
  return true;
}
