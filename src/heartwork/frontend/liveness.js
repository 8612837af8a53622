// What a page does after a look whether its kernel is still there. Asking and showing are in main.js.

export const SILENCE = 5000; // ms after which a server that does not answer counts as gone
export const TRUST = 15000; // ms that a new connection is given to bring an answer, before another is made

/**
 * @typedef {{ connected: boolean, met: boolean, age: number }} Connection whether it is there, whether it ever was, and ms
 *   since it was asked for
 * @typedef {{ ok: boolean, status: number, type?: string }} Answer of the server that was asked for the kernel
 * @typedef {"reopen" | "lost" | "well" | "waiting" | "silent" | "renew"} Next
 *   `reopen`: the kernel is gone, ask for the page once more. `lost`: the server is not well, say so. `well`: say so.
 *   `waiting`: the connection is still being made. `silent`: connected, and not heard from as long as it may. `renew`: make
 *   another connection.
 */

/**
 * Whether to ask who answers, before anything else is: only where the connection is gone, or does not come.
 *
 * @param {Connection} connection
 */
export const inDoubt = ({ connected, met, age }) => !connected && (met || age > TRUST);

/**
 * @param {Answer} answer
 * @param {Connection} connection
 * @param {number} unanswered ms for which the oldest change that was sent has had no answer
 * @param {number} renewed ms since another connection was made
 * @returns {Next}
 */
export function next({ ok, status, type }, { connected, met, age }, unanswered, renewed) {
  if (status === 404 || status === 403 || type === "opaqueredirect") return "reopen";
  if (!ok) return "lost";
  if (connected && unanswered < SILENCE) return "well";
  if (connected && renewed < TRUST) return "silent";
  // The page was there before its connection is; what is typed meanwhile goes out with it.
  if (!met && age < TRUST) return "waiting";
  // Not connected; or it looks so, and nothing that was sent is answered: a connection can die without a word.
  return "renew";
}
