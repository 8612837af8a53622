// What lets a page of a seat in again when the server was started anew, or its kernel ended: in this script's memory only.
//
// It is a ticket that opens nothing by itself (server/workshop/reentry_tickets.py); gone with the page, and on Leave now.
const SOON = 2000; // ms until it is asked for once more, as long as the passphrase is in it
const LATER = 60_000; // the same where there was none: the page asks for the passphrase itself
const PATIENCE = 10_000; // ms that the server is given for an answer

/** @param {{ baseUrl: string, fetchWithin: typeof import("./requests.js").fetchWithin, xsrf: () => string }} page */
export function stay({ baseUrl, fetchWithin, xsrf }) {
  let ticket = "", over = false, timer = 0;

  const ask = (/** @type {{ ticket?: string }} */ said) =>
    fetchWithin(PATIENCE, `${baseUrl}stay`, {
      method: "POST", body: JSON.stringify(said), headers: { "Content-Type": "application/json", "X-XSRFToken": xsrf() },
    });

  /** @param {Response} answer */
  async function take(answer) {
    const said = await answer.json();
    if (over) return;
    ticket = said.ticket ?? "";
    if (!said.locked) again(ticket ? SOON : LATER);
  }

  /** @param {number} pause */
  function again(pause) {
    clearTimeout(timer);
    timer = setTimeout(renew, pause);
  }

  async function renew() {
    if (over) return;
    try {
      const answer = await ask({});
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      await take(answer);
    } catch {
      again(SOON); // the one that is there stays good
    }
  }

  /** Before the page is asked for once more. Where the ticket is not good any more, it asks for the passphrase. */
  async function comeBack() {
    if (!ticket) return;
    const answer = await ask({ ticket });
    if (answer.ok) return take(answer);
    if (answer.status === 429 || answer.status >= 500) throw new Error(`answered ${answer.status}`);
  }

  document.addEventListener("heartwork:leave", () => {
    over = true;
    ticket = "";
    clearTimeout(timer);
  });
  renew();
  return comeBack;
}
